import { rulesOn } from "../rule.ts";
import { ciliumRelease, wholeModel } from "../subjects.ts";
import { KernelFeature, kernelFloor, kernelSupports, nodeOs } from "../../facts/kernels.ts";
import { isPastOnEks, standardVersionsOn } from "../../facts/kubernetes.ts";
import {
  type CiliumTuple,
  CiliumVerdictKind,
  ciliumTuple,
  isUpgradeStep,
  evaluateCiliumVersion,
  testsKubernetes,
} from "../../facts/versions.ts";
import { compareVersions, minorOf } from "../../facts/version.ts";
import type { CiliumModel, ClusterModel } from "../../model/index.ts";
import { each } from "../../model/unknown.ts";
import { Values, ciliumSubject } from "../common.ts";

const POLICY = "cilium/charts; cilium/cilium#45693, #47811, #48125, #48193; Cilium docs: operations/upgrade";

/** First release with the fix, by the operators who wait for it. */
const XT_SOCKET_FIXED = "1.20.3";

/** The version, from the release; from the settings where it is one that nothing can be planned for. */
const versionOf = ({ cilium, settings }: ClusterModel): string | undefined =>
  cilium?.version ?? settings?.cilium?.version;

/** Features that the values switch on and that need a newer kernel than Cilium itself. */
function features(cilium: CiliumModel): [KernelFeature, string][] {
  const values = new Values(cilium);
  const wanted: [KernelFeature, string, boolean][] = [
    [KernelFeature.Netkit, "bpf.datapathMode", values.text("bpf.datapathMode")?.startsWith("netkit") === true],
    [KernelFeature.BigTcpIpv4, "enableIPv4BIGTCP", values.on("enableIPv4BIGTCP")],
    [KernelFeature.Bbr, "bandwidthManager.bbr", values.on("bandwidthManager.bbr")],
    [KernelFeature.WireGuard, "encryption.type", values.wireguard],
    [KernelFeature.Cilium, "image", true],
  ];
  return wanted.flatMap(([feature, path, on]) => (on ? [[feature, path]] : []));
}

/** What of a Cilium minor's Kubernetes versions EKS has in standard support: taking the advice must not be the next fault. */
function offeredOf(tuple: CiliumTuple, asOf: string | undefined): string {
  const offered =
    asOf === undefined ? [] : standardVersionsOn(asOf).filter((version) => testsKubernetes(tuple, version));
  return offered.length === 0
    ? ""
    : `; ${offered.join(" and ")} ${offered.length === 1 ? "is" : "are"} in EKS's standard support`;
}

export default [
  ...rulesOn(wholeModel(), [
    {
      id: "versions-cilium-usable",
      severity: "error",
      title: "Cilium is a version that works in ENI mode",
      why: "Older patches and 1.20.0 have defects that stop agents, mix up Gateway listeners or release prefixes in use; other minors were never checked.",
      source: POLICY,
      fix: "Set the chart's version to the checked patch of its minor, or a newer one.",
      *check(model) {
        const version = versionOf(model);
        if (version === undefined) return;
        const verdict = evaluateCiliumVersion(version);
        if (verdict.usable) return;
        yield {
          subject: `Cilium ${version === "" ? "without a version" : version}`,
          path: "cilium.version",
          found: version === "" ? "no version: Helm takes the newest" : `${version}, which ${verdict.reason}`,
          expected: `${verdict.use} or a newer patch of its minor`,
          fix: `Set the chart's version to ${verdict.use}.`,
        };
      },
    },
  ]),
  ...rulesOn(ciliumRelease, [
    {
      id: "versions-cilium-checked",
      severity: "warning",
      title: "Cilium is the patch that everything was checked against",
      why: "Helm keys, CRDs and rendered values of newer patches are assumed to be those of the checked one.",
      source: POLICY,
      fix: "Read the release notes of the patches in between, then waive this with that reason.",
      *check(cilium) {
        const verdict = evaluateCiliumVersion(cilium.version);
        if (verdict.kind !== CiliumVerdictKind.NewerPatch) return;
        yield {
          at: "version",
          found: cilium.version,
          expected: `${verdict.tuple?.checked ?? ""}, or a look at the release notes`,
        };
      },
    },
    {
      id: "versions-xt-socket-fallback",
      severity: "warning",
      title: "Cilium reads enableXTSocketFallback where something rests on it",
      why: "The agent reads the option from a field that nothing fills, so it counts as false whatever is set. Where the xt_socket module is missing, egress through Envoy then loses the pod's address; an operator of 1.20.2 reports host-network Gateways that no external client reaches.",
      symptom: "External connections to a Gateway on the host network time out.",
      source:
        "cilium/cilium 18405de83c (2026-07-30), Fixes 7b451ba31f; UNVERIFIED: that 1.20.3 is the first release with it, and which patch of 1.19 has it",
      fix: "Use Cilium 1.20.3 or newer.",
      *check(cilium) {
        const values = new Values(cilium);
        const onHost = values.on("gatewayAPI.enabled") && values.on("gatewayAPI.hostNetwork.enabled");
        const given = values.get("enableXTSocketFallback") !== undefined;
        const minor = minorOf(cilium.version);
        if (minor === undefined || compareVersions(cilium.version, XT_SOCKET_FIXED) >= 0) return;
        // Of 1.19 nobody reports trouble with Gateways on the host network.
        if (!given && !(onHost && minor === "1.20")) return;
        yield {
          at: given ? "values.enableXTSocketFallback" : "version",
          found: `${cilium.version}, which takes the option for false${onHost ? ", with a Gateway on the host network" : ""}`,
          expected: `${XT_SOCKET_FIXED} or newer`,
        };
      },
    },
    {
      id: "versions-upgrade-compatibility",
      severity: "error",
      title: "upgradeCompatibility is the minor of the first installation",
      why: "It keeps the defaults of that minor; a newer one than the chart's means nothing to it.",
      source: "values.yaml of the Cilium charts 1.19.6 and 1.20.2; Cilium docs: operations/upgrade",
      fix: "Set it to the minor that was installed first, or leave it out on a new cluster.",
      *check(cilium) {
        const value = new Values(cilium).get("upgradeCompatibility");
        if (value === undefined || value === null || value === "") return;
        const minor = typeof value === "string" && /^\d+\.\d+$/.test(value) ? value : undefined;
        const chart = minorOf(cilium.version);
        const ran = cilium.installedVersion === undefined ? chart : minorOf(cilium.installedVersion);
        const [most] = [chart, ran].filter((one) => one !== undefined).toSorted(compareVersions);
        if (minor !== undefined && most !== undefined && compareVersions(minor, most) <= 0) return;
        yield {
          at: "values.upgradeCompatibility",
          found: JSON.stringify(value),
          expected: `a minor as text, "${most ?? "1.19"}" or older`,
        };
      },
    },
    {
      id: "versions-upgrade-step",
      severity: "error",
      title: "Upgrades go one minor at a time, from its newest patch",
      why: "Agents of both versions run side by side during the update, and only neighbouring minors are tested together. A minor back, CRDs and state of the newer one stay behind.",
      source: "Cilium docs: operations/upgrade",
      fix: "Update to the newest patch of every minor in between first, each in an update of its own.",
      *check(cilium) {
        const { version, installedVersion } = cilium;
        if (installedVersion === undefined) return;
        if (isUpgradeStep(installedVersion, version)) return;
        const back = compareVersions(version, installedVersion) < 0;
        yield {
          at: "version",
          found: `${version} after ${installedVersion}`,
          expected: back ? `a patch of ${minorOf(installedVersion) ?? ""}, or newer` : "the next minor, or the same",
          fix: back
            ? "Stay on the installed minor, or waive this for a rollback that its release notes allow."
            : `Update ${installedVersion} to the newest patch of every minor in between first, each in an update of its own.`,
        };
      },
    },
    {
      id: "versions-upgrade-newest-patch",
      severity: "warning",
      title: "A minor is left from a patch that was checked",
      why: "Upgrades are tested from the newest patch of the minor before: fixes that make the step possible may be missing in older ones.",
      source: "Cilium docs: operations/upgrade, Upgrade to the latest patch version",
      fix: "Update to the newest patch of the installed minor first, in an update of its own.",
      *check({ version, installedVersion }) {
        const installed = installedVersion === undefined ? undefined : ciliumTuple(installedVersion);
        if (installedVersion === undefined || installed === undefined || minorOf(version) === installed.minor) return;
        if (!isUpgradeStep(installedVersion, version) || compareVersions(installedVersion, installed.floor) >= 0)
          return;
        yield {
          at: "version",
          found: `${version} after ${installedVersion}`,
          expected: `${installed.checked} or newer before the step`,
          fix: `Update to ${installed.checked} first, in an update of its own.`,
        };
      },
    },
    {
      id: "versions-upgrade-prepared",
      severity: "warning",
      title: "A new minor is prepared: defaults kept, preflight run",
      why: "Defaults change between minors and would change the running datapath; nodes that cannot pull the new image go without an agent until they can.",
      symptom: "On nodes that cannot pull the new image no agent runs, and new pods stay in ContainerCreating.",
      source: "Cilium docs: operations/upgrade; values.yaml of the Cilium charts: upgradeCompatibility, preflight",
      fix: "Set cilium.upgradeCompatibility, and run the chart with preflight.enabled before (docs/upgrade.md).",
      *check(cilium) {
        const { version, installedVersion } = cilium;
        if (installedVersion === undefined || minorOf(installedVersion) === minorOf(version)) return;
        if (!isUpgradeStep(installedVersion, version) || new Values(cilium).has("upgradeCompatibility")) return;
        yield {
          at: "values.upgradeCompatibility",
          found: `nothing, with ${installedVersion} installed`,
          expected: `the minor of the first installation, for example "${minorOf(installedVersion) ?? ""}"`,
        };
      },
    },
  ]),
  ...rulesOn(wholeModel("cilium", "controlPlane"), [
    {
      id: "versions-kubernetes-window",
      severity: "error",
      title: "Cilium tests its minor with the cluster's Kubernetes version",
      why: "The chart's own check asks for Kubernetes 1.21 only, so Helm lets any pair through.",
      source: "Cilium docs: network/kubernetes/compatibility",
      fix: "Choose a Kubernetes version of this window, or the Cilium minor that has it.",
      *check({ cilium, controlPlane, deployment }) {
        const tuple = ciliumTuple(cilium.version);
        const { kubernetesVersion: version } = controlPlane;
        if (tuple === undefined || version === undefined || testsKubernetes(tuple, version)) return;
        // Of a version that EKS no longer has control-plane-version-supported says enough.
        if (deployment?.asOf !== undefined && isPastOnEks(version, deployment.asOf)) return;
        yield {
          subject: ciliumSubject(cilium),
          path: "controlPlane.kubernetesVersion",
          found: `Kubernetes ${version} with Cilium ${tuple.minor}`,
          expected: `${tuple.kubernetes.min} to ${tuple.kubernetes.max}${offeredOf(tuple, deployment?.asOf)}`,
        };
      },
    },
  ]),
  ...rulesOn(wholeModel("nodeGroups", "cilium"), [
    {
      id: "versions-kernel-floor",
      severity: "error",
      title: "Every node's kernel has what Cilium is told to use",
      why: "The agent refuses to start, or goes on without the feature, on an older kernel.",
      symptom: "The agent restarts again and again, or its log says that the feature is off.",
      source:
        "Cilium docs: operations/system_requirements, operations/performance/tuning; awslabs/amazon-eks-ami v20260923; bottlerocket-os variants",
      fix: "Use a newer Kubernetes minor, whose images have a newer kernel, or leave the feature out.",
      *check({ nodeGroups, cilium, controlPlane }) {
        yield* each(nodeGroups, function* ({ name, amiFamily, amiKubernetesVersion }) {
          const kubernetes = amiKubernetesVersion ?? controlPlane?.kubernetesVersion;
          if (kubernetes === undefined || (amiFamily !== "AL2023" && amiFamily !== "BOTTLEROCKET")) return;
          const os = nodeOs(amiFamily === "AL2023" ? "AL2023" : "Bottlerocket", kubernetes);
          if (os === undefined) return;
          for (const [feature, path] of features(cilium)) {
            if (kernelSupports(os.kernel, feature)) continue;
            const floor = kernelFloor(feature);
            yield {
              subject: `node group "${name}"`,
              path: `cilium.values.${path}`,
              found: `kernel ${os.kernel} of ${os.image} ${os.kubernetes}, with ${feature}`,
              expected: `kernel ${floor.kernel} (${floor.source})`,
            };
          }
        });
      },
    },
  ]),
];
