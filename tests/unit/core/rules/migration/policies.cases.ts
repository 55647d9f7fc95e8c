import type { MigrationModel } from "../../../../../core/model/index.ts";
import { UNKNOWN } from "../../../../../core/model/unknown.ts";
import { migrating, vpcCni } from "../../../../support/migration-model.ts";
import { cases } from "../../../../support/rule-cases.ts";

type Blocks = MigrationModel["networkPolicies"][number]["blocks"];
const policy = (blocks: Blocks = []) => ({ networkPolicies: [{ namespace: "shop", name: "out", blocks }] });
const nobody = { vpcCni: vpcCni({ enforcesPolicies: false }) };

export default cases({
  "migration-policy-kind": {
    fails: [
      [
        "a policy of Calico's",
        migrating({
          otherPolicies: [
            {
              apiVersion: "crd.projectcalico.org/v1",
              kind: "GlobalNetworkPolicy",
              namespace: "",
              name: "deny",
              uses: ["order 10"],
            },
          ],
        }),
        {
          path: "migration.otherPolicies.GlobalNetworkPolicy.deny",
          found: "crd.projectcalico.org/v1, with order 10",
          example: true,
        },
      ],
      [
        "one of EKS's that uses nothing of its own",
        migrating({
          otherPolicies: [
            {
              apiVersion: "networking.k8s.aws/v1alpha1",
              kind: "ApplicationNetworkPolicy",
              namespace: "shop",
              name: "web",
              uses: [],
            },
          ],
        }),
        { path: "migration.otherPolicies.ApplicationNetworkPolicy.shop/web", found: "networking.k8s.aws/v1alpha1" },
      ],
    ],
    passes: [["none", migrating()]],
    unknown: [["policies that could not be read", migrating({ otherPolicies: UNKNOWN as never })]],
  },
  "migration-policy-dormant": {
    fails: [
      [
        "policies without anybody who enforces them",
        migrating({ ...policy(), ...nobody }),
        { path: "migration.networkPolicies.shop/out", found: "nobody enforces", example: true },
      ],
      ["the same without a VPC CNI", migrating({ ...policy(), vpcCni: null })],
    ],
    passes: [
      ["the agent of the VPC CNI", migrating(policy())],
      ["Calico", migrating({ ...policy(), ...nobody, calico: true })],
    ],
    unknown: [["policies that could not be read", migrating({ ...nobody, networkPolicies: UNKNOWN as never })]],
  },
  "migration-policy-blocks": {
    fails: [
      [
        "everything by 0.0.0.0/0",
        migrating(policy([{ direction: "egress", cidr: "0.0.0.0/0" }])),
        { path: "migration.networkPolicies.shop/out", found: "egress 0.0.0.0/0", example: true },
      ],
      ["a block of the VPC", migrating(policy([{ direction: "ingress", cidr: "10.0.16.0/20" }]))],
    ],
    passes: [["a block elsewhere", migrating(policy([{ direction: "egress", cidr: "192.168.0.0/16" }]))]],
    unknown: [
      [
        "a VPC that nobody asked for",
        migrating({ ...policy([{ direction: "egress", cidr: "0.0.0.0/0" }]), existing: UNKNOWN as never }),
      ],
    ],
  },
  "migration-policy-strict": {
    fails: [
      [
        "strict mode",
        migrating({ vpcCni: vpcCni({ env: { NETWORK_POLICY_ENFORCING_MODE: "strict" } }) }),
        { path: "migration.vpcCni.env.NETWORK_POLICY_ENFORCING_MODE", found: "strict", example: true },
      ],
    ],
    passes: [
      ["standard mode", migrating({ vpcCni: vpcCni({ env: { NETWORK_POLICY_ENFORCING_MODE: "standard" } }) })],
      ["no VPC CNI", migrating({ vpcCni: null })],
    ],
    unknown: [["a DaemonSet that could not be read", migrating({ vpcCni: UNKNOWN as never })]],
  },
});
