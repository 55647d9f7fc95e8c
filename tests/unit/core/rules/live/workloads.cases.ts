import { UNKNOWN } from "../../../../../core/model/unknown.ts";
import { AGENT, DNS, OPERATOR, config, live, workload } from "../../../../support/live-model.ts";
import { cases } from "../../../../support/rule-cases.ts";

const agent = (over: Partial<typeof AGENT>) => live({ workloads: [{ ...AGENT, ...over }] });
const relay = (over: Partial<typeof AGENT> = {}) => workload("relay", "hubble-relay", over);
const unread = live({ workloads: UNKNOWN as never });

export default cases({
  "live-workloads-rolled-out": {
    fails: [
      [
        "agents that are not ready",
        agent({ desired: 3, updated: 3, ready: 2 }),
        { path: "live.workloads.kube-system/cilium", found: "2 of 3 ready", example: true },
      ],
      [
        "an upgrade that stands still",
        agent({ desired: 3, updated: 1, ready: 3 }),
        { found: "1 of 3 of the newest version" },
      ],
      ["a change that its controller has not seen", agent({ observed: false }), { found: "not seen" }],
      ["an operator", live({ workloads: [{ ...OPERATOR, desired: 2 }] })],
      ["Envoy", live({ workloads: [workload("envoy", "cilium-envoy", { ready: 0 })] })],
      ["CoreDNS", live({ workloads: [{ ...DNS, ready: 0 }] })],
    ],
    passes: [
      ["all of them ready", live()],
      ["more ready than wanted, while it shrinks", agent({ desired: 1, updated: 2, ready: 2 })],
      ["a relay, of which another rule tells", live({ workloads: [relay({ ready: 0 })] })],
    ],
    unknown: [["workloads that could not be read", unread]],
  },
  "live-workloads-scheduled": {
    fails: [
      [
        "an operator that was scaled away",
        live({ workloads: [{ ...OPERATOR, desired: 0 }] }),
        { found: "no pod is wanted", example: true },
      ],
    ],
    passes: [["one replica", live()]],
    unknown: [["workloads that could not be read", unread]],
  },
  "live-workloads-beside": {
    fails: [
      [
        "a relay that waits for its certificate",
        live({ workloads: [relay({ ready: 0 })] }),
        { found: "0 of 1 ready", example: true },
      ],
      ["a change that its controller has not seen", live({ workloads: [relay({ observed: false })] })],
      ["the mesh's API server", live({ workloads: [workload("mesh", "clustermesh-apiserver", { ready: 0 })] })],
      ["the UI", live({ workloads: [workload("ui", "hubble-ui", { ready: 0 })] })],
      [
        "the load balancer controller",
        live({ workloads: [workload("load-balancer-controller", "aws-load-balancer-controller", { ready: 0 })] }),
      ],
    ],
    passes: [
      ["a relay that is ready", live({ workloads: [relay()] })],
      ["a workload of somebody else", live({ workloads: [workload("other", "x", { ready: 0 })] })],
    ],
    unknown: [["workloads that could not be read", unread]],
  },
  "live-workloads-present": {
    fails: [
      ["no agents", live({ workloads: [OPERATOR] }), { path: "live.workloads.agent", example: true }],
      ["no operator", live({ workloads: [AGENT] }), { path: "live.workloads.operator" }],
    ],
    passes: [["both", live()]],
    unknown: [["workloads that could not be read", unread]],
  },
  "live-workloads-one-version": {
    fails: [
      [
        "agents of the minor before",
        live({ workloads: [{ ...AGENT, version: "1.19.6" }, OPERATOR] }),
        { found: "cilium 1.19.6, cilium-operator 1.20.2", example: true },
      ],
    ],
    passes: [
      ["one version", live()],
      ["two patches of a minor", live({ workloads: [{ ...AGENT, version: "1.20.1" }, OPERATOR] })],
      [
        "Envoy, which has versions of its own",
        live({ workloads: [AGENT, OPERATOR, workload("envoy", "cilium-envoy", { version: "1.35.3" })] }),
      ],
      ["an image without a version", live({ workloads: [AGENT, { ...OPERATOR, version: undefined as never }] })],
    ],
    unknown: [["workloads that could not be read", unread]],
  },
  "live-workloads-other-cni": {
    fails: [
      [
        "aws-node on a node",
        live({ workloads: [workload("aws-node", "aws-node")] }),
        { found: "wanted on 1 nodes", example: true },
      ],
      [
        "chaining with another plugin",
        live({ workloads: [workload("aws-node", "aws-node")], config: config({ "cni-chaining-mode": "portmap" }) }),
      ],
    ],
    passes: [
      ["none", live()],
      ["one that is disabled", live({ workloads: [workload("aws-node", "aws-node", { desired: 0 })] })],
      [
        "one that Cilium is chained to",
        live({ workloads: [workload("aws-node", "aws-node")], config: config({ "cni-chaining-mode": "aws-cni" }) }),
      ],
    ],
    unknown: [["workloads that could not be read", unread]],
  },
  "live-workloads-kube-proxy": {
    fails: [
      [
        "kube-proxy beside its replacement",
        live({ workloads: [workload("kube-proxy", "kube-proxy")] }),
        { found: "kube-proxy-replacement true", example: true },
      ],
    ],
    passes: [
      ["none", live()],
      ["one that is disabled", live({ workloads: [workload("kube-proxy", "kube-proxy", { desired: 0 })] })],
      [
        "one that nothing replaces",
        live({
          workloads: [workload("kube-proxy", "kube-proxy")],
          config: config({ "kube-proxy-replacement": "false" }),
        }),
      ],
    ],
    unknown: [["workloads that could not be read", unread]],
  },
});
