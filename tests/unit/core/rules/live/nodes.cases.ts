import { UNKNOWN } from "../../../../../core/model/unknown.ts";
import { CILIUM_NODE, NODE, config, live, workload } from "../../../../support/live-model.ts";
import { cases } from "../../../../support/rule-cases.ts";

const nodes = (...over: readonly Partial<typeof NODE>[]) => live({ nodes: over.map((one) => ({ ...NODE, ...one })) });
const ciliumNode = (over: Partial<typeof CILIUM_NODE>) => ({ ciliumNodes: [{ ...CILIUM_NODE, ...over }] });
const unread = { nodes: UNKNOWN as never };

export default cases({
  "live-nodes-ready": {
    fails: [
      [
        "a node whose CNI is not there",
        nodes({ ready: false, reason: "cni plugin not initialized", sinceSeconds: 600 }),
        { path: "live.nodes.one", found: "not Ready for 10 min: cni plugin not initialized", example: true },
      ],
      ["one without a reason", nodes({ ready: false }), { found: "no reason given" }],
      ["five minutes after its start", nodes({ ready: false, ageSeconds: 300 })],
    ],
    passes: [
      ["a node that is Ready", live()],
      ["one that boots", nodes({ ready: false, ageSeconds: 299 })],
      ["one of Fargate, which Cilium does not serve", nodes({ ready: false, kind: "fargate" })],
      ["one of Windows", nodes({ ready: false, kind: "windows" })],
    ],
    unknown: [["nodes that could not be read", live(unread)]],
  },
  "live-nodes-agent-taint": {
    fails: [
      ["a taint that stays", nodes({ agentTaint: true }), { found: "on a node of 60 min", example: true }],
      ["five minutes after its start", nodes({ agentTaint: true, ageSeconds: 300 })],
      ["a hybrid node", nodes({ agentTaint: true, kind: "hybrid" })],
    ],
    passes: [
      ["no taint", live()],
      ["a node that boots", nodes({ agentTaint: true, ageSeconds: 100 })],
    ],
    unknown: [["nodes that could not be read", live(unread)]],
  },
  "live-nodes-network": {
    fails: [
      ["the condition", nodes({ networkUnavailable: true }), { found: "NetworkUnavailable is True", example: true }],
      ["five minutes after its start", nodes({ networkUnavailable: true, ageSeconds: 300 })],
    ],
    passes: [
      ["without it", live()],
      ["a node that boots", nodes({ networkUnavailable: true, ageSeconds: 100 })],
    ],
    unknown: [["nodes that could not be read", live(unread)]],
  },
  "live-nodes-cilium-node": {
    fails: [
      ["a node that no agent wrote of", live({ ciliumNodes: [] }), { path: "live.nodes.one", example: true }],
      ["a CiliumNode of another name", live(ciliumNode({ name: "two" }))],
      ["five minutes after its start", live({ ciliumNodes: [], nodes: [{ ...NODE, ageSeconds: 300 }] })],
      [
        "a cluster of the VPC CNI in which no agent runs",
        live({ ciliumNodes: [], workloads: [workload("aws-node", "aws-node")] }),
      ],
      [
        "an aws-node that is disabled",
        live({ ...ciliumNode({ name: "two" }), workloads: [workload("aws-node", "aws-node", { desired: 0 })] }),
      ],
    ],
    passes: [
      ["a node that has one", live()],
      ["a node that boots", live({ ciliumNodes: [], nodes: [{ ...NODE, ageSeconds: 100 }] })],
      ["a hybrid node", live({ ciliumNodes: [], nodes: [{ ...NODE, kind: "hybrid" }] })],
      [
        "old nodes that keep the VPC CNI beside new ones",
        live({ ...ciliumNode({ name: "two" }), workloads: [workload("aws-node", "aws-node")] }),
      ],
    ],
    unknown: [["CiliumNodes that could not be read", live({ ciliumNodes: UNKNOWN as never })]],
  },
  "live-nodes-max-pods": {
    fails: [
      [
        "maxPods of the VPC CNI's formula, with the first ENI left to the node",
        nodes({ maxPods: 58 }),
        { found: "maxPods 58, addresses for 43", example: true },
      ],
      [
        "a Gateway, which takes an address more",
        live({ nodes: [{ ...NODE, maxPods: 43 }], config: config({ "enable-gateway-api": "true" }) }),
        { found: "addresses for 42" },
      ],
      [
        "an Ingress controller",
        live({ nodes: [{ ...NODE, maxPods: 43 }], config: config({ "enable-ingress-controller": "true" }) }),
      ],
      [
        "prefix delegation that is off for the node",
        live({
          nodes: [{ ...NODE, maxPods: 110 }],
          config: config({ "aws-enable-prefix-delegation": "true" }),
          ...ciliumNode({ prefixDelegationOff: true }),
        }),
      ],
    ],
    passes: [
      ["as many as there is room for", nodes({ maxPods: 43 })],
      [
        "prefixes",
        live({ nodes: [{ ...NODE, maxPods: 110 }], config: config({ "aws-enable-prefix-delegation": "true" }) }),
      ],
      [
        "a type that is not known",
        live({ nodes: [{ ...NODE, maxPods: 999 }], ...ciliumNode({ instanceType: "x9z.huge" }) }),
      ],
      [
        "a node without a CiliumNode, which another rule tells of",
        live({ nodes: [{ ...NODE, maxPods: 999 }], ciliumNodes: [] }),
      ],
      [
        "addresses that are not of ENIs",
        live({ nodes: [{ ...NODE, maxPods: 999 }], config: config({ ipam: "cluster-pool" }) }),
      ],
    ],
    unknown: [["a configuration that could not be read", live({ config: UNKNOWN as never })]],
  },
});
