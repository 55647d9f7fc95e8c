import { type Load, type Sizing, sizings } from "../capacity/sizing.ts";
import { DEFAULT_KUBERNETES_VERSION } from "../facts/kubernetes.ts";
import { DEFAULT_CILIUM_VERSION } from "../facts/versions.ts";
import { Severity } from "../findings/finding.ts";
import type { Settings } from "../settings/index.ts";
import { constants } from "../simulate/assumptions.ts";
import { simulate } from "../simulate/run.ts";
import { type Evaluation, evaluate } from "./index.ts";
import { simulated } from "./simulation.ts";

/** What is asked: a load, and how soon its pods are to have addresses. */
export interface Wanted extends Load {
  readonly region: string;
  /** Seconds from the first node until 99 % of the pods have an address, when all nodes come at once. */
  readonly within: number;
}

/** Limits of the operator that were tried, the chart's first. */
export interface OperatorTrial {
  readonly qps: number;
  readonly burst: number;
  /** Seconds until 99 % of the pods had an address; undefined where they never had. */
  readonly seconds: number | undefined;
}

export interface Recommendation {
  readonly sizing: Sizing;
  /** The next best of other types. */
  readonly others: readonly Sizing[];
  readonly podCidr: string;
  /** Most of a pod subnet that is in use, of its addresses or its prefixes, at any size. */
  readonly share: number;
  readonly trials: readonly OperatorTrial[];
  /** The first of them in time, else the first of the quickest; undefined where the operator gives no addresses. */
  readonly operator: OperatorTrial | undefined;
  /** Settings that hold all of it, as a stack file has them. */
  readonly settings: Settings;
}

/** Chart defaults first (ipam.operator); doubling them costs nothing but calls that EC2 may refuse. */
const TRIALS = [
  { qps: 4, burst: 20 },
  { qps: 8, burst: 40 },
  { qps: 16, burst: 80 },
] as const;
/** Prefix lengths that a VPC takes as a secondary block, from the smallest worth having (VPC user guide: CIDR block size). */
const SMALLEST = 24;
const LARGEST = 16;
const OTHERS = 4;
/** Nodes that come in a second, when all of them are asked for at once. */
const RATE = 1;

/** Why nothing can be recommended. */
export interface Refusal {
  readonly found: string;
  readonly fix: string;
}

/** The smallest that carries the load by the planner's own budget. */
export function recommend(wanted: Wanted): Recommendation | Refusal {
  const [sizing, ...rest] = sizings(wanted);
  if (sizing === undefined) {
    return {
      found: "no instance type of the families c, m and r has room for one such pod",
      fix: "ask for less, or name types yourself: cilium-eks capacity TYPE",
    };
  }
  for (let length = SMALLEST; length >= LARGEST; length--) {
    const podCidr = `100.64.0.0/${String(length)}`;
    const settings = settingsFor(wanted, sizing, podCidr);
    const evaluation = evaluate(settings);
    if (!fits(evaluation)) continue;
    const trials = trialsOf(evaluation, wanted, sizing.nodes);
    const operator = trials.toSorted((a, b) => (a.seconds ?? Infinity) - (b.seconds ?? Infinity))[0];
    return {
      sizing,
      others: rest.slice(0, OTHERS),
      podCidr,
      share: shareOf(evaluation),
      trials,
      operator,
      settings: withOperator(settings, operator),
    };
  }
  return {
    found: `${String(sizing.nodes)} nodes of ${sizing.instanceType} need more than a /16 of pod addresses, which is the largest block of a VPC`,
    fix: "share the load out over several clusters, or name pod subnets in several blocks in an existing VPC",
  };
}

/** No error of the catalogue, and every subnet holds what the nodes take at every size. */
const fits = (evaluation: Evaluation): boolean =>
  evaluation.report.findings.every(({ severity }) => severity !== Severity.Error) && shareOf(evaluation) <= 1;

const shareOf = ({ model }: Evaluation): number =>
  Math.max(
    0,
    ...(model.capacity?.subnets ?? []).map(({ needed, available }) =>
      needed === 0 ? 0 : available === 0 ? Infinity : needed / available,
    ),
  );

function settingsFor(
  wanted: Wanted,
  { instanceType, prefixDelegation, nodes, maxPods }: Sizing,
  podCidr: string,
): Settings {
  const { region, zones } = wanted;
  return {
    region,
    cluster: {
      name: "recommended",
      kubernetesVersion: DEFAULT_KUBERNETES_VERSION,
      endpoint: { privateAccess: true, publicAccess: true, publicAccessCidrs: ["203.0.113.0/24"] },
    },
    network: {
      vpc: { cidr: "10.0.0.0/16", availabilityZones: zones },
      podSubnets: { cidr: podCidr, ...(prefixDelegation ? { prefixReservationPercent: 75 } : {}) },
    },
    nodeGroups: {
      general: { instanceTypes: [instanceType], scaling: { min: zones, desired: nodes, max: nodes }, maxPods },
    },
    cilium: { version: DEFAULT_CILIUM_VERSION, prefixDelegation, firstInterfaceIndex: 1 },
  };
}

/** Plays the start of all nodes at once with ever higher limits, until the pods are there in time. */
function trialsOf(evaluation: Evaluation, { within }: Wanted, nodes: number): readonly OperatorTrial[] {
  const start = simulated(evaluation);
  if (start === undefined) return [];
  const trials: OperatorTrial[] = [];
  for (const limits of TRIALS) {
    const { waves } = simulate({
      seed: 1,
      lasts: 6 * 3600,
      operator: { ...start.operator, ...limits },
      pools: start.pools,
      nodeSubnets: start.nodeSubnets,
      podSubnets: start.podSubnets,
      waves: [{ kind: "grow", at: 0, pool: 0, nodes, rate: RATE }],
      churnPerDay: 0,
      constants: constants(),
    });
    const seconds = waves[0]?.until["99%"];
    trials.push({ ...limits, seconds });
    if (seconds !== undefined && seconds <= within) break;
  }
  return trials;
}

const withOperator = (settings: Settings, chosen: OperatorTrial | undefined): Settings =>
  chosen === undefined || chosen.qps === TRIALS[0].qps
    ? settings
    : { ...settings, cilium: { ...settings.cilium, operatorApi: { qps: chosen.qps, burst: chosen.burst } } };
