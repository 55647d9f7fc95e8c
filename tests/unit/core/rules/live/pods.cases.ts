import { UNKNOWN } from "../../../../../core/model/unknown.ts";
import type { LiveEndpoint, LivePod, LivePods } from "../../../../../core/model/index.ts";
import { live } from "../../../../support/live-model.ts";
import { cases } from "../../../../support/rule-cases.ts";

const POD: LivePod = {
  namespace: "shop",
  name: "web",
  node: "one",
  status: "ContainerCreating",
  ageSeconds: 600,
  restarts: 0,
};
const pods = (over: Partial<LivePods>) =>
  live({ pods: { total: 10, odd: [], oddCount: 0, unmanaged: [], unmanagedCount: 0, ...over } });
const odd = (over: Partial<LivePod>) => pods({ odd: [{ ...POD, ...over }], oddCount: 1 });
const agent = { namespace: "kube-system", name: "cilium-x", status: "CrashLoopBackOff", restarts: 7 };
const END: LiveEndpoint = { namespace: "shop", name: "web", state: "not-ready", ageSeconds: 600 };
const endpoint = (over: Partial<LiveEndpoint>) =>
  live({ endpoints: { total: 7, states: {}, odd: [{ ...END, ...over }], withoutAddress: 0 } });
const unknown = [["pods that could not be read", live({ pods: UNKNOWN as never })]] as const;

export default cases({
  "live-pods-stuck": {
    fails: [
      [
        "a pod that waits for ten minutes",
        odd({}),
        { path: "live.pods.shop/web", found: "ContainerCreating on one for 10 min", example: true },
      ],
      ["three minutes", odd({ ageSeconds: 180 })],
    ],
    passes: [
      ["none", live()],
      ["one that starts", odd({ ageSeconds: 179 })],
      ["one that has no node yet", odd({ node: "", status: "Pending" })],
      ["one that crashes", odd({ status: "CrashLoopBackOff" })],
    ],
    unknown,
  },
  "live-pods-crashing": {
    fails: [
      ["an agent", odd(agent), { found: "CrashLoopBackOff, 7 restarts", example: true }],
      ["CoreDNS", odd({ ...agent, name: "coredns-x", status: "Error" })],
    ],
    passes: [
      ["none", live()],
      ["a pod of somebody else", odd({ ...agent, name: "web" })],
      ["one elsewhere", odd({ ...agent, namespace: "shop" })],
      ["one that starts", odd({ ...agent, status: "ContainerCreating" })],
    ],
    unknown,
  },
  "live-pods-unmanaged": {
    fails: [
      [
        "one pod",
        pods({ unmanaged: ["shop/web"], unmanagedCount: 1 }),
        { found: "1 without an endpoint: shop/web", example: true },
      ],
      [
        "many",
        pods({ unmanaged: ["a/1", "a/2", "a/3", "a/4", "a/5", "a/6"], unmanagedCount: 9 }),
        { found: "a/5 and 4 more" },
      ],
    ],
    passes: [["none", live()]],
    unknown: [
      ["endpoints that could not be read", pods({ unmanagedCount: UNKNOWN as never, unmanaged: UNKNOWN as never })],
    ],
  },
  "live-pods-endpoints": {
    fails: [
      ["one that does not get ready", endpoint({}), { found: "1 not ready: shop/web not-ready", example: true }],
      ["three minutes", endpoint({ ageSeconds: 180 })],
      ["a state that none passes through", endpoint({ state: "invalid", ageSeconds: 1 })],
    ],
    passes: [
      ["ready ones", live()],
      ["one that is made", endpoint({ state: "creating", ageSeconds: 1 })],
    ],
    unknown: [["endpoints that could not be read", live({ endpoints: UNKNOWN as never })]],
  },
});
