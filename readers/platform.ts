import type { Rule } from "../core/rules/rule.ts";

interface Where {
  /** An input, or the person who asks, says that the cluster runs on EKS. */
  readonly isEks: boolean;
  /** The resources are those of a program, which installs everything itself. */
  readonly ofProgram: boolean;
}

const names = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** On how a program calls Helm, and on the order of its resources. */
export const OF_PROGRAMS = names(`
  lifecycle-cilium-before-nodes lifecycle-chart-await lifecycle-nodes-after-cilium lifecycle-release-name lifecycle-release-await
  lifecycle-release-atomic lifecycle-release-delivery control-plane-coredns-order control-plane-addon-order
`);

/** On something that is not there: what was given is seldom all that is on a cluster, so nobody can say so. */
export const OF_WHOLE_CLUSTERS = names(`
  versions-gateway-api-present datapath-ipsec-keys datapath-ipsec-keys-new gateway-class-parameters-made gateway-certificate-made
  gateway-route-parent-made gateway-route-backend-made observability-l7-visibility observability-cert-manager
`);

/** Rules of Cilium, Helm and the Gateway API themselves, which no platform changes. */
export const EVERYWHERE = names(`
  helm-values-key-unknown helm-values-key-moved helm-values-key-fails helm-values-key-deprecated helm-values-type helm-values-choice
  helm-values-cluster-id helm-values-mesh-size helm-values-l7-proxy helm-values-hubble-parts helm-values-certificate-issuer
  helm-values-tproxy helm-values-api-server-once helm-values-mutual-authentication helm-values-endpoint-objects
  helm-values-mesh-store helm-values-header-redaction helm-values-standalone-ui helm-values-client-backoff
  helm-values-dns-proxy-port helm-values-envoy-base-id helm-values-labels-valid helm-values-annotations-valid
  helm-values-tolerations-valid helm-values-resources-valid helm-values-pod-names-valid helm-values-affinity-valid
  helm-values-spread-valid helm-values-rollout-valid helm-values-disruption-budget-valid helm-values-ports-valid
  helm-values-pod-choices-valid helm-values-volumes-valid helm-values-extra-config
  helm-values-iptables-rules helm-values-service-monitor
  datapath-gateway-kube-proxy datapath-maglev-table datapath-mode-annotation datapath-bpf-masquerade datapath-ip-masq-agent
  datapath-masquerade-ranges datapath-encryption-type datapath-node-encryption datapath-service-annotation
  observability-hubble-metric-list observability-hubble-metric-name observability-hubble-metric-conflict
  observability-hubble-metric-deprecated observability-hubble-metric-option observability-hubble-metric-context
  observability-agent-metric-name observability-export-filter observability-export-fields observability-export-aggregation
  observability-buffered-flows observability-monitor-target observability-alert-metric observability-alert-source
  observability-proxy-visibility
  gateway-object-fields gateway-class-parameters gateway-class-once gateway-controller-on gateway-listener-fields
  gateway-listener-unique gateway-listener-tls gateway-listener-conflict gateway-listener-set-conflict gateway-listener-namespaces
  gateway-certificate-kind gateway-certificate-grant gateway-certificate-wildcard gateway-redirect-loop gateway-route-sizes
  gateway-route-hostname-syntax gateway-route-parents gateway-route-path gateway-route-matches gateway-route-filters
  gateway-route-timeouts gateway-route-parent gateway-route-section gateway-route-protocol gateway-route-namespace
  gateway-route-hostname gateway-route-hostname-idle gateway-route-backends gateway-route-backends-none gateway-route-backend
  gateway-route-backend-grant gateway-mesh-route gateway-mesh-route-hostnames gateway-policy-peers gateway-policy-names
  gateway-policy-l7 gateway-policy-ingress gateway-inference-api versions-gateway-api-served
  hybrid-bgp-service-selector hybrid-bgp-advertisement-label hybrid-bgp-timers hybrid-bgp-peer-config
`);

/** Whether a rule is right for a cluster there. */
export const holdsOn = ({ id }: Pick<Rule, "id">, { isEks, ofProgram }: Where): boolean =>
  (ofProgram || !(OF_PROGRAMS.has(id) || OF_WHOLE_CLUSTERS.has(id))) && (isEks || EVERYWHERE.has(id));
