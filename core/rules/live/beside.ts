import type { LiveCertificate, LivePolicy } from "../../model/index.ts";
import { Severity } from "../../findings/finding.ts";
import { rulesOn } from "../rule.ts";
import { subjectOf } from "../subject.ts";
import { wholeModel } from "../subjects.ts";
import { duration, keyOf } from "./subjects.ts";

const DAY = 86_400;
/** Certificates of Hubble are renewed every four months where the chart does it; what has less than this left was not. */
const WARN_DAYS = 30;
/** Tokens and AWS's signatures are refused from five minutes on (AWS: SigV4; Kubernetes: client certificates and tokens). */
const MOST_SKEW_SECONDS = 240;

const certificates = subjectOf<LiveCertificate, LiveCertificate, "live">({
  needs: ["live"],
  of: ({ live }) => live.certificates,
  read: (one) => one,
  place: (one) => ({ subject: `certificate "${keyOf(one)}"`, path: `live.certificates.${keyOf(one)}` }),
});

const policies = subjectOf<LivePolicy, LivePolicy, "live">({
  needs: ["live"],
  of: ({ live }) => live.policies,
  read: (one) => one,
  place: (one) => ({ subject: `${one.kind} "${keyOf(one)}"`, path: `live.policies.${one.kind}.${keyOf(one)}` }),
});

export default [
  ...rulesOn(certificates, [
    {
      id: "live-certificates-expired",
      severity: Severity.Error,
      title: "No certificate of Hubble has run out",
      why: "Agents and relay refuse each other, and flows are gone; with the method `helm` nothing renews certificates after their first year.",
      symptom: "hubble observe: `certificate has expired`; the relay's log counts unavailable nodes.",
      source:
        "Cilium charts 1.19.6 and 1.20.0: templates/hubble/tls-helm; Cilium docs: observability/hubble/configuration/tls",
      fix: "With cronJob: kubectl -n kube-system create job --from cronjob/hubble-generate-certs renew. With helm: delete the Secrets, then pulumi up. Restart relay and agents after it.",
      *check({ notAfter }, { live }) {
        if (notAfter > live.at) return;
        yield { found: `ran out ${duration(live.at - notAfter)} ago`, expected: "a date to come" };
      },
    },
    {
      id: "live-certificates-soon",
      severity: Severity.Warning,
      title: "Certificates of Hubble have 30 days left",
      why: "What renews them has not done so, or nothing does.",
      source: "Cilium charts 1.19.6 and 1.20.0: templates/hubble; Cilium docs: observability/hubble/configuration/tls",
      fix: "kubectl -n kube-system get cronjob,job shows whether the renewal runs; see docs/observability.md, Certificates.",
      *check({ notAfter }, { live }) {
        const left = notAfter - live.at;
        if (left <= 0 || left >= WARN_DAYS * DAY) return;
        yield { found: `${duration(left)} left`, expected: `${String(WARN_DAYS)} days` };
      },
    },
  ]),
  ...rulesOn(policies, [
    {
      id: "live-policies-valid",
      severity: Severity.Error,
      title: "Every policy is valid for Cilium",
      why: "A policy that the operator calls invalid is not enforced: what it was to allow stays denied, or what it was to deny stays open.",
      symptom: "kubectl get cnp shows VALID False.",
      source: "cilium 1.19 and 1.20 operator/pkg/networkpolicy (condition Valid)",
      fix: "kubectl describe the policy: the condition's message says which rule is wrong.",
      *check({ valid, message }) {
        if (valid !== false) return;
        yield { found: message === "" ? "not valid" : message, expected: "valid" };
      },
    },
  ]),
  ...rulesOn(wholeModel("live"), [
    {
      id: "live-server-clock",
      severity: Severity.Warning,
      title: "This machine's clock and the cluster's agree",
      why: "AWS refuses signatures, and servers refuse tokens and certificates, when clocks are minutes apart; ages that are told here are by the cluster's clock.",
      symptom: "`RequestExpired`, `SignatureDoesNotMatch`, or 401 from the API server.",
      source: "AWS docs: IAM user guide, reference_sigv-troubleshooting",
      fix: "Set this machine's clock by NTP (chrony, systemd-timesyncd).",
      *check({ live }) {
        const { clockSkewSeconds: skew } = live.server;
        if (Math.abs(skew) < MOST_SKEW_SECONDS) return;
        yield {
          subject: "clock",
          path: "live.server.clockSkewSeconds",
          found: `this machine is ${duration(Math.abs(skew))} ${skew > 0 ? "ahead" : "behind"}`,
          expected: `less than ${duration(MOST_SKEW_SECONDS)}`,
        };
      },
    },
  ]),
];
