import type { AlertThresholds } from "../../settings/alerting.ts";

/** A default with the reason for it. They are starting points to be tuned, none is a measurement. */
export interface ThresholdDefault {
  readonly default: number;
  readonly reason: string;
}

/** Identities of a cluster: 16 bits, less the reserved ones (Cilium docs: identity limits). */
export const IDENTITY_LIMIT = 65_280;

export const THRESHOLDS: Readonly<Record<keyof AlertThresholds, ThresholdDefault>> = {
  subnetFreeAddresses: {
    default: 64,
    reason: "four /28 prefixes, or the first ENI of one large node: below that the next scale-up can fail",
  },
  nodeAddressShare: {
    default: 0.9,
    reason: "leaves time to add a node; not urgent where maxPods keeps below the limit",
  },
  ec2RateLimitSeconds: { default: 1, reason: "the limiter (operatorApi.qps) then costs more than the call itself" },
  dropsPerSecond: { default: 1, reason: "expected reasons are left out, so that what remains should be near zero" },
  policyDeniedPerSecond: { default: 10, reason: "denials are normal in small numbers: scans, stale clients" },
  bpfMapShare: { default: 0.9, reason: "a full map refuses entries: connections or policies fail" },
  natPortShare: { default: 0.8, reason: "at 1 new connections to that destination fail" },
  identityShare: { default: 0.8, reason: "time to drop labels from the identity set before pods get none" },
  apiErrorsPerSecond: { default: 0.1, reason: "one failed call in ten seconds, sustained, is no hiccup" },
  lostEventsPerSecond: { default: 10, reason: "flows are sampled anyhow; above this the service map lacks edges" },
  httpErrorShare: { default: 0.05, reason: "one request in twenty; set your own objective" },
  httpRequestsPerSecond: { default: 0.1, reason: "below it a single error would be a large share" },
  inferenceWaitingRequests: {
    default: 5,
    reason: "from which on the router counts a server as saturated (DefaultQueueDepthThreshold of llm-d's router)",
  },
  inferenceKvCacheShare: {
    default: 0.8,
    reason: "from which on the router counts a server as saturated (DefaultKVCacheUtilThreshold)",
  },
  inferenceFirstTokenSeconds: { default: 5, reason: "people leave a chat that does not begin; set your own objective" },
  certificateDays: { default: 30, reason: "the CronJob and cert-manager renew long before: it did not happen" },
  caDays: {
    default: 400,
    reason:
      "a leaf lasts 365 days; within a year of the CA's end certgen of 1.20 refuses to sign, 1.19 signs leaves that outlive it",
  },
  caValidityDays: { default: 1095, reason: "what certgen and the chart give the CA (tls.ca.certValidityDuration)" },
  certificateJobDays: { default: 150, reason: "the schedule is every four months, at most 123 days apart" },
  restartsPerHour: { default: 3, reason: "a rollout restarts once; more is a crash loop" },
  meshFailuresPerHour: { default: 10, reason: "every agent reconnects once when the other side restarts" },
  downMinutes: { default: 10, reason: "longer than a rollout or a node's drain" },
};

/** The defaults with the caller's changes. */
export const withDefaults = (given: AlertThresholds = {}): Required<AlertThresholds> => ({
  ...(Object.fromEntries(
    Object.entries(THRESHOLDS).map(([name, { default: value }]) => [name, value]),
  ) as Required<AlertThresholds>),
  ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
});
