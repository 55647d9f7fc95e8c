import type { LiveBudget, LiveModel, UpgradeModel } from "../../../../../core/model/index.ts";
import { UNKNOWN } from "../../../../../core/model/unknown.ts";
import { NODE, live } from "../../../../support/live-model.ts";
import { cases } from "../../../../support/rule-cases.ts";

const ROLLS: UpgradeModel = { kubernetes: { from: "1.35", to: "1.36" }, replacesNodes: true };
const STAYS: UpgradeModel = { cilium: { from: "1.19.6", to: "1.20.2" } };

const runs = (over: Partial<LiveModel>, upgrade: UpgradeModel = ROLLS) => ({ ...live(over), upgrade });
const budget = (over: Partial<LiveBudget>, upgrade: UpgradeModel = ROLLS) =>
  runs({ budgets: [{ namespace: "shop", name: "web", allowed: 1, healthy: 3, wanted: 2, pods: 3, ...over }] }, upgrade);
const single = { kind: "Deployment", namespace: "shop", name: "web" };

export default cases({
  "upgrade-budget-never": {
    fails: [
      [
        "a budget that wants all there are",
        budget({ wanted: 3, allowed: 0 }),
        { path: "live.budgets.shop/web", found: "3 of 3", example: true },
      ],
      ["one that wants more", budget({ wanted: 4, allowed: 0 })],
    ],
    passes: [
      ["one less", budget({})],
      ["a budget of nothing", budget({ pods: 0, healthy: 0, wanted: 0, allowed: 0 })],
      ["nodes that stay", budget({ wanted: 3, allowed: 0 }, STAYS)],
    ],
    unknown: [["budgets that could not be read", runs({ budgets: UNKNOWN as never })]],
  },
  "upgrade-budget-now": {
    fails: [
      [
        "a pod that is not healthy",
        budget({ allowed: 0, healthy: 2 }),
        { path: "live.budgets.shop/web", found: "2 of 3 pods healthy", example: true },
      ],
    ],
    passes: [
      ["one may go", budget({})],
      ["one that never lets any go, of which another rule tells", budget({ wanted: 3, allowed: 0 })],
      ["a budget of nothing", budget({ pods: 0, healthy: 0, wanted: -1, allowed: 0 })],
      ["nodes that stay", budget({ allowed: 0, healthy: 2 }, STAYS)],
    ],
    unknown: [["budgets that could not be read", runs({ budgets: UNKNOWN as never })]],
  },
  "upgrade-single-replica": {
    fails: [
      [
        "one pod",
        runs({ singleReplicas: [single] }),
        { path: "live.singleReplicas.shop/web", found: "1 replica", example: true },
      ],
    ],
    passes: [
      ["more", runs({ singleReplicas: [] })],
      ["nodes that stay", runs({ singleReplicas: [single] }, STAYS)],
    ],
    unknown: [["workloads that could not be read", runs({ singleReplicas: UNKNOWN as never })]],
  },
  "upgrade-kubelet-skew": {
    fails: [
      [
        "a node that nobody replaced for a year",
        runs({ nodes: [{ ...NODE, kubelet: "v1.32.9-eks-1234567" }] }),
        { path: "live.nodes.one", found: "under a control plane of 1.36", example: true },
      ],
    ],
    passes: [
      ["three minors behind", runs({ nodes: [{ ...NODE, kubelet: "v1.33.1" }] })],
      [
        "the first of several steps",
        runs({ nodes: [{ ...NODE, kubelet: "v1.31.1" }] }, { kubernetes: { from: "1.33", to: "1.36" } }),
      ],
      ["Fargate, which EKS replaces by itself", runs({ nodes: [{ ...NODE, kind: "fargate", kubelet: "v1.30.1" }] })],
      ["Cilium alone", runs({ nodes: [{ ...NODE, kubelet: "v1.30.1" }] }, STAYS)],
    ],
    unknown: [["nodes that could not be read", runs({ nodes: UNKNOWN as never })]],
  },
});
