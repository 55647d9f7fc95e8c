import { UNKNOWN } from "../../../../../core/model/unknown.ts";
import { live } from "../../../../support/live-model.ts";
import { cases } from "../../../../support/rule-cases.ts";

const AT = 1_800_000_000;
const DAY = 86_400;
const certificate = (left: number) =>
  live({
    at: AT,
    certificates: [
      { namespace: "kube-system", name: "hubble-server-certs/tls.crt", subject: "CN=x", notAfter: AT + left },
    ],
  });
const policy = (valid: boolean | undefined, message = "") =>
  live({
    policies: [
      {
        kind: "CiliumNetworkPolicy",
        namespace: "shop",
        name: "web",
        message,
        ...(valid === undefined ? {} : { valid }),
      },
    ],
  });
const clock = (clockSkewSeconds: number) => live({ server: { version: "1.35", clockSkewSeconds } });
const unread = [["certificates that could not be read", live({ certificates: UNKNOWN as never })]] as const;

export default cases({
  "live-certificates-expired": {
    fails: [
      ["one of last week", certificate(-7 * DAY), { found: "ran out 7 days ago", example: true }],
      ["one of this second", certificate(0)],
    ],
    passes: [
      ["one of tomorrow", certificate(DAY)],
      ["none", live()],
    ],
    unknown: unread,
  },
  "live-certificates-soon": {
    fails: [["20 days", certificate(20 * DAY), { found: "20 days left", example: true }]],
    passes: [
      ["30 days", certificate(30 * DAY)],
      ["one that ran out, of which another rule tells", certificate(0)],
    ],
    unknown: unread,
  },
  "live-policies-valid": {
    fails: [
      [
        "one that the operator refuses",
        policy(false, "toFQDNs needs DNS"),
        { path: "live.policies.CiliumNetworkPolicy.shop/web", found: "toFQDNs needs DNS", example: true },
      ],
      ["without a reason", policy(false), { found: "not valid" }],
    ],
    passes: [
      ["a valid one", policy(true)],
      ["one that nobody has looked at", policy(undefined)],
    ],
    unknown: [["policies that could not be read", live({ policies: UNKNOWN as never })]],
  },
  "live-server-clock": {
    fails: [
      ["an hour ahead", clock(3600), { found: "this machine is 60 min ahead", example: true }],
      ["four minutes behind", clock(-240), { found: "4 min behind" }],
    ],
    passes: [["a second", clock(1)]],
    unknown: [["a server that did not answer", live({ server: UNKNOWN as never })]],
  },
});
