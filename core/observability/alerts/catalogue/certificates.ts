import type { AlertContext, AlertSpec } from "../context.ts";

const DAY = 86_400;
const days = (count: number): string => String(count * DAY);
const cronJob = ({ features }: AlertContext): boolean =>
  features.certificates === "cronJob" && features.kubeStateMetrics;
/** cert-manager reports what it issues; otherwise somebody must read the secrets. */
const expiryKnown = ({ features }: AlertContext): boolean =>
  features.certificates === "certmanager" || (features.certificates !== undefined && features.certificateExporter);
/** With cert-manager the CA belongs to the issuer, not to the secret `cilium-ca`. */
const ownsCa = ({ features }: AlertContext): boolean =>
  (features.certificates === "cronJob" || features.certificates === "provided") &&
  (features.certificateExporter || features.kubeStateMetrics);
const GENERATORS = "(hubble|clustermesh-apiserver)-generate-certs";

function leafExpiry({ features, select, namespace }: AlertContext): string {
  return features.certificates === "certmanager"
    ? `min by (name) (${select("certmanager_certificate_expiration_timestamp_seconds", 'name=~"hubble-.*"')})`
    : `min by (secret_name) (${select("x509_cert_not_after", `secret_namespace="${namespace}"`, 'secret_name=~"hubble-.*"', 'secret_key="tls.crt"')})`;
}

/** Without the exporter only the secret's age is known: right for a CA that is renewed by making the secret anew. */
function caExpiry({ features, select, namespace, thresholds }: AlertContext): string {
  return features.certificateExporter
    ? `min by (secret_name) (${select("x509_cert_not_after", `secret_namespace="${namespace}"`, 'secret_name="cilium-ca"', 'secret_key="ca.crt"')})`
    : `min by (secret) (${select("kube_secret_created", `namespace="${namespace}"`, 'secret="cilium-ca"')}) + ${days(thresholds.caValidityDays)}`;
}

/** Hubble's certificates and the CA behind them. */
export const CERTIFICATE_ALERTS: readonly AlertSpec[] = [
  {
    alert: "HubbleCertificateJobFailed",
    severity: "warning",
    minutes: 15,
    on: cronJob,
    expr: ({ select, namespace }) =>
      `max by (job_name) (${select("kube_job_failed", `namespace="${namespace}"`, `job_name=~"${GENERATORS}.*"`, 'condition="true"')}) > 0`,
    summary: "The job that renews certificates failed.",
    description: ({ minor }) =>
      `{{ $labels.job_name }} failed: certificates are not renewed.${minor === "1.20" ? " It refuses to sign within a year of the CA's end." : ""}`,
  },
  {
    alert: "HubbleCertificateJobOverdue",
    severity: "warning",
    minutes: 60,
    on: cronJob,
    // One that never succeeded has no last success: its making counts then.
    expr: ({ select, namespace, thresholds }) => {
      const latest = (metric: string) =>
        `max by (cronjob) (${select(metric, `namespace="${namespace}"`, `cronjob=~"${GENERATORS}"`)})`;
      return `time() - (${latest("kube_cronjob_status_last_successful_time")} or ${latest("kube_cronjob_created")}) > ${days(thresholds.certificateJobDays)}`;
    },
    summary: "The job that renews certificates has not succeeded for long.",
    description: "{{ $labels.cronjob }} last succeeded {{ $value | humanizeDuration }} ago.",
  },
  {
    alert: "HubbleCertificateExpiring",
    severity: "warning",
    minutes: 60,
    on: expiryKnown,
    expr: (context) => `${leafExpiry(context)} - time() < ${days(context.thresholds.certificateDays)}`,
    summary: "A certificate of Hubble ends soon.",
    description: ({ features }) =>
      `{{ $labels.${features.certificates === "certmanager" ? "name" : "secret_name"} }} ends in {{ $value | humanizeDuration }}; Relay then loses the nodes.`,
  },
  {
    alert: "HubbleCertificateNotReady",
    severity: "warning",
    minutes: 30,
    on: ({ features }) => features.certificates === "certmanager",
    expr: ({ select }) =>
      `max by (name) (${select("certmanager_certificate_ready_status", 'name=~"hubble-.*"', 'condition!="True"')}) > 0`,
    summary: "cert-manager cannot issue a certificate of Hubble.",
    description: "Certificate {{ $labels.name }} is not ready.",
  },
  {
    alert: "CiliumCaExpiring",
    severity: "warning",
    minutes: 60,
    on: ownsCa,
    expr: (context) => `${caExpiry(context)} - time() < ${days(context.thresholds.caDays)}`,
    summary: "The CA of Hubble and of the cluster mesh must be replaced.",
    description: ({ minor }) =>
      `cilium-ca ends in {{ $value | humanizeDuration }} and is never replaced by itself. ${
        minor === "1.20"
          ? "Within a year of its end the certificate job fails."
          : "Within a year of its end new certificates outlive it and stop being trusted with it."
      }`,
  },
];
