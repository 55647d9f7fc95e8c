import { DAY, flat, type AlertCase, type CaseOptions } from "./case.ts";

const NAMESPACE = 'namespace="kube-system"';
const job = (failed: string): string =>
  `kube_job_failed{${NAMESPACE},job_name="hubble-generate-certs-29000000",condition="${failed}"}`;
const cron = (metric: string): string => `kube_cronjob_${metric}{${NAMESPACE},cronjob="hubble-generate-certs"}`;
const secret = (name: string, key: string): string =>
  `x509_cert_not_after{secret_namespace="kube-system",secret_name="${name}",secret_key="${key}"}`;
/** The clock of promtool starts at 0; the cases are read after so many seconds. */
const NOW = 150 * 60;

function leaf({ features }: CaseOptions, days: number) {
  return features.certificates === "certmanager"
    ? { 'certmanager_certificate_expiration_timestamp_seconds{name="hubble-server-certs"}': flat(NOW + days * DAY) }
    : { [secret("hubble-server-certs", "tls.crt")]: flat(NOW + days * DAY) };
}

/** A CA that ends in so many days, as its own date or as the age of its secret (made for 1095 days). */
function authority({ features }: CaseOptions, days: number) {
  return features.certificateExporter === true
    ? { [secret("cilium-ca", "ca.crt")]: flat(NOW + days * DAY) }
    : { [`kube_secret_created{${NAMESPACE},secret="cilium-ca"}`]: flat(NOW + (days - 1095) * DAY) };
}

export function certificateCases(options: CaseOptions): AlertCase[] {
  const { features } = options;
  return [
    {
      alert: "HubbleCertificateJobFailed",
      fires: { [job("true")]: flat(1) },
      expected: [{ labels: { job_name: "hubble-generate-certs-29000000" } }],
      quiet: { [job("true")]: flat(0), [job("false")]: flat(1) },
    },
    {
      alert: "HubbleCertificateJobOverdue",
      fires: {
        [cron("status_last_successful_time")]: flat(NOW - 151 * DAY),
        [`kube_cronjob_created{${NAMESPACE},cronjob="clustermesh-apiserver-generate-certs"}`]: flat(NOW - 200 * DAY),
      },
      expected: [
        { labels: { cronjob: "hubble-generate-certs" }, value: "151d 0h 0m 0s" },
        { labels: { cronjob: "clustermesh-apiserver-generate-certs" }, value: "200d 0h 0m 0s" },
      ],
      quiet: {
        [cron("status_last_successful_time")]: flat(NOW - 149 * DAY),
        [cron("created")]: flat(NOW - 700 * DAY),
      },
    },
    {
      alert: "HubbleCertificateExpiring",
      fires: leaf(options, 29),
      expected: [
        {
          labels: { [features.certificates === "certmanager" ? "name" : "secret_name"]: "hubble-server-certs" },
          value: "29d 0h 0m 0s",
        },
      ],
      quiet: leaf(options, 31),
    },
    {
      alert: "HubbleCertificateNotReady",
      fires: { 'certmanager_certificate_ready_status{name="hubble-server-certs",condition="False"}': flat(1) },
      expected: [{ labels: { name: "hubble-server-certs" } }],
      quiet: {
        'certmanager_certificate_ready_status{name="hubble-server-certs",condition="False"}': flat(0),
        'certmanager_certificate_ready_status{name="hubble-server-certs",condition="True"}': flat(1),
        'certmanager_certificate_ready_status{name="shop",condition="False"}': flat(1),
      },
    },
    {
      alert: "CiliumCaExpiring",
      fires: authority(options, 399),
      expected: [
        {
          labels: { [features.certificateExporter === true ? "secret_name" : "secret"]: "cilium-ca" },
          value: "399d 0h 0m 0s",
        },
      ],
      quiet: authority(options, 401),
    },
  ];
}
