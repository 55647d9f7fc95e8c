import type { HelmChart } from "../helm/charts.ts";
import { type ExposureSettings, ExposureType } from "../settings/index.ts";

export const DEFAULT_EXPOSURE: ExposureSettings = { type: ExposureType.InternetFacing };
/** Label of the Service, and so of the load balancer's record in Kubernetes: which cluster it belongs to. */
export const CLUSTER_LABEL = "cilium-eks/cluster";
/** cert-manager's own names (its chart's defaults). */
export const CERT_MANAGER_NAMESPACE = "cert-manager";
export const EXTERNAL_DNS_NAMESPACE = "external-dns";
export const DEMO_NAMESPACE = "gateway-demo";
/** Port that the load balancer controller's webhook listens on (its chart 3.5.0, webhookBindPort). */
export const LBC_WEBHOOK_PORT = 9443;
/** Port that cert-manager's webhook listens on (its chart, webhook.securePort). */
export const CERT_MANAGER_WEBHOOK_PORT = 10_250;

/** kubernetes-sigs/aws-load-balancer-controller helm/aws-load-balancer-controller/Chart.yaml at 225f4456 (2026-08-17). */
export const LBC_CHART: HelmChart = {
  name: "aws-load-balancer-controller",
  repository: "https://aws.github.io/eks-charts",
  version: "3.5.0",
};

/** cert-manager website content/docs/releases (1.21, 2026-07-08); its CRDs are those of core/cilium/crds.ts. */
export const CERT_MANAGER_CHART: HelmChart = {
  name: "cert-manager",
  repository: "oci://quay.io/jetstack/charts",
  version: "v1.21.1",
};

/** Carries external-dns 0.21.0 (kubernetes-sigs/external-dns charts/external-dns). */
export const EXTERNAL_DNS_CHART: HelmChart = {
  name: "external-dns",
  repository: "https://kubernetes-sigs.github.io/external-dns/",
  version: "1.21.1",
};

/** Let's Encrypt's directories (letsencrypt.org/docs/acme-protocol-updates, staging-environment). */
export const ACME = {
  production: "https://acme-v02.api.letsencrypt.org/directory",
  staging: "https://acme-staging-v02.api.letsencrypt.org/directory",
} as const;

/** Echo server of the Kubernetes project's own end-to-end tests; the tag is one that its registry is known to hold. */
export const DEMO_IMAGE = "registry.k8s.io/e2e-test-images/agnhost:2.53";
export const DEMO_PORT = 8080;

/** Charts set none for the controller; starting points, not measurements. */
export const CONTROLLER_RESOURCES = { requests: { cpu: "100m", memory: "128Mi" } } as const;
