import { UNKNOWN } from "../../../../../core/model/unknown.ts";
import type { LiveDrop, LiveEvent, LogTrouble } from "../../../../../core/model/index.ts";
import { live } from "../../../../support/live-model.ts";
import { type RuleCases, cases } from "../../../../support/rule-cases.ts";

const CLEAR: Readonly<Record<LogTrouble, number>> = {
  throttled: 0,
  denied: 0,
  "no-addresses": 0,
  "no-prefixes": 0,
  "interface-limit": 0,
  "out-of-interfaces": 0,
};
const log = (trouble: LogTrouble, found = "3 lines of its log"): RuleCases => ({
  fails: [["lines of the log", live({ operatorLog: { ...CLEAR, [trouble]: 3 } }), { found, example: true }]],
  passes: [["a log without", live()]],
  unknown: [["a log that could not be read", live({ operatorLog: UNKNOWN as never })]],
});
const EVENT: LiveEvent = {
  reason: "FailedCreatePodSandBox",
  kind: "Pod",
  namespace: "shop",
  name: "web",
  message: "",
  count: 40,
  ageSeconds: 60,
};
const event = (message: string, reason = EVENT.reason) => live({ events: [{ ...EVENT, message, reason }] });
const unread = [["events that could not be read", live({ events: UNKNOWN as never })]] as const;
const drop = (reason: string): ReturnType<typeof live> =>
  live({ drops: [{ from: "shop/web", to: "shop/api", port: "TCP 8080", reason, count: 12 } satisfies LiveDrop] });

export default cases({
  "live-operator-throttled": log("throttled"),
  "live-operator-denied": log("denied"),
  "live-operator-no-subnet": log("no-addresses"),
  "live-operator-no-prefixes": log("no-prefixes"),
  "live-operator-interface-limit": log("interface-limit"),
  "live-operator-out-of-interfaces": log("out-of-interfaces"),
  "live-events-no-address": {
    fails: [
      [
        "an address that is missing",
        event("plugin cilium-cni failed: unable to allocate IP: all CIDR ranges are exhausted"),
        { found: "40 times, the last 60 s ago", example: true },
      ],
    ],
    passes: [
      ["no event", live()],
      ["another complaint", event("image cannot be pulled")],
      ["another reason", event("all CIDR ranges are exhausted", "FailedMount")],
    ],
    unknown: unread,
  },
  "live-events-no-agent": {
    fails: [
      [
        "an agent that does not answer",
        event("dial unix /var/run/cilium/cilium.sock: connect: no such file"),
        { path: "live.events.FailedCreatePodSandBox.shop/web", example: true },
      ],
    ],
    passes: [
      ["no event", live()],
      ["another complaint", event("all CIDR ranges are exhausted")],
      ["another reason", event("cilium.sock", "FailedMount")],
    ],
    unknown: unread,
  },
  "live-events-load-balancer": {
    fails: [
      [
        "a subnet that was not found",
        event("couldn't auto-discover subnets", "FailedBuildModel"),
        { found: "auto-discover", example: true },
      ],
    ],
    passes: [
      ["no event", live()],
      ["another reason", event("couldn't auto-discover subnets", "Other")],
    ],
    unknown: unread,
  },
  "live-drops-policy": {
    fails: [
      [
        "a denied flow",
        drop("POLICY_DENIED"),
        { path: "live.drops.shop/web.shop/api.TCP 8080", found: "POLICY_DENIED 12 times, TCP 8080", example: true },
      ],
    ],
    passes: [
      ["none", live()],
      ["another reason", drop("STALE_OR_UNROUTABLE_IP")],
    ],
    unknown: [["no flows given", live({ drops: UNKNOWN as never })]],
  },
});
