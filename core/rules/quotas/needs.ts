import { CROSS_ZONE_NLB_TARGETS, QUOTAS, quotaByCode, vcpuQuota } from "../../facts/quotas.ts";
import type { QuotaModel } from "../../model/index.ts";
import { rulesOn } from "../rule.ts";
import type { Draft } from "../subject.ts";
import { nodeGroups, wholeModel } from "../subjects.ts";
import { quotas } from "./common.ts";

const SOURCE = "Service Quotas user guide; core/facts/quotas.ts";

const increase = ({ serviceCode, quotaCode, needed }: QuotaModel): string =>
  `aws service-quotas request-service-quota-increase --service-code ${serviceCode} --quota-code ${quotaCode} --desired-value ${String(needed)}`;

/** What makes a need smaller, by the quota; for the others it is the number of nodes. */
const LOWER: Readonly<Record<string, string>> = {
  [QUOTAS.elasticIps.quotaCode]: "Use fewer NAT gateways or Elastic IPs",
  [QUOTAS.natGatewaysPerZone.quotaCode]: "Use fewer NAT gateways",
  [QUOTAS.networkLoadBalancers.quotaCode]: "Share Gateways: each is a load balancer",
  [QUOTAS.listenersPerNlb.quotaCode]: "Divide the listeners between Gateways",
  [QUOTAS.cidrsPerVpc.quotaCode]: "Use fewer, larger CIDR blocks",
  [QUOTAS.vpcs.quotaCode]: "Use a VPC that exists",
  [QUOTAS.internetGateways.quotaCode]: "Use a VPC that exists",
  [QUOTAS.subnetsPerVpc.quotaCode]: "Use fewer subnets",
  [QUOTAS.routeTablesPerVpc.quotaCode]: "Use fewer subnets",
  [QUOTAS.routesPerTable.quotaCode]: "Join neighbouring blocks into wider routes",
  [QUOTAS.interfaceEndpointsPerVpc.quotaCode]: "Use fewer VPC endpoints",
  [QUOTAS.rulesPerSecurityGroup.quotaCode]: "Join neighbouring source blocks, or use a prefix list",
  [QUOTAS.clusters.quotaCode]: "Delete a cluster that is not needed",
  [QUOTAS.oidcProviders.quotaCode]: "Use EKS Pod Identity instead of IRSA",
  [QUOTAS.iamRoles.quotaCode]: "Share roles",
  [QUOTAS.nodeGroupsPerCluster.quotaCode]: "Join node groups",
};

const lower = (quotaCode: string): string => LOWER[quotaCode] ?? "Lower the maximum of the node groups";

function* aboveCurrent(quota: QuotaModel, remark = ""): Generator<Draft> {
  const { quotaCode, name, needed, current } = quota;
  if (current === undefined || needed <= current) return;
  yield {
    at: `current.${quotaCode}`,
    found: `${String(current)} ${name}, where the plan needs ${String(needed)} at its largest${remark}`,
    expected: `at least ${String(needed)}, and what the account uses otherwise`,
    fix: `${lower(quotaCode)}, or run \`${increase(quota)}\`.`,
  };
}

export default [
  ...rulesOn(quotas, [
    {
      id: "quotas-above-current",
      severity: "error",
      title: "The account's quotas hold the plan at its largest",
      why: "AWS refuses what exceeds a quota, mostly in the middle of a scale-out.",
      symptom: "Node groups stop growing, ENIs are not made, pods stay Pending.",
      source: SOURCE,
      fix: "Use less of it, mostly by fewer or smaller node groups, or ask for an increase of the quota.",
      *check(quota) {
        if (quota.requested === undefined) yield* aboveCurrent(quota);
      },
    },
    {
      id: "quotas-increase-pending",
      severity: "warning",
      title: "An increase that is asked for is granted before the plan grows",
      why: "Until then the plan can start, but not grow: AWS refuses what exceeds the present quota.",
      source: SOURCE,
      fix: "Wait until the increase is granted and write it into quotas.current, or lower the maximum of the node groups.",
      *check(quota) {
        if (quota.requested !== undefined) yield* aboveCurrent(quota, "; an increase is requested");
      },
    },
    {
      id: "quotas-above-default",
      severity: "warning",
      title: "A plan above the default quotas knows the account's own",
      why: "A new account has the defaults, and increases take minutes to days.",
      source: SOURCE,
      fix: "Look the quota up and write it into quotas.current, or add it to quotas.request.",
      *check({ serviceCode, quotaCode, name, needed, current, requested }) {
        const quota = quotaByCode(quotaCode);
        if (quota === undefined || current !== undefined || requested !== undefined || needed <= quota.default) return;
        yield {
          at: `current.${quotaCode}`,
          found: `a need of ${String(needed)} ${name}; accounts start with ${String(quota.default)}`,
          expected: "the account's value, or a request for more",
          fix: quota.adjustable
            ? `Look it up (aws service-quotas get-service-quota --service-code ${serviceCode} --quota-code ${quotaCode}) and write it into quotas.current, or add ${quotaCode} to quotas.request.`
            : "This quota cannot be raised: plan for less.",
        };
      },
    },
  ]),
  ...rulesOn(wholeModel("quotas"), [
    {
      id: "quotas-nlb-cross-zone-targets",
      severity: "warning",
      title: "A load balancer whose targets are nodes has at most 500 of them",
      why: "With cross-zone balancing an NLB takes 500 targets whatever its zones, and every node of the cluster is one.",
      symptom: "Nodes that join later are in no target group and get no traffic.",
      source: "ELB user guide: load-balancer-limits; AWS Load Balancer Controller docs: target-node-labels",
      fix: "Choose the target nodes by aws-load-balancer-target-node-labels.",
      *check({ quotas: all }) {
        for (const { quotaCode, needed } of all) {
          if (quotaCode !== QUOTAS.targetsPerNlb.quotaCode || needed <= CROSS_ZONE_NLB_TARGETS) continue;
          yield {
            subject: "load balancers",
            path: "nodeGroups",
            found: `up to ${String(needed)} nodes`,
            expected: `${String(CROSS_ZONE_NLB_TARGETS)} targets, or cross-zone balancing off`,
          };
        }
      },
    },
  ]),
  ...rulesOn(nodeGroups, [
    {
      id: "quotas-vcpus-of-other-families",
      severity: "warning",
      title: "vCPU quotas of special instance families are known to be enough",
      why: "G, P, Inf, Trn, X and other families have vCPU quotas of their own, 0 in most new accounts. The plan counts the families whose quota it knows; of the rest, and of what a program does not count, nobody has looked.",
      source: "EC2 user guide: ec2-on-demand-instances, quotas",
      fix: "Check it in the Service Quotas console, and waive this.",
      *check({ instanceTypes, capacityType }, { quotas: counted = [] }) {
        const codes = new Set(counted.map(({ quotaCode }) => quotaCode));
        const special = instanceTypes.filter((type) => {
          const key = vcpuQuota(type, capacityType);
          return (
            key !== "onDemandVcpus" && key !== "spotVcpus" && (key === undefined || !codes.has(QUOTAS[key].quotaCode))
          );
        });
        if (special.length === 0) return;
        yield {
          at: "instanceTypes",
          found: special.join(", "),
          expected: "a vCPU quota of that family which holds the group at its largest",
        };
      },
    },
  ]),
];
