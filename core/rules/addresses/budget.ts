import { rulesOn } from "../rule.ts";
import { type Draft, type Subject, subjectOf } from "../subject.ts";
import { wholeModel } from "../subjects.ts";
import type { CapacityModel, SubnetBudgetModel } from "../../model/index.ts";
import { Undecided } from "../../model/unknown.ts";
import { nodeChoice } from "../../capacity/choice.ts";
import { usesEni } from "../../helm/values.ts";

const SOURCE =
  "VPC user guide: subnet-sizing; EKS best practices: prefix mode; cilium/cilium Documentation/network/concepts/ipam/eni.rst";

const words: Readonly<Record<SubnetBudgetModel["scenario"], string>> = {
  min: "at the smallest size",
  desired: "at the wanted size",
  max: "at the largest size",
  surge: "at the largest size while an update adds nodes",
  "zone-loss": "at the largest size with one zone lost",
};

const isShort = ({ needed, available }: SubnetBudgetModel): boolean => needed > available;
const isStart = ({ scenario }: SubnetBudgetModel): boolean => scenario === "min" || scenario === "desired";

const tooMuch = ({ needed, available, unit, scenario }: SubnetBudgetModel): Draft => ({
  found: `${String(needed)} ${unit} needed ${words[scenario]}`,
  expected: `${String(available)} at most: the subnet has no more`,
});

/** The first scenario of each unit says enough. */
const firstOfUnits = (short: readonly SubnetBudgetModel[]): Draft[] =>
  short.filter(({ unit }, at) => short.findIndex((other) => other.unit === unit) === at).map(tooMuch);

/** Groups that are not counted may need more. */
function* perhapsMore({ uncounted = [] }: CapacityModel): Generator<Undecided> {
  const [first] = uncounted;
  if (first !== undefined) yield new Undecided(first);
}

/** What the plan needs of one subnet, by scenario. */
const subnetBudgets: Subject<readonly SubnetBudgetModel[], "capacity"> = subjectOf({
  needs: ["capacity"],
  of: ({ capacity }) => new Set(capacity.subnets.map(({ subnet }) => subnet)),
  read: (name, { capacity }) => capacity.subnets.filter(({ subnet }) => subnet === name),
  place: (name) => ({ subject: `subnet "${name}"`, path: `network.subnets.${name}` }),
});

const LARGER =
  "Use larger subnets or another pod CIDR, fewer or smaller nodes, a lower maxPods, or less preAllocate and minAllocate.";

export default [
  ...rulesOn(subnetBudgets, [
    {
      id: "addresses-subnet-budget",
      severity: "error",
      title: "Every subnet holds the cluster at the size it starts with",
      why: "Nodes join and get no addresses.",
      symptom: "Pods stay in ContainerCreating from the first day on.",
      source: SOURCE,
      fix: LARGER,
      *check(budgets, { capacity }) {
        const short = firstOfUnits(budgets.filter((budget) => isStart(budget) && isShort(budget)));
        yield* short.length > 0 ? short : perhapsMore(capacity);
      },
    },
    {
      id: "addresses-subnet-growth",
      severity: "warning",
      title: "Every subnet holds the cluster at its largest, in an update, and with a zone lost",
      why: "The cluster works until the day it grows: an update or the loss of a zone then leaves pods without addresses.",
      symptom: "Pods on new nodes stay in ContainerCreating, those on old ones work.",
      source: SOURCE,
      fix: LARGER,
      *check(budgets, { capacity }) {
        const short = budgets.filter(isShort);
        if (short.some(isStart)) return;
        yield* short.length > 0 ? firstOfUnits(short) : perhapsMore(capacity);
      },
    },
  ]),
  ...rulesOn(wholeModel("network", "cilium"), [
    {
      id: "addresses-prefix-fragmentation",
      severity: "warning",
      title: "Prefixes have blocks of their own",
      why: "A prefix needs 16 aligned free addresses; single addresses of nodes, load balancers and endpoints break the blocks up, nodes fall back to single addresses and never return to prefixes.",
      source: "cilium/cilium#20822, #31016, #38499, #46644; EKS best practices: prefix mode",
      fix: "Give pods subnets of their own, with three quarters of each reserved for prefixes.",
      *check({ network, cilium }) {
        if (!usesEni(cilium) || !nodeChoice(cilium.values).prefixDelegation) return;
        const pods = network.subnets.filter(({ role }) => role === "pod");
        if (pods.length === 0) {
          yield {
            subject: "network",
            path: "network.podSubnets",
            found: "prefix delegation in the node subnets",
            expected: "pod subnets with reservations of type prefix",
            fix: "Set network.podSubnets.cidr, for example 100.64.0.0/16.",
          };
          return;
        }
        for (const { name, reservations } of pods) {
          if (reservations.length > 0) continue;
          yield {
            subject: `subnet "${name}"`,
            path: `network.subnets.${name}.reservations`,
            found: "no reservation",
            expected: "a reservation of type prefix",
            fix: "Reserve three quarters of the subnet for prefixes (aws ec2 create-subnet-cidr-reservation), or waive this for subnets that exist and have one.",
          };
        }
      },
    },
  ]),
];
