import type { MigrationModel } from "../../model/index.ts";
import { overlaps } from "../../net/cidr.ts";
import { keyOf } from "../live/subjects.ts";
import { rulesOn } from "../rule.ts";
import { wholeModel } from "../subjects.ts";

/** What stands for a kind that Cilium does not read. */
const COUNTERPARTS: Readonly<Record<string, string>> = {
  ApplicationNetworkPolicy: "CiliumNetworkPolicy; domain names by toFQDNs, with a DNS rule",
  ClusterNetworkPolicy: "CiliumClusterwideNetworkPolicy, with ingressDeny and egressDeny",
  GlobalNetworkPolicy: "CiliumClusterwideNetworkPolicy",
  GlobalNetworkSet: "CiliumCIDRGroup",
  HostEndpoint: "CiliumClusterwideNetworkPolicy with nodeSelector, and hostFirewall.enabled",
  NetworkPolicy: "CiliumNetworkPolicy",
  NetworkSet: "CiliumCIDRGroup",
};

const isEnforced = ({ vpcCni, calico }: MigrationModel): boolean => calico || vpcCni?.enforcesPolicies === true;

export default rulesOn(wholeModel("migration"), [
  {
    id: "migration-policy-kind",
    severity: "error",
    title: "Every policy is of a kind that Cilium reads",
    why: "Policies of Calico and of EKS's own kinds are objects that nobody enforces on Cilium's nodes: what they denied is open there.",
    source:
      "Cilium docs: network/kubernetes/policy; Calico docs: reference/resources; EKS user guide: cni-network-policy",
    fix: "Write a policy of Cilium's beside it before pods move. Cilium has no order among policies: a deny always wins over an allow.",
    *check({ migration }) {
      for (const policy of migration.otherPolicies) {
        const uses = policy.uses.length === 0 ? "" : `, with ${policy.uses.join(", ")}`;
        yield {
          subject: `${policy.kind} "${keyOf(policy).replace(/^\//, "")}"`,
          path: `migration.otherPolicies.${policy.kind}.${keyOf(policy)}`,
          found: `${policy.apiVersion}${uses}`,
          expected: COUNTERPARTS[policy.kind] ?? "a policy of Cilium's",
        };
      }
    },
  },
  {
    id: "migration-policy-dormant",
    severity: "warning",
    title: "Policies hold already",
    why: "Nothing enforces these policies now: neither the agent of the VPC CNI nor Calico. Cilium does, from its first node on.",
    symptom: "Connections that always worked are dropped once a pod runs on a new node.",
    source: "EKS user guide: cni-network-policy; Cilium docs: network/kubernetes/policy",
    fix: "Read each of them as if it were new, or start with helmValues.policyAuditMode true and look at hubble observe --verdict AUDIT.",
    *check({ migration }) {
      if (isEnforced(migration)) return;
      for (const policy of migration.networkPolicies) {
        yield {
          subject: `NetworkPolicy "${keyOf(policy)}"`,
          path: `migration.networkPolicies.${keyOf(policy)}`,
          found: "a policy that nobody enforces",
          expected: "one that was tried",
        };
      }
    },
  },
  {
    id: "migration-policy-blocks",
    severity: "warning",
    title: "No policy means pods or nodes by their addresses",
    why: "Cilium knows pods and nodes by identity: a block of addresses never selects them, also not 0.0.0.0/0. What such a rule let through to pods, nodes or the API server is dropped.",
    symptom: "Drops with Policy denied to pods and nodes, while the policy names their block.",
    source: "Cilium docs: security/policy/language, IP/CIDR based",
    fix: "Add a rule with podSelector and namespaceSelector for pods. Nodes and the API server are entities (toEntities) of a CiliumNetworkPolicy, or the blocks get them by helmValues.policyCIDRMatchMode nodes.",
    *check({ migration }) {
      for (const policy of migration.networkPolicies) {
        const inside = policy.blocks.filter(({ cidr }) =>
          migration.existing.vpc.cidrs.some((own) => overlaps(own, cidr)),
        );
        if (inside.length === 0) continue;
        yield {
          subject: `NetworkPolicy "${keyOf(policy)}"`,
          path: `migration.networkPolicies.${keyOf(policy)}`,
          found: inside.map(({ direction, cidr }) => `${direction} ${cidr}`).join(", "),
          expected: "selectors for what lies in the VPC",
        };
      }
    },
  },
  {
    id: "migration-policy-strict",
    severity: "warning",
    title: "Pods without a policy stay as closed as they were",
    why: "In strict mode the VPC CNI starts pods closed, and every pod needs a policy. Cilium by default lets pods that no policy selects talk to everybody.",
    source: "aws/amazon-vpc-cni-k8s README, NETWORK_POLICY_ENFORCING_MODE; Cilium docs: security/policy/intro",
    fix: "Set helmValues.policyEnforcementMode to always.",
    *check({ migration: { vpcCni } }) {
      if (vpcCni?.env["NETWORK_POLICY_ENFORCING_MODE"] !== "strict") return;
      yield {
        subject: "DaemonSet aws-node",
        path: "migration.vpcCni.env.NETWORK_POLICY_ENFORCING_MODE",
        found: "strict",
        expected: "policyEnforcementMode: always",
      };
    },
  },
]);
