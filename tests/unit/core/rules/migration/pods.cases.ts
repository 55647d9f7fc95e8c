import { UNKNOWN } from "../../../../../core/model/unknown.ts";
import { migrating, workload } from "../../../../support/migration-model.ts";
import { cases } from "../../../../support/rule-cases.ts";

const unreadWorkloads = migrating({ workloads: UNKNOWN as never });

export default cases({
  "migration-security-group-policy": {
    fails: [
      [
        "a policy of security groups",
        migrating({ securityGroupPolicies: [{ namespace: "shop", name: "database", groups: ["sg-1", "sg-2"] }] }),
        { path: "migration.securityGroupPolicies.shop/database", found: "sg-1, sg-2", example: true },
      ],
    ],
    passes: [["none", migrating()]],
    unknown: [["policies that could not be read", migrating({ securityGroupPolicies: UNKNOWN as never })]],
  },
  "migration-pod-eni": {
    fails: [
      [
        "a workload that asks for a branch interface",
        migrating({ workloads: [workload({ podEni: true })] }),
        { path: "migration.workloads.shop/web", found: "vpc.amazonaws.com/pod-eni", example: true },
      ],
    ],
    passes: [["one that does not", migrating({ workloads: [workload({})] })]],
    unknown: [["workloads that could not be read", unreadWorkloads]],
  },
  "migration-host-port": {
    fails: [
      [
        "a port of the agent's",
        migrating({ workloads: [workload({ hostPorts: [80, 9962] })] }),
        { path: "migration.workloads.shop/web", found: "9962 (the agent's metrics)", example: true },
      ],
    ],
    passes: [["another port", migrating({ workloads: [workload({ hostPorts: [80, 9961] })] })]],
    unknown: [["workloads that could not be read", unreadWorkloads]],
  },
  "migration-node-selector": {
    fails: [
      [
        "a group by its name",
        migrating({ workloads: [workload({ nodeSelector: { "eks.amazonaws.com/nodegroup": "general" } })] }),
        { path: "migration.workloads.shop/web", found: "eks.amazonaws.com/nodegroup=general", example: true },
      ],
    ],
    passes: [["a label of somebody's own", migrating({ workloads: [workload({ nodeSelector: { team: "shop" } })] })]],
    unknown: [["workloads that could not be read", unreadWorkloads]],
  },
  "migration-cni-plugin": {
    fails: [
      [
        "a plugin beside the CNI",
        migrating({ workloads: [workload({ kind: "DaemonSet", name: "multus", writesCniConfig: true })] }),
        { path: "migration.workloads.shop/multus", found: "/etc/cni/net.d", example: true },
      ],
    ],
    passes: [["a workload that leaves it alone", migrating({ workloads: [workload({})] })]],
    unknown: [["workloads that could not be read", unreadWorkloads]],
  },
});
