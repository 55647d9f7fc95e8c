import type { SubnetBudgetModel } from "../../model/index.ts";
import { nodeChoice } from "../../capacity/choice.ts";
import { usesEni } from "../../helm/values.ts";
import { type Rule, rule } from "../rule.ts";

const SOURCE =
  "VPC user guide: subnet-sizing; EKS best practices: prefix mode; cilium/cilium Documentation/network/concepts/ipam/eni.rst";

const short = ({ needed, available }: SubnetBudgetModel): boolean => needed > available;

const words: Readonly<Record<SubnetBudgetModel["scenario"], string>> = {
  min: "at the smallest size",
  desired: "at the wanted size",
  max: "at the largest size",
  surge: "at the largest size while an update adds nodes",
  "zone-loss": "at the largest size with one zone lost",
};

const finding = (budget: SubnetBudgetModel) => ({
  subject: `subnet "${budget.subnet}"`,
  path: `network.subnets.${budget.subnet}`,
  found: `${String(budget.needed)} ${budget.unit} needed ${words[budget.scenario]}`,
  expected: `${String(budget.available)} at most: the subnet has no more`,
  fix: "Use larger subnets or another pod CIDR, fewer or smaller nodes, or a lower maxPods.",
});

export const fits = rule({
  id: "addresses-subnet-budget",
  group: "addresses",
  severity: "error",
  title: "Every subnet holds the cluster at the size it starts with",
  why: "Nodes join and get no addresses: pods stay in ContainerCreating from the first day on.",
  source: SOURCE,
  needs: ["capacity"],
  *check({ capacity }) {
    for (const budget of capacity?.subnets ?? []) {
      if ((budget.scenario === "min" || budget.scenario === "desired") && short(budget)) yield finding(budget);
    }
  },
});

export const grows = rule({
  id: "addresses-subnet-growth",
  group: "addresses",
  severity: "warning",
  title: "Every subnet holds the cluster at its largest, in an update, and with a zone lost",
  why: "The cluster works until the day it grows: an update or the loss of a zone then leaves pods without addresses.",
  source: SOURCE,
  needs: ["capacity"],
  *check({ capacity }) {
    const tight = new Set(
      (capacity?.subnets ?? [])
        .filter((budget) => (budget.scenario === "min" || budget.scenario === "desired") && short(budget))
        .map(({ subnet }) => subnet),
    );
    const told = new Set<string>();
    for (const budget of capacity?.subnets ?? []) {
      if (!short(budget) || tight.has(budget.subnet) || told.has(`${budget.subnet} ${budget.unit}`)) continue;
      told.add(`${budget.subnet} ${budget.unit}`);
      yield finding(budget);
    }
  },
});

export const fragmentation = rule({
  id: "addresses-prefix-fragmentation",
  group: "addresses",
  severity: "warning",
  title: "Prefixes have blocks of their own",
  why: "A prefix needs 16 aligned free addresses; single addresses of nodes, load balancers and endpoints break the blocks up, nodes fall back to single addresses and never return to prefixes.",
  source: "cilium/cilium#20822, #31016, #38499, #46644; EKS best practices: prefix mode",
  needs: ["network", "cilium"],
  *check({ network, cilium }) {
    if (network === undefined || cilium === undefined || !usesEni(cilium)) return;
    if (!nodeChoice(cilium.values).prefixDelegation) return;
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
});

export const budgetRules: readonly Rule[] = [fits, grows, fragmentation];
