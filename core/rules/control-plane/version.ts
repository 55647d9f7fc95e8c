import { rulesOn } from "../rule.ts";
import { controlPlane } from "../subjects.ts";
import {
  EksSupport,
  CONTROL_PLANE_HOURLY_USD,
  daysBetween,
  eksSupport,
  eksVersion,
  isBeforeCalendar,
  standardVersionsOn,
} from "../../facts/kubernetes.ts";
import { type CiliumTuple, ciliumTuple, testsKubernetes } from "../../facts/versions.ts";
import type { ClusterModel } from "../../model/index.ts";
import { Undecided } from "../../model/unknown.ts";
import { type Draft, type Subject, subjectOf } from "../subject.ts";

const CALENDAR = "EKS user guide: kubernetes-versions; endoflife.date/amazon-eks";
/** Days before the end of standard support from which on a warning is due; upgrades of nodes and add-ons take planning. */
const NOTICE_DAYS = 90;

/** A version on a day. */
interface Dated {
  readonly version: string;
  readonly asOf: string;
  /** Undefined where nobody says, or the cluster is somebody else's. */
  readonly upgradePolicy: string | undefined;
}

/** Control planes with a version, on the day of the plan. */
const datedVersions: Subject<Dated, "controlPlane" | "deployment"> = subjectOf({
  needs: ["controlPlane", "deployment"],
  of: ({ controlPlane: one }) => [one],
  read: (one, { deployment: { asOf } }) => {
    const { kubernetesVersion: version, existing } = one;
    if (version === undefined || asOf === undefined) return undefined;
    // The policy of an existing cluster is its owner's, and not known here.
    return { version, asOf, upgradePolicy: existing === undefined ? one.upgradePolicy : undefined };
  },
  place: () => ({ subject: "control plane", path: "controlPlane.kubernetesVersion" }),
});

/** Only what the planned Cilium is tested with, so that taking the advice is not the next fault. */
function offeredOn(asOf: string, model: Pick<ClusterModel, "cilium">): string {
  const offered = standardVersionsOn(asOf);
  const tuple = ciliumTupleOf(model);
  const tested = tuple === undefined ? [] : offered.filter((version) => testsKubernetes(tuple, version));
  return tuple === undefined || tested.length === 0
    ? `one of ${offered.join(", ")}, which are in standard support on ${asOf}`
    : `one of ${tested.join(", ")}, which are in standard support on ${asOf} and tested with Cilium ${tuple.minor}`;
}

/** Left out where there is no Cilium, or its version is not known yet: EKS's own list is right all the same. */
function ciliumTupleOf({ cilium }: Pick<ClusterModel, "cilium">): CiliumTuple | undefined {
  try {
    return cilium === undefined ? undefined : ciliumTuple(cilium.version);
  } catch (error) {
    if (error instanceof Undecided) return undefined;
    throw error;
  }
}

/** What EKS does not take, or not for long. */
function refusal({ version, asOf, upgradePolicy }: Dated): Omit<Draft, "expected"> | undefined {
  const entry = eksVersion(version);
  switch (eksSupport(version, asOf)) {
    case EksSupport.Unknown:
      return isBeforeCalendar(version) ? { found: `Kubernetes ${version}, which EKS no longer supports` } : undefined;
    case EksSupport.NotReleased:
      return { found: `Kubernetes ${version}, which EKS offers from ${entry?.released ?? ""} on` };
    case EksSupport.Ended:
      return { found: `Kubernetes ${version}, whose support ended on ${entry?.endOfExtendedSupport ?? ""}` };
    case EksSupport.Extended:
      if (upgradePolicy !== "STANDARD") return undefined;
      return {
        found: `Kubernetes ${version} in extended support since ${entry?.endOfStandardSupport ?? ""}, with upgradePolicy STANDARD`,
        fix: "Choose a newer version, or set upgradePolicy to EXTENDED.",
      };
    default:
      return undefined;
  }
}

function* endsSoon({ version, asOf, upgradePolicy }: Dated): Generator<Draft> {
  const end = eksVersion(version)?.endOfStandardSupport;
  if (end === undefined || daysBetween(asOf, end) > NOTICE_DAYS) return;
  const then =
    upgradePolicy === "EXTENDED"
      ? `it costs ${String(CONTROL_PLANE_HOURLY_USD.extended)} instead of ${String(CONTROL_PLANE_HOURLY_USD.standard)} USD an hour`
      : "EKS upgrades the control plane by itself";
  yield {
    found: `Kubernetes ${version}, whose standard support ends on ${end}, ${String(daysBetween(asOf, end))} days later; then ${then}`,
    expected: `more than ${String(NOTICE_DAYS)} days of standard support`,
  };
}

export default [
  ...rulesOn(controlPlane, [
    {
      id: "control-plane-version-pinned",
      severity: "warning",
      title: "The cluster names its Kubernetes version",
      why: "EKS otherwise takes its newest default, which Cilium may not be tested with, and node images cannot be chosen for it.",
      source: "EKS API reference: CreateCluster",
      fix: "Set kubernetesVersion.",
      *check({ kubernetesVersion }) {
        if (kubernetesVersion !== undefined) return;
        yield {
          at: "kubernetesVersion",
          found: "no version",
          expected: "a Kubernetes minor",
        };
      },
    },
    {
      id: "control-plane-upgrade-policy",
      severity: "warning",
      title: "Extended support is not taken without need",
      why: "From the end of standard support on it costs six times the price. EKS takes it where nothing is said.",
      source: "EKS pricing page; EKS user guide: disable-extended-support",
      fix: "Set upgradePolicy to STANDARD, or waive this where an unplanned upgrade would be worse than the price.",
      *check({ upgradePolicy }) {
        if (upgradePolicy !== "EXTENDED") return;
        yield {
          at: "upgradePolicy",
          found: `EXTENDED, at ${String(CONTROL_PLANE_HOURLY_USD.extended)} USD an hour once standard support ends`,
          expected: "STANDARD: EKS upgrades the control plane instead",
        };
      },
    },
  ]),
  ...rulesOn(datedVersions, [
    {
      id: "control-plane-version-supported",
      severity: "error",
      title: "EKS supports the Kubernetes version on the day of the plan",
      why: "EKS makes no cluster of a version that is not out or no longer supported, and upgrades control planes by itself when their support ends.",
      source: CALENDAR,
      fix: "Choose a version in standard support; an upgrade goes one minor at a time.",
      *check(dated, model) {
        const refused = refusal(dated);
        if (refused !== undefined) yield { ...refused, expected: offeredOn(dated.asOf, model) };
      },
    },
    {
      id: "control-plane-version-known",
      severity: "warning",
      title: "The calendar knows the Kubernetes version",
      why: "Of a version that the calendar lacks nobody here can say whether EKS offers it, and until when.",
      source: CALENDAR,
      fix: "Check that EKS offers it.",
      *check({ version, asOf }, model) {
        if (eksSupport(version, asOf) !== EksSupport.Unknown || isBeforeCalendar(version)) return;
        yield { found: `Kubernetes ${version}, which is not in the calendar`, expected: offeredOn(asOf, model) };
      },
    },
    {
      id: "control-plane-version-standard-support",
      severity: "warning",
      title: `The Kubernetes version has more than ${String(NOTICE_DAYS)} days of standard support left`,
      why: "Afterwards the control plane costs six times the price, or EKS upgrades it by itself. Upgrades of nodes and add-ons take planning.",
      source: `${CALENDAR}; EKS pricing page`,
      fix: "Plan the upgrade to the next minor: control plane, add-ons, nodes.",
      *check(dated, model) {
        const { version, asOf, upgradePolicy } = dated;
        const support = eksSupport(version, asOf);
        if (support === EksSupport.Standard) yield* endsSoon(dated);
        if (support !== EksSupport.Extended || upgradePolicy === "STANDARD") return;
        yield {
          found: `Kubernetes ${version} in extended support since ${eksVersion(version)?.endOfStandardSupport ?? ""}, at ${String(CONTROL_PLANE_HOURLY_USD.extended)} USD an hour`,
          expected: offeredOn(asOf, model),
          fix: "Choose one of these; an upgrade goes one minor at a time.",
        };
      },
    },
  ]),
];
