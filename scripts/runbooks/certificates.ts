import type { Runbooks } from "./runbook.ts";

const RUN_NOW =
  "`kubectl -n kube-system create job --from=cronjob/hubble-generate-certs hubble-generate-certs-now`, then `kubectl -n kube-system rollout restart ds/cilium deployment/hubble-relay`.";

export const CERTIFICATE_RUNBOOKS: Runbooks = {
  HubbleCertificateJobFailed: {
    meaning: "Certificates are not renewed. What exists goes on until its end (365 days after it was made).",
    look: [
      "`kubectl -n kube-system logs job/<job>`",
      "1.20: *which is before the requested validity* in the log means that CiliumCaExpiring is the cause.",
    ],
    act: [`Fix the cause, run it again: ${RUN_NOW}`, "Delete the failed job: it keeps the alert up."],
  },
  HubbleCertificateJobOverdue: {
    meaning:
      "The schedule is every four months and the last success is longer ago. The CronJob may be suspended or was never able to start.",
    look: ["`kubectl -n kube-system get cronjobs` (SUSPEND, LAST SCHEDULE) and `kubectl -n kube-system get jobs`."],
    act: [RUN_NOW],
  },
  HubbleCertificateExpiring: {
    meaning:
      "After the end Relay reaches no agent and the UI and command line are empty. Traffic of pods is not touched.",
    look: [
      "`kubectl -n kube-system get secret <secret> -o jsonpath='{.data.tls\\.crt}' | base64 -d | openssl x509 -noout -enddate -subject -issuer`",
    ],
    act: [
      `CronJob: ${RUN_NOW}`,
      "cert-manager: `cmctl renew -n kube-system <certificate>`, or the issuer's own log. Certificates of your own: replace them in Pulumi.",
    ],
  },
  HubbleCertificateNotReady: {
    meaning: "cert-manager cannot issue or renew. Relay waits for the secret when it starts.",
    look: ["`kubectl -n kube-system describe certificate <name>` and its CertificateRequest."],
    act: ["Repair the issuer. Its CA must be the same for all of Hubble's certificates."],
  },
  CiliumCaExpiring: {
    meaning:
      "Nothing renews the CA: certgen and the chart reuse the secret `cilium-ca`. Every certificate of Hubble, and of the cluster mesh, ends with it. Without certificate exporter the alert reckons from the age of the secret and `caValidityDays`.",
    look: [
      "`kubectl -n kube-system get secret cilium-ca -o jsonpath='{.data.ca\\.crt}' | base64 -d | openssl x509 -noout -enddate`",
    ],
    act: [
      "Choose an hour in which flows may be missing. With a cluster mesh all clusters share the CA: replace it in all of them, one after the other, and expect the mesh to be apart meanwhile.",
      "CronJob: save the secret, `kubectl -n kube-system delete secret cilium-ca`, then run the job, which makes a new CA and new leaves: `kubectl -n kube-system create job --from=cronjob/hubble-generate-certs ca-rotation`.",
      "`kubectl -n kube-system rollout restart ds/cilium deployment/hubble-relay deployment/hubble-ui`; copies of the CA elsewhere (clients of Relay, `clustermesh.config`) must follow.",
      "CA made in Pulumi: replace the CA resource; certificates and releases follow in one `pulumi up`.",
      "Check: `hubble status -P` counts all nodes.",
    ],
  },
};
