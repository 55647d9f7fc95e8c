/** A snippet as guides on Cilium and EKS have it, with what somebody who copies it would give to `check`. */
export interface Article {
  readonly title: string;
  /** Where snippets like it stand, in a sentence. */
  readonly about: string;
  readonly files: Readonly<Record<string, string>>;
}

/** Written here in the style of such guides: none of them is a copy. */
export const ARTICLES: readonly Article[] = [
  {
    title: "Values of a guide to ENI mode",
    about:
      "Guides of the years before Cilium 1.14 replace kube-proxy by `strict`, switch the tunnel off by `tunnel`, and name one interface for masquerade.",
    files: {
      "values.yaml": `eni:
  enabled: true
ipam:
  mode: eni
egressMasqueradeInterfaces: eth0
tunnel: disabled
nodeinit:
  enabled: true
kubeProxyReplacement: strict
k8sServiceHost: https://0A1B2C3D4E5F.gr7.eu-central-1.eks.amazonaws.com
hubble:
  relay: { enabled: true }
  ui: { enabled: true }
  metrics: { enabled: [dns, drop, tcp, flow, icmp, http] }
`,
    },
  },
  {
    title: "Prefix delegation and pod subnets, as keys that nobody reads",
    about: "Options of the operator, written as values of the chart: Helm takes them without a word.",
    files: {
      "values.yaml": `eni:
  enabled: true
  subnetTags: { pods: "true" }
awsEnablePrefixDelegation: true
ipam:
  mode: eni
routingMode: native
enableIPv4Masquerade: false
k8sServiceHost: 0A1B2C3D4E5F.gr7.eu-central-1.eks.amazonaws.com
k8sServicePort: "443"
kubeProxyReplacement: true
`,
    },
  },
  {
    title: "An eksctl file with the taint on the node group",
    about: "Cilium's own installation guide taints a managed group so; EKS puts such a taint back on nodes that run.",
    files: {
      "cluster.yaml": `apiVersion: eksctl.io/v1alpha5
kind: ClusterConfig
metadata:
  name: cilium-demo
  region: eu-west-1
managedNodeGroups:
  - name: ng-1
    desiredCapacity: 2
    privateNetworking: true
    taints:
      - key: "node.cilium.io/agent-not-ready"
        value: "true"
        effect: "NoExecute"
`,
      "values.yaml": "eni: { enabled: true }\nipam: { mode: eni }\nroutingMode: native\n",
    },
  },
  {
    title: "A Gateway with the load balancer's annotations in its metadata",
    about: "As one would annotate a Service or an Ingress.",
    files: {
      "gateway.yaml": `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: web
  annotations:
    service.beta.kubernetes.io/aws-load-balancer-type: nlb
    service.beta.kubernetes.io/aws-load-balancer-scheme: internet-facing
    service.beta.kubernetes.io/aws-load-balancer-nlb-target-type: ip
spec:
  gatewayClassName: cilium
  listeners:
    - name: https
      port: 443
      protocol: HTTPS
      hostname: "*.acme.io"
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: shop
  namespace: shop
spec:
  parentRefs:
    - name: web
      namespace: default
  hostnames: [shop.acme.io]
  rules:
    - backendRefs:
        - name: shop
`,
    },
  },
  {
    title: "Alerts on metrics that nobody exposes",
    about: "Expressions of older dashboards, beside values that switch no metric on.",
    files: {
      "alerts.yaml": `apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: cilium, namespace: monitoring }
spec:
  groups:
    - name: cilium
      rules:
        - alert: CiliumPolicyImportErrors
          expr: rate(cilium_policy_import_errors_total[5m]) > 0
        - alert: CiliumOperatorOutOfAddresses
          expr: cilium_operator_ipam_available < 10
        - alert: CiliumDrops
          expr: sum(rate(cilium_drop_count_total[5m])) by (reason) > 1
`,
      "values.yaml": "eni: { enabled: true }\nipam: { mode: eni }\nenableIPv4Masquerade: false\n",
    },
  },
  {
    title: "An Application of Argo CD that renders certificates anew",
    about: "Argo CD renders the chart at each look; certificates that Helm makes are new each time.",
    files: {
      "cilium.yaml": `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: cilium, namespace: argocd }
spec:
  project: default
  destination: { server: https://kubernetes.default.svc, namespace: kube-system }
  source:
    repoURL: https://helm.cilium.io
    chart: cilium
    targetRevision: 1.20.0
    helm:
      valuesObject:
        eni: { enabled: true }
        ipam: { mode: eni }
        hubble: { relay: { enabled: true } }
`,
    },
  },
  {
    title: "A policy that allows a domain and forgets DNS",
    about: "Without a rule for DNS the agent never learns the domain's addresses.",
    files: {
      "policy.yaml": `apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: { name: payments, namespace: shop }
spec:
  endpointSelector: { matchLabels: { app: payments } }
  egress:
    - toFQDNs: [{ matchName: api.payments.io }]
      toPorts: [{ ports: [{ port: "443", protocol: TCP }] }]
`,
    },
  },
];
