import type {
  CiliumModel,
  ClusterModel,
  GatewayApiModel,
  JsonObject,
  KubernetesObject,
  NodeGroupModel,
} from "../../../../../core/model/index.ts";
import * as rules from "../../../../../core/rules/versions/cilium.ts";
import * as gateway from "../../../../../core/rules/versions/gateway-api.ts";
import { cilium, controlPlane, eniValues, nodeGroup, settings, unknown } from "../../../../support/model.ts";
import { describeRules } from "../../../../support/rule-table.ts";

const release = (parts: Partial<CiliumModel>): ClusterModel => ({ cilium: cilium(parts) });
const values = (more: JsonObject): ClusterModel => release({ values: eniValues(more) });
const on = (version: string | undefined, kubernetesVersion: string) => ({
  cilium: cilium(version === undefined ? {} : { version }),
  controlPlane: controlPlane({ kubernetesVersion }),
});
const api = (parts: Partial<GatewayApiModel>, version = "1.19.6"): ClusterModel => ({
  cilium: cilium({ version }),
  gatewayApi: { channel: "standard", ...parts },
});
const nodes = (more: JsonObject, parts: Partial<NodeGroupModel>): ClusterModel => ({
  ...values(more),
  nodeGroups: [nodeGroup(parts)],
});

const updated = (parts: Partial<GatewayApiModel>): ClusterModel => ({
  gatewayApi: { channel: "standard", bundle: "v1.6.1", installedBundle: "v1.4.1", ...parts },
});
const route = (kind: string, version: string): KubernetesObject => ({
  apiVersion: `gateway.networking.k8s.io/${version}`,
  kind,
  metadata: { name: "web" },
});

describeRules([
  {
    rule: rules.versionUsable,
    fails: [
      ["a patch below the floor", release({ version: "1.19.5" }), "cilium.version"],
      ["a known-bad patch", release({ version: "1.20.0" }), "cilium.version"],
      ["an old minor", release({ version: "1.18.12" }), "cilium.version"],
      ["a pre-release", release({ version: "1.21.0-pre.0" }), "cilium.version"],
      ["a range", release({ version: "^1.19.0" }), "cilium.version"],
      ["no version", release({ version: "" }), "cilium.version"],
      [
        "a minor that nothing can be planned for",
        { settings: settings({ cilium: { version: "2.0.0" } }) },
        "cilium.version",
      ],
    ],
    passes: [
      ["the checked patch", release({})],
      ["a newer patch", release({ version: "1.19.9" })],
      ["a stack that leaves it to us", { settings: settings() }],
    ],
    undecided: [["an unknown version", release({ version: unknown })]],
  },
  {
    rule: rules.versionChecked,
    fails: [["a newer patch", release({ version: "1.19.9" }), "cilium.version"]],
    passes: [
      ["the checked patch", release({ version: "1.20.2" })],
      ["one that is refused anyway", release({ version: "1.20.0" })],
    ],
    undecided: [["an unknown version", release({ version: unknown })]],
  },
  {
    rule: rules.kubernetesWindow,
    fails: [
      ["a version before the window", on("1.20.2", "1.32"), "controlPlane.kubernetesVersion"],
      ["a version behind the window", on("1.19.6", "1.36"), "controlPlane.kubernetesVersion"],
    ],
    passes: [
      ["both ends of 1.19", on("1.19.6", "1.32")],
      ["both ends of 1.20", on("1.20.2", "1.36")],
    ],
    undecided: [["an unknown Kubernetes version", on(undefined, unknown)]],
  },
  {
    rule: rules.upgradeCompatibility,
    fails: [
      ["a newer minor", values({ upgradeCompatibility: "1.20" }), "cilium.values.upgradeCompatibility"],
      ["a number", values({ upgradeCompatibility: 1.18 }), "cilium.values.upgradeCompatibility"],
    ],
    passes: [
      ["an older minor", values({ upgradeCompatibility: "1.18" })],
      ["none", values({})],
    ],
    undecided: [["an unknown value", values({ upgradeCompatibility: unknown })]],
  },
  {
    rule: rules.upgradeStep,
    fails: [
      ["two minors", release({ version: "1.20.2", installedVersion: "1.18.14" }), "cilium.version"],
      ["a minor back", release({ installedVersion: "1.20.2" }), "cilium.version"],
    ],
    passes: [
      ["the next minor", release({ version: "1.20.2", installedVersion: "1.19.6" })],
      ["a patch back", release({ installedVersion: "1.19.8" })],
      ["a new cluster", release({})],
    ],
    undecided: [["an unknown version", release({ installedVersion: unknown })]],
  },
  {
    rule: rules.upgradePrepared,
    fails: [
      [
        "a new minor alone",
        release({ version: "1.20.2", installedVersion: "1.19.6" }),
        "cilium.values.upgradeCompatibility",
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
    undecided: [["an unknown version", release({ installedVersion: unknown })]],
  },
  {
    rule: rules.kernels,
    fails: [
      [
        "netkit on kernel 6.1",
        nodes({ bpf: { datapathMode: "netkit" } }, { amiKubernetesVersion: "1.32" }),
        "cilium.values.bpf.datapathMode",
      ],
    ],
    passes: [
      ["netkit on kernel 6.12", nodes({ bpf: { datapathMode: "netkit" } }, {})],
      ["an image of somebody else", nodes({ bpf: { datapathMode: "netkit" } }, { amiFamily: "CUSTOM" })],
    ],
    undecided: [["an unknown image", nodes({ bpf: { datapathMode: "netkit" } }, { amiFamily: unknown })]],
  },
  {
    rule: gateway.bundlePair,
    fails: [
      ["a new bundle with 1.19", api({ bundle: "v1.6.1" }), "gatewayApi.bundle"],
      ["an old bundle with 1.20", api({ bundle: "v1.4.1" }, "1.20.2"), "gatewayApi.bundle"],
    ],
    passes: [
      ["1.19 with its own", api({ bundle: "v1.4.1" })],
      ["1.20 with its own", api({ bundle: "v1.6.1" }, "1.20.2")],
    ],
    undecided: [["an unknown bundle", api({ bundle: unknown })]],
  },
  {
    rule: gateway.bundlePresent,
    fails: [["Gateways without CRDs", values({ gatewayAPI: { enabled: true } }), "cilium.values.gatewayAPI.enabled"]],
    passes: [
      [
        "CRDs in the program",
        { ...values({ gatewayAPI: { enabled: true } }), gatewayApi: { bundle: "v1.4.1", channel: "standard" } },
      ],
      ["no Gateways", values({})],
    ],
    undecided: [["an unknown switch", values({ gatewayAPI: { enabled: unknown } })]],
  },
  {
    rule: gateway.bundleDowngrade,
    fails: [
      [
        "an older bundle",
        { gatewayApi: { channel: "standard", bundle: "v1.4.1", installedBundle: "v1.6.1" } },
        "gatewayApi.bundle",
      ],
      [
        "experimental over standard",
        { gatewayApi: { channel: "experimental", installedChannel: "standard" } },
        "gatewayApi.channel",
      ],
      [
        "the older bundle of an older Cilium than the installed one",
        {
          gatewayApi: { channel: "standard", bundle: "v1.4.1" },
          cilium: cilium({ version: "1.19.6", installedVersion: "1.20.2" }),
        },
        "gatewayApi.bundle",
      ],
    ],
    passes: [
      ["a newer bundle", { gatewayApi: { channel: "standard", bundle: "v1.6.1", installedBundle: "v1.4.1" } }],
      [
        "another channel where no policy denies it",
        {
          gatewayApi: {
            channel: "experimental",
            bundle: "v1.4.1",
            installedBundle: "v1.4.1",
            installedChannel: "standard",
          },
        },
      ],
    ],
    undecided: [
      [
        "an unknown installed bundle",
        { gatewayApi: { channel: "standard", bundle: "v1.4.1", installedBundle: unknown } },
      ],
    ],
  },
  {
    rule: gateway.bundleTlsRoute,
    fails: [
      [
        "the standard channel over the experimental one",
        updated({ installedChannel: "experimental" }),
        "gatewayApi.channel",
      ],
      ["TLSRoutes in the program", { ...updated({}), objects: [route("TLSRoute", "v1alpha2")] }, "gatewayApi.channel"],
      [
        "TLSRoutes over the Cilium version that wrote them",
        {
          gatewayApi: { channel: "standard", bundle: "v1.6.1" },
          cilium: cilium({ version: "1.20.2", installedVersion: "1.19.6" }),
          objects: [route("TLSRoute", "v1")],
        },
        "gatewayApi.channel",
      ],
    ],
    passes: [
      ["no TLSRoutes", updated({ installedChannel: "standard" })],
      ["the experimental channel", updated({ channel: "experimental", installedChannel: "experimental" })],
      ["a patch", updated({ installedBundle: "v1.6.0", installedChannel: "experimental" })],
    ],
    undecided: [["an unknown channel", updated({ installedChannel: unknown })]],
  },
  {
    rule: gateway.bundleServes,
    fails: [
      [
        "a kind of the other channel",
        { gatewayApi: { channel: "standard", bundle: "v1.4.1" }, objects: [route("TLSRoute", "v1alpha2")] },
        "objects.TLSRoute.web.apiVersion",
      ],
      [
        "a version that is listed and not served",
        { gatewayApi: { channel: "standard", bundle: "v1.6.1" }, objects: [route("TLSRoute", "v1alpha2")] },
        "objects.TLSRoute.web.apiVersion",
      ],
    ],
    passes: [
      [
        "served versions",
        {
          gatewayApi: { channel: "standard", bundle: "v1.6.1" },
          objects: [route("TLSRoute", "v1"), route("HTTPRoute", "v1")],
        },
      ],
      [
        "objects of other groups",
        {
          gatewayApi: { channel: "standard", bundle: "v1.4.1" },
          objects: [{ apiVersion: "v1", kind: "Service", metadata: { name: "web" } }],
        },
      ],
    ],
    undecided: [
      [
        "an unknown version",
        {
          gatewayApi: { channel: "standard", bundle: "v1.4.1" },
          objects: [{ apiVersion: unknown, kind: "HTTPRoute", metadata: { name: "web" } }],
        },
      ],
    ],
  },
]);
