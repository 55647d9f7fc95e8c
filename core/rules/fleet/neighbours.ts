import type { FleetMember } from "../../model/index.ts";
import { each } from "../../model/unknown.ts";
import { QUOTAS } from "../../facts/quotas.ts";
import { rulesOn } from "../rule.ts";
import { about, fleet, grouped, homeOf, homeText, placeOf, shown } from "./common.ts";

/** Quotas of an account in a Region, which clusters use up together; the others are a cluster's, a VPC's or a load balancer's own. */
const SHARED_CODES: ReadonlySet<string> = new Set(
  [
    QUOTAS.networkInterfaces,
    QUOTAS.vpcs,
    QUOTAS.internetGateways,
    QUOTAS.securityGroups,
    QUOTAS.elasticIps,
    QUOTAS.networkLoadBalancers,
    QUOTAS.targetGroups,
    QUOTAS.clusters,
    QUOTAS.oidcProviders,
    QUOTAS.iamRoles,
    ...Object.values(QUOTAS).filter(({ name }) => name.endsWith("vCPUs")),
  ].map(({ quotaCode }) => quotaCode),
);

/** Tokens a second that EC2 puts back for a call that reads, for each call of an account in a Region (EC2 developer guide: ec2-api-throttling). */
const READS_A_SECOND = 20;

/** IAM counts in the account, whatever the Region. */
const countedIn = (member: FleetMember, serviceCode: string): string =>
  serviceCode === "iam" ? member.account : homeOf(member);

const pairText = (tags: Readonly<Record<string, string>>): string =>
  Object.entries(tags)
    .map(([key, value]) => `${key}=${value}`)
    .toSorted()
    .join(", ");

const namesOf = (members: readonly FleetMember[]): string[] => members.map(({ name }) => name);

export default [
  ...rulesOn(fleet, [
    {
      id: "fleet-neighbours-name",
      severity: "error",
      title: "Each cluster of an account and Region has a name of its own",
      why: "EKS takes a name once: the second stack fails, or with cluster.existing both stacks manage one cluster.",
      symptom: "pulumi up ends with ResourceInUseException: Cluster already exists.",
      source: "EKS API reference: CreateCluster (name, unique within an AWS account and Region)",
      fix: "Give one of them another cluster.name.",
      *check({ fleet: model }) {
        for (const group of grouped(model.clusters, (one) => `${homeOf(one)} ${one.cluster}`)) {
          const [first] = group;
          if (first === undefined || group.length < 2) continue;
          const names = namesOf(group);
          yield {
            ...about(names),
            path: placeOf(names.at(-1) ?? "", "settings.cluster.name"),
            found: `the name "${first.cluster}" in ${shown(names)}, of ${homeText(first)}`,
            expected: "one cluster of a name",
          };
        }
      },
    },
    {
      id: "fleet-neighbours-gc-tags",
      severity: "error",
      title: "Each cluster of an account and Region collects ENIs by tags of its own",
      why: "The operator deletes detached ENIs that carry its tags: with the same tags it deletes those that another cluster has just made.",
      symptom: "Pods wait for addresses; CloudTrail shows DeleteNetworkInterface by another cluster's operator.",
      source:
        "cilium/cilium pkg/aws/eni/eni_gc.go (1.19), pkg/aws/ipam/eni_gc.go (1.20); values.yaml of the Cilium charts: eni.gcTags",
      fix: "Leave cilium.eni.gc.tags out, so that the cluster's name is in them, or give each its own.",
      *check({ fleet: model }) {
        yield* each(
          grouped(model.clusters, (one) =>
            one.gcTags === undefined ? undefined : `${homeOf(one)} ${pairText(one.gcTags)}`,
          ),
          function* (group) {
            const [first] = group;
            // Two clusters of one name are told by their own finding.
            if (first === undefined || new Set(group.map(({ cluster }) => cluster)).size < 2) return;
            const names = namesOf(group);
            yield {
              ...about(names),
              path: placeOf(names.at(-1) ?? "", "settings.cilium.eni.gc.tags"),
              found: `${pairText(first.gcTags ?? {})} in ${shown(names)}, of ${homeText(first)}`,
              expected: "tags that no other cluster there has",
            };
          },
        );
      },
    },
    {
      id: "fleet-neighbours-subnets",
      severity: "error",
      title: "Subnets that clusters share hold all of them at their largest",
      why: "Each plan counts its own nodes and pods and finds enough; together they empty the subnet.",
      symptom: "Nodes do not start, or pods stay in ContainerCreating: InsufficientFreeAddressesInSubnet.",
      source: "This project: core/capacity; EKS best practices: subnets",
      fix: "Give a cluster subnets of its own, larger ones, or smaller node groups.",
      *check({ fleet: model }) {
        const uses = model.clusters.flatMap((member) => member.subnets.map((subnet) => ({ member, subnet })));
        yield* each(
          grouped(uses, ({ subnet: { id, unit } }) => `${id} ${unit}`),
          function* (group) {
            const [first] = group;
            if (first === undefined || group.length < 2) return;
            const needed = group.reduce((sum, { subnet }) => sum + subnet.needed, 0);
            const { id, available, unit } = first.subnet;
            if (needed <= available) return;
            const names = namesOf(group.map(({ member }) => member));
            yield {
              ...about(names),
              path: placeOf(names.at(-1) ?? "", "settings.nodeGroups"),
              found: `${String(needed)} ${unit} of subnet ${id} in ${shown(names)}`,
              expected: `at most ${String(available)}`,
            };
          },
        );
      },
    },
    {
      id: "fleet-neighbours-quotas",
      severity: "error",
      title: "An account's quotas hold all its clusters at their largest",
      why: "Each plan alone stays below the quota, and AWS refuses what their sum exceeds, mostly in the middle of a scale-out.",
      symptom: "VcpuLimitExceeded, NetworkInterfaceLimitExceeded or their like, in whichever cluster grows last.",
      source: "Service Quotas user guide; core/facts/quotas.ts",
      fix: "Ask for an increase and write it into accounts.<name>.quotas, or use another account or Region for some.",
      *check({ fleet: model }) {
        const uses = model.clusters.flatMap((member) =>
          member.quotas.filter(({ quotaCode }) => SHARED_CODES.has(quotaCode)).map((quota) => ({ member, quota })),
        );
        const groups = grouped(
          uses,
          ({ member, quota: { quotaCode, serviceCode } }) => `${countedIn(member, serviceCode)} ${quotaCode}`,
        );
        yield* each(groups, function* (group) {
          const [first] = group;
          if (first === undefined || group.length < 2) return;
          const { name, quotaCode, serviceCode } = first.quota;
          const needed = group.reduce((sum, { quota }) => sum + quota.needed, 0);
          const said = group.flatMap(({ quota: { current } }) => current ?? []);
          const has = said.length > 0 ? Math.min(...said) : first.quota.default;
          // What one cluster alone exceeds its own plan tells.
          if (needed <= has || group.some(({ quota }) => quota.needed > has)) return;
          const names = namesOf(group.map(({ member }) => member));
          const where = serviceCode === "iam" ? homeText(first.member).replace(/ in .*/, "") : homeText(first.member);
          yield {
            ...about(names),
            path: placeOf(names.at(-1) ?? "", "account"),
            found: `${String(needed)} ${name} in ${shown(names)}, of ${where}`,
            expected: `at most ${String(has)}${said.length > 0 ? "" : ", the value of a new account"} (${quotaCode})`,
          };
        });
      },
    },
    {
      id: "fleet-neighbours-ec2-rates",
      severity: "warning",
      title: "The operators of an account call EC2 no faster than EC2 answers",
      why: "EC2 throttles by account and Region: each operator keeps to its own limit, and together they pass the account's, so pods of all clusters wait. EC2 refills 20 tokens a second for calls that read; calls that change something have lower rates, UNVERIFIED how low for each.",
      symptom:
        "RequestLimitExceeded in the operators' logs and cilium_operator_ec2_api_duration_seconds grows, most after many nodes start at once.",
      source:
        "EC2 developer guide: ec2-api-throttling; values.yaml of the Cilium charts: ipam.operator.externalAPILimitQPS",
      fix: "Lower cilium.operatorApi.qps in a template, spread the clusters over accounts, or have AWS raise the rate and waive this.",
      *check({ fleet: model }) {
        yield* each(
          grouped(model.clusters, (one) => (one.operatorQps === undefined ? undefined : homeOf(one))),
          function* (group) {
            const [first] = group;
            const sum = group.reduce((total, { operatorQps = 0 }) => total + operatorQps, 0);
            if (first === undefined || group.length < 2 || sum <= READS_A_SECOND) return;
            const names = namesOf(group);
            yield {
              ...about(names),
              path: placeOf(names.at(-1) ?? "", "settings.cilium.operatorApi.qps"),
              found: `${String(sum)} calls a second of ${String(group.length)} operators, of ${homeText(first)}`,
              expected: `at most ${String(READS_A_SECOND)} together`,
            };
          },
        );
      },
    },
  ]),
];
