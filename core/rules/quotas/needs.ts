import { CROSS_ZONE_NLB_TARGETS, QUOTAS, isStandardFamily, quotaByCode } from "../../facts/quotas.ts";
import { rule } from "../rule.ts";
import { each } from "../../model/unknown.ts";

const SOURCE = "Service Quotas user guide; core/facts/quotas.ts";

export const aboveCurrent = rule({
  id: "quotas-above-current",
  group: "quotas",
  severity: "error",
  title: "The account's quotas hold the plan at its largest",
  why: "AWS refuses what exceeds a quota, mostly in the middle of a scale-out: node groups stop growing, ENIs are not made, pods stay pending.",
  source: SOURCE,
  needs: ["quotas"],
  *check({ quotas = [] }) {
    yield* each(quotas, function* ({ serviceCode, quotaCode, name, needed, current, requested }) {
      if (current === undefined || needed <= current) return;
      yield {
        subject: `quota ${serviceCode}/${quotaCode}`,
        path: `quotas.current.${quotaCode}`,
        // A request is on its way; until it is granted the plan can start, but not grow.
        ...(requested === undefined ? {} : { severity: "warning" as const }),
        found: `${String(current)} ${name}, where the plan needs ${String(needed)} at its largest${requested === undefined ? "" : "; an increase is requested"}`,
        expected: `at least ${String(needed)}, and what the account uses otherwise`,
        fix: `Lower the maximum of the node groups, or run: aws service-quotas request-service-quota-increase --service-code ${serviceCode} --quota-code ${quotaCode} --desired-value ${String(needed)}`,
      };
    });
  },
});

export const aboveDefault = rule({
  id: "quotas-above-default",
  group: "quotas",
  severity: "warning",
  title: "A plan above the default quotas knows the account's own",
  why: "A new account has the defaults, and increases take minutes to days.",
  source: SOURCE,
  needs: ["quotas"],
  *check({ quotas = [] }) {
    yield* each(quotas, function* ({ serviceCode, quotaCode, name, needed, current, requested }) {
      const quota = quotaByCode(quotaCode);
      if (quota === undefined || current !== undefined || requested !== undefined || needed <= quota.default) return;
      yield {
        subject: `quota ${serviceCode}/${quotaCode}`,
        path: `quotas.current.${quotaCode}`,
        found: `a need of ${String(needed)} ${name}; accounts start with ${String(quota.default)}`,
        expected: "the account's value, or a request for more",
        fix: quota.adjustable
          ? `Look it up (aws service-quotas get-service-quota --service-code ${serviceCode} --quota-code ${quotaCode}) and write it into quotas.current, or add ${quotaCode} to quotas.request.`
          : "This quota cannot be raised: plan for less.",
      };
    });
  },
});

export const crossZoneTargets = rule({
  id: "quotas-nlb-cross-zone-targets",
  group: "quotas",
  severity: "warning",
  title: "A load balancer whose targets are nodes has at most 500 of them",
  why: "With cross-zone balancing an NLB takes 500 targets whatever its zones, and every node of the cluster is one: later nodes get no traffic.",
  source: "ELB user guide: load-balancer-limits; AWS Load Balancer Controller docs: target-node-labels",
  needs: ["quotas"],
  *check({ quotas = [] }) {
    yield* each(quotas, function* ({ quotaCode, needed }) {
      if (quotaCode !== QUOTAS.targetsPerNlb.quotaCode || needed <= CROSS_ZONE_NLB_TARGETS) return;
      yield {
        subject: "load balancers",
        path: "nodeGroups",
        found: `up to ${String(needed)} nodes`,
        expected: `${String(CROSS_ZONE_NLB_TARGETS)} targets, or cross-zone balancing off`,
        fix: "Choose the target nodes by aws-load-balancer-target-node-labels.",
      };
    });
  },
});

export const otherFamilies = rule({
  id: "quotas-vcpus-of-other-families",
  group: "quotas",
  severity: "warning",
  title: "vCPU quotas of special instance families are known to be enough",
  why: "G, P, Inf, Trn, X and other families have vCPU quotas of their own, often 0 in a new account. The plan counts only the Standard families.",
  source: "EC2 user guide: ec2-on-demand-instances, quotas",
  needs: ["nodeGroups"],
  *check({ nodeGroups = [] }) {
    yield* each(nodeGroups, function* ({ name, instanceTypes }) {
      const special = instanceTypes.filter((type) => !isStandardFamily(type));
      if (special.length === 0) return;
      yield {
        subject: `node group "${name}"`,
        path: `nodeGroups.${name}.instanceTypes`,
        found: special.join(", "),
        expected: "a vCPU quota of that family which holds the group at its largest",
        fix: "Check it in the Service Quotas console, and waive this.",
      };
    });
  },
});
