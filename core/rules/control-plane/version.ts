import {
  EKS_VERSIONS,
  EksSupport,
  CONTROL_PLANE_HOURLY_USD,
  daysBetween,
  eksSupport,
  eksVersion,
  standardVersionsOn,
} from "../../facts/kubernetes.ts";
import type { ControlPlaneDraft } from "./common.ts";
import { rule } from "../rule.ts";
import { onControlPlane } from "./common.ts";

const CALENDAR = "EKS user guide: kubernetes-versions; endoflife.date/amazon-eks";
/** Days before the end of standard support from which on a warning is due; upgrades of nodes and add-ons take planning. */
const NOTICE_DAYS = 90;

export const versionPinned = rule({
  id: "control-plane-version-pinned",
  group: "control-plane",
  severity: "warning",
  title: "The cluster names its Kubernetes version",
  why: "EKS otherwise takes its newest default, which Cilium may not be tested with, and node images cannot be chosen for it.",
  source: "EKS API reference: CreateCluster",
  needs: ["controlPlane"],
  *check(model) {
    yield* onControlPlane(model, function* ({ kubernetesVersion }) {
      if (kubernetesVersion !== undefined) return;
      yield {
        at: "kubernetesVersion",
        found: "no version",
        expected: "a Kubernetes minor",
        fix: "Set kubernetesVersion.",
      };
    });
  },
});

export const versionSupported = rule({
  id: "control-plane-version-supported",
  group: "control-plane",
  severity: "error",
  title: "EKS supports the Kubernetes version on the day of the plan",
  why: "EKS makes no cluster of a version that is not out or no longer supported, and upgrades control planes by itself when their support ends.",
  source: CALENDAR,
  needs: ["controlPlane", "deployment"],
  *check(model) {
    const asOf = model.deployment?.asOf;
    yield* onControlPlane(model, function* (controlPlane) {
      const { kubernetesVersion, existing } = controlPlane;
      if (kubernetesVersion === undefined || asOf === undefined) return;
      // The policy of an existing cluster is its owner's, and not known here.
      const policy = existing === undefined ? controlPlane.upgradePolicy : undefined;
      const finding = judge(kubernetesVersion, asOf, policy);
      if (finding !== undefined) yield finding;
    });
  },
});

function judge(version: string, asOf: string, upgradePolicy: string | undefined): ControlPlaneDraft | undefined {
  const entry = eksVersion(version);
  const expected = `one of ${standardVersionsOn(asOf).join(", ")}, which are in standard support on ${asOf}`;
  const use = { at: "kubernetesVersion", expected, fix: "Choose one of these; an upgrade goes one minor at a time." };
  switch (eksSupport(version, asOf)) {
    case EksSupport.Unknown:
      return isTooOld(version)
        ? { ...use, found: `Kubernetes ${version}, which EKS no longer supports` }
        : {
            ...use,
            severity: "warning",
            found: `Kubernetes ${version}, which is not in the calendar`,
            fix: "Check that EKS offers it.",
          };
    case EksSupport.NotReleased:
      return { ...use, found: `Kubernetes ${version}, which EKS offers from ${entry?.released ?? ""} on` };
    case EksSupport.Ended:
      return { ...use, found: `Kubernetes ${version}, whose support ended on ${entry?.endOfExtendedSupport ?? ""}` };
    case EksSupport.Extended:
      return upgradePolicy === "STANDARD"
        ? {
            ...use,
            found: `Kubernetes ${version} in extended support since ${entry?.endOfStandardSupport ?? ""}, with upgradePolicy STANDARD`,
            fix: "Choose a newer version, or set upgradePolicy to EXTENDED.",
          }
        : {
            ...use,
            severity: "warning",
            found: `Kubernetes ${version} in extended support since ${entry?.endOfStandardSupport ?? ""}, at ${String(CONTROL_PLANE_HOURLY_USD.extended)} USD an hour`,
          };
    default:
      return endsSoon(version, asOf, upgradePolicy);
  }
}

function endsSoon(version: string, asOf: string, upgradePolicy: string | undefined): ControlPlaneDraft | undefined {
  const end = eksVersion(version)?.endOfStandardSupport;
  if (end === undefined || daysBetween(asOf, end) > NOTICE_DAYS) return undefined;
  const then =
    upgradePolicy === "EXTENDED"
      ? `it costs ${String(CONTROL_PLANE_HOURLY_USD.extended)} instead of ${String(CONTROL_PLANE_HOURLY_USD.standard)} USD an hour`
      : "EKS upgrades the control plane by itself";
  return {
    at: "kubernetesVersion",
    severity: "warning",
    found: `Kubernetes ${version}, whose standard support ends on ${end}, ${String(daysBetween(asOf, end))} days later; then ${then}`,
    expected: `more than ${String(NOTICE_DAYS)} days of standard support`,
    fix: "Plan the upgrade to the next minor: control plane, add-ons, nodes.",
  };
}

const isTooOld = (version: string): boolean =>
  Number(version.split(".")[1]) < Number(EKS_VERSIONS[0]?.version.split(".")[1]);

export const upgradePolicyCost = rule({
  id: "control-plane-upgrade-policy",
  group: "control-plane",
  severity: "warning",
  title: "Extended support is not taken without need",
  why: "From the end of standard support on it costs six times the price. EKS takes it where nothing is said.",
  source: "EKS pricing page; EKS user guide: disable-extended-support",
  needs: ["controlPlane"],
  *check(model) {
    yield* onControlPlane(model, function* ({ upgradePolicy }) {
      if (upgradePolicy !== "EXTENDED") return;
      yield {
        at: "upgradePolicy",
        found: `EXTENDED, at ${String(CONTROL_PLANE_HOURLY_USD.extended)} USD an hour once standard support ends`,
        expected: "STANDARD: EKS upgrades the control plane instead",
        fix: "Set upgradePolicy to STANDARD, or waive this where an unplanned upgrade would be worse than the price.",
      };
    });
  },
});
