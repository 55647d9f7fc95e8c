import { cases } from "../../../../support/rule-cases.ts";
import type { CiliumModel, ClusterModel, JsonObject, NodeGroupModel } from "../../../../../core/model/index.ts";
import { newestTable } from "../../../../../core/facts/dated.ts";
import { baseline, cilium, controlPlane, eniValues, nodeGroup, settings, unknown } from "../../../../support/model.ts";

const release = (parts: Partial<CiliumModel>): ClusterModel => ({ cilium: cilium(parts) });
const values = (more: JsonObject): ClusterModel => release({ values: eniValues(more) });
const on = (version: string | undefined, kubernetesVersion: string) => ({
  cilium: cilium(version === undefined ? {} : { version }),
  controlPlane: controlPlane({ kubernetesVersion }),
});
const nodes = (more: JsonObject, parts: Partial<NodeGroupModel>): ClusterModel => ({
  ...values(more),
  nodeGroups: [nodeGroup(parts)],
});

const onDay = (asOf: string, maxTableAgeDays = 120): ClusterModel => ({
  deployment: { asOf, maxTableAgeDays, waitsForRollout: false, autoscaler: "none" },
});
const newest = newestTable().read;
const after = (days: number): string => new Date(Date.parse(newest) + days * 86_400_000).toISOString().slice(0, 10);

export default cases({
  "versions-tables-current": {
    fails: [
      ["tables older than the default", onDay(after(121)), { found: newest, path: "cluster.maxTableAgeDays" }],
      ["tables older than a stack allows", onDay(after(31), 30), { path: "cluster.maxTableAgeDays" }],
    ],
    passes: [
      ["the last day", onDay(after(120))],
      ["no day", { deployment: { maxTableAgeDays: 1, waitsForRollout: false, autoscaler: "none" } }],
      ["no limit", { deployment: { asOf: after(999), waitsForRollout: false, autoscaler: "none" } }],
    ],
    unknown: [["an unknown day", onDay(unknown)]],
  },
  "versions-xt-socket-fallback": {
    fails: [
      ["a patch that ignores it", values({ enableXTSocketFallback: false }), { found: "1.19.6" }],
      [
        "a Gateway on the host network",
        release({
          version: "1.20.2",
          values: eniValues({ gatewayAPI: { enabled: true, hostNetwork: { enabled: true } } }),
        }),
        { path: "cilium.version" },
      ],
    ],
    passes: [
      ["a release that reads it", release({ version: "1.20.3", values: eniValues({ enableXTSocketFallback: false }) })],
      ["nothing that needs it", release({ version: "1.20.2" })],
      [
        "a Gateway behind a load balancer",
        release({ version: "1.20.2", values: eniValues({ gatewayAPI: { enabled: true } }) }),
      ],
      [
        "a Gateway of 1.19 on the host network",
        values({ gatewayAPI: { enabled: true, hostNetwork: { enabled: true } } }),
      ],
    ],
    unknown: [
      ["an unknown version", release({ version: unknown, values: eniValues({ enableXTSocketFallback: false }) })],
    ],
  },
  "versions-cilium-usable": {
    fails: [
      ["a patch below the floor", release({ version: "1.19.5" }), { path: "cilium.version" }],
      ["a known-bad patch", release({ version: "1.20.0" }), { path: "cilium.version" }],
      ["an old minor", release({ version: "1.18.12" }), { path: "cilium.version" }],
      ["a pre-release", release({ version: "1.21.0-pre.0" }), { path: "cilium.version" }],
      ["a range", release({ version: "^1.19.0" }), { path: "cilium.version" }],
      ["no version", release({ version: "" }), { path: "cilium.version" }],
      [
        "a minor that nothing can be planned for",
        { settings: settings({ cilium: { version: "2.0.0" } }) },
        { path: "cilium.version" },
      ],
    ],
    passes: [
      ["the checked patch", release({})],
      ["a newer patch", release({ version: "1.19.9" })],
      ["a stack that leaves it to us", { settings: settings() }],
    ],
    unknown: [["an unknown version", release({ version: unknown })]],
  },
  "versions-cilium-checked": {
    fails: [["a newer patch", release({ version: "1.19.9" }), { path: "cilium.version" }]],
    passes: [
      ["the checked patch", release({ version: "1.20.2" })],
      ["one that is refused anyway", release({ version: "1.20.0" })],
    ],
    unknown: [["an unknown version", release({ version: unknown })]],
  },
  "versions-kubernetes-window": {
    fails: [
      ["a version before the window", on("1.20.2", "1.32"), { path: "controlPlane.kubernetesVersion" }],
      ["a version behind the window", on("1.19.6", "1.36"), { path: "controlPlane.kubernetesVersion" }],
    ],
    passes: [
      ["both ends of 1.19", on("1.19.6", "1.32")],
      ["both ends of 1.20", on("1.20.2", "1.36")],
      ["a version that EKS no longer has, which another rule reports", baseline(on("1.20.2", "1.28"))],
    ],
    unknown: [["an unknown Kubernetes version", on(undefined, unknown)]],
  },
  "versions-upgrade-compatibility": {
    fails: [
      ["a newer minor", values({ upgradeCompatibility: "1.20" }), { path: "cilium.values.upgradeCompatibility" }],
      ["a number", values({ upgradeCompatibility: 1.18 }), { path: "cilium.values.upgradeCompatibility" }],
      [
        "a minor above what runs",
        release({ version: "1.20.2", installedVersion: "1.19.6", values: eniValues({ upgradeCompatibility: "1.20" }) }),
        { path: "cilium.values.upgradeCompatibility" },
      ],
      [
        "a minor above the chart that steps back",
        release({ installedVersion: "1.20.2", values: eniValues({ upgradeCompatibility: "1.20" }) }),
        { path: "cilium.values.upgradeCompatibility" },
      ],
    ],
    passes: [
      ["the chart's own minor", values({ upgradeCompatibility: "1.19" })],
      [
        "the minor that runs",
        release({ version: "1.20.2", installedVersion: "1.19.6", values: eniValues({ upgradeCompatibility: "1.19" }) }),
      ],
      [
        "a version that runs and is none",
        release({ installedVersion: "main", values: eniValues({ upgradeCompatibility: "1.19" }) }),
      ],

      ["an older minor", values({ upgradeCompatibility: "1.18" })],
      ["none", values({})],
    ],
    unknown: [["an unknown value", values({ upgradeCompatibility: unknown })]],
  },
  "versions-upgrade-step": {
    fails: [
      ["two minors", release({ version: "1.20.2", installedVersion: "1.18.14" }), { path: "cilium.version" }],
      ["a minor back", release({ installedVersion: "1.20.2" }), { path: "cilium.version" }],
    ],
    passes: [
      ["the next minor", release({ version: "1.20.2", installedVersion: "1.19.6" })],
      ["a patch back", release({ installedVersion: "1.19.8" })],
      ["a new cluster", release({})],
    ],
    unknown: [["an unknown version", release({ installedVersion: unknown })]],
  },
  "versions-upgrade-newest-patch": {
    fails: [
      [
        "an old patch",
        release({ version: "1.20.2", installedVersion: "1.19.2" }),
        { path: "cilium.version", example: true },
      ],
    ],
    passes: [
      ["the first patch that was checked", release({ version: "1.20.2", installedVersion: "1.19.6" })],
      ["a patch of the same minor", release({ version: "1.19.6", installedVersion: "1.19.2" })],
      ["two minors, of which another rule tells", release({ version: "1.20.2", installedVersion: "1.18.2" })],
      ["a minor back, of which another rule tells", release({ version: "1.19.6", installedVersion: "1.20.0" })],
      ["a new cluster", release({})],
    ],
    unknown: [["an unknown version", release({ installedVersion: unknown })]],
  },
  "versions-upgrade-prepared": {
    fails: [
      [
        "a new minor alone",
        release({ version: "1.20.2", installedVersion: "1.19.6" }),
        { path: "cilium.values.upgradeCompatibility" },
      ],
    ],
    passes: [
      [
        "one with its defaults",
        release({
          version: "1.20.2",
          installedVersion: "1.19.6",
          values: eniValues({ upgradeCompatibility: "1.19" }),
        }),
      ],
      ["a patch", release({ installedVersion: "1.19.6" })],
    ],
    unknown: [["an unknown version", release({ installedVersion: unknown })]],
  },
  "versions-kernel-floor": {
    fails: [
      [
        "netkit on kernel 6.1",
        nodes({ bpf: { datapathMode: "netkit" } }, { amiKubernetesVersion: "1.32" }),
        { path: "cilium.values.bpf.datapathMode" },
      ],
      [
        "netkit on an image that only AL2023 has",
        nodes({ bpf: { datapathMode: "netkit" } }, { amiKubernetesVersion: "1.30" }),
        { path: "cilium.values.bpf.datapathMode" },
      ],
    ],
    passes: [
      ["netkit on kernel 6.12", nodes({ bpf: { datapathMode: "netkit" } }, {})],
      ["an image of somebody else", nodes({ bpf: { datapathMode: "netkit" } }, { amiFamily: "CUSTOM" })],
    ],
    unknown: [["an unknown image", nodes({ bpf: { datapathMode: "netkit" } }, { amiFamily: unknown })]],
  },
});
