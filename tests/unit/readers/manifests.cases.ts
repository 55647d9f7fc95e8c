import type { ReaderCase } from "../../support/readers.ts";

const GATEWAY = `apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: { name: edge }
spec:
  controllerName: io.cilium/gateway-controller
  parametersRef: { group: cilium.io, kind: CiliumGatewayClassConfig, name: edge, namespace: gateway }
---
apiVersion: cilium.io/v2alpha1
kind: CiliumGatewayClassConfig
metadata: { name: edge, namespace: gateway }
spec:
  service: { type: LoadBalancer, loadBalancerClass: service.k8s.aws/nlb }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge, namespace: gateway }
spec:
  gatewayClassName: edge
  infrastructure:
    annotations:
      service.beta.kubernetes.io/aws-load-balancer-scheme: internet-facing
      service.beta.kubernetes.io/aws-load-balancer-nlb-target-type: instance
  listeners:
    - name: http
      port: 80
      protocol: HTTP
      allowedRoutes: { namespaces: { from: All } }
`;

const ROUTE = `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: shop, namespace: shop }
spec:
  parentRefs: [{ name: edge, namespace: gateway, sectionName: http }]
  hostnames: [shop.acme.io]
  rules:
    - matches: [{ path: { type: PathPrefix, value: / } }]
      backendRefs: [{ name: shop, port: 80 }]
---
apiVersion: v1
kind: Service
metadata: { name: shop, namespace: shop }
spec: { selector: { app: shop }, ports: [{ port: 80, targetPort: 8080 }] }
`;

export const MANIFESTS: readonly ReaderCase[] = [
  {
    name: "a Gateway on an NLB with a route, all right",
    files: { "k8s/gateway.yaml": GATEWAY, "k8s/shop.yaml": ROUTE },
    finds: [],
  },
  { name: "a route alone: what was not given is not said to be missing", files: { "shop.yaml": ROUTE }, finds: [] },
  {
    name: "a Gateway with the annotations in metadata",
    files: {
      "gateway.yaml": `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: edge
  annotations:
    service.beta.kubernetes.io/aws-load-balancer-type: external
    service.beta.kubernetes.io/aws-load-balancer-scheme: internet-facing
spec:
  gatewayClassName: cilium
  listeners:
    - { name: http, port: 80, protocol: HTTP }
`,
    },
    finds: [
      "gateway-annotation-place gateway.yaml:6:5",
      "gateway-annotation-place gateway.yaml:7:5",
      "gateway-listener-allowed-routes gateway.yaml:11:7",
      "gateway-load-balancer-class gateway.yaml:8:1",
      "gateway-load-balancer-scheme gateway.yaml:8:1",
    ],
  },
  {
    name: "a List, as kubectl writes it: a route on a listener that is not there",
    files: {
      "list.yaml": `apiVersion: v1
kind: List
items:
${GATEWAY.split("---\n")
  .map((text) => `- ${text.trimEnd().replaceAll("\n", "\n  ")}`)
  .join("\n")}
- apiVersion: gateway.networking.k8s.io/v1
  kind: HTTPRoute
  metadata: { name: shop, namespace: shop }
  spec:
    parentRefs: [{ name: edge, namespace: gateway, sectionName: https }]
    rules: [{ backendRefs: [{ name: shop, port: 80 }] }]
`,
    },
    finds: ["gateway-route-section list.yaml:33:52"],
  },
  {
    name: "JSON of kubectl get -o json: a list of one kind",
    files: {
      "gateways.json": JSON.stringify(
        {
          apiVersion: "gateway.networking.k8s.io/v1",
          kind: "HTTPRouteList",
          items: [
            {
              metadata: { name: "a", namespace: "x" },
              spec: { rules: [{ matches: [{ path: { value: "no-slash" } }], backendRefs: [{ name: "b", port: 80 }] }] },
            },
          ],
        },
        undefined,
        2,
      ),
    },
    finds: ["gateway-route-parents gateways.json:10:7", "gateway-route-path gateways.json:16:19"],
  },
  {
    name: "a policy that names a domain without DNS, on any platform",
    files: {
      "policy.yaml": `apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: { name: out, namespace: shop }
spec:
  endpointSelector: {}
  egress:
    - toFQDNs: [{ matchName: api.acme.io }]
`,
    },
    finds: ["gateway-policy-names policy.yaml:7:7"],
  },
  {
    name: "the same with DNS, which is right",
    files: {
      "policy.yaml": `apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: { name: out, namespace: shop }
spec:
  endpointSelector: {}
  egress:
    - toEndpoints: [{ matchLabels: { "k8s:io.kubernetes.pod.namespace": kube-system, k8s-app: kube-dns } }]
      toPorts: [{ ports: [{ port: "53", protocol: ANY }], rules: { dns: [{ matchPattern: "*" }] } }]
    - toFQDNs: [{ matchName: api.acme.io }]
`,
    },
    finds: [],
  },
  {
    name: "alerts on metrics that there are not, beside values",
    files: {
      "values.yaml": "ipam: { mode: kubernetes }\nprometheus: { enabled: true }\n",
      "alerts.yaml": `apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: cilium, namespace: monitoring }
spec:
  groups:
    - name: cilium
      rules:
        - alert: CiliumDown
          expr: sum(rate(cilium_operator_eni_allocation_failure_total[5m])) > 0
`,
    },
    finds: ["observability-alert-metric alerts.yaml:9:11"],
  },
  {
    name: "a Karpenter pool whose taint is no startup taint, beside values in ENI mode",
    files: {
      "values.yaml":
        "eni: { enabled: true }\nipam: { mode: eni }\nenableIPv4Masquerade: false\nrollOutCiliumPods: true\noperator: { rollOutPods: true }\nhubble: { tls: { auto: { method: cronJob } } }\n",
      "pool.yaml": `apiVersion: karpenter.sh/v1
kind: NodePool
metadata: { name: general }
spec:
  limits: { cpu: "100" }
  disruption: { consolidateAfter: 1m }
  template:
    spec:
      nodeClassRef: { group: karpenter.k8s.aws, kind: EC2NodeClass, name: general }
      taints:
        - { key: node.cilium.io/agent-not-ready, value: "true", effect: NoExecute }
---
apiVersion: karpenter.k8s.aws/v1
kind: EC2NodeClass
metadata: { name: general }
spec:
  metadataOptions: { httpTokens: required, httpPutResponseHopLimit: 1 }
`,
    },
    finds: ["nodes-taint-karpenter-startup pool.yaml:2:1"],
  },
  {
    name: "a Service of type LoadBalancer on AWS without a scheme, with a Deployment beside it",
    files: {
      "svc.yaml": `apiVersion: v1
kind: Service
metadata:
  name: web
  namespace: shop
  annotations: { service.beta.kubernetes.io/aws-load-balancer-type: external }
spec: { type: LoadBalancer, ports: [{ port: 80 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec: { template: { metadata: { annotations: { policy.cilium.io/proxy-visibility: "<Ingress/80/TCP/HTTP>" } } } }
`,
    },
    finds: [
      "gateway-load-balancer-scheme svc.yaml:6:3",
      "gateway-target-type svc.yaml:6:3",
      "observability-proxy-visibility svc.yaml:12:48",
    ],
  },
  {
    name: "the ConfigMap of a cluster, read back: an option that the rest of it refuses",
    files: {
      "cm.yaml": `apiVersion: v1
kind: ConfigMap
metadata: { name: cilium-config, namespace: kube-system, labels: { helm.sh/chart: cilium-1.19.6 } }
data:
  ipam: eni
  routing-mode: tunnel
  enable-ipv4-masquerade: "false"
  enable-bpf-masquerade: "true"
  kube-proxy-replacement: "true"
  hubble-metrics: "dns drop tcpp"
`,
    },
    finds: ["datapath-bpf-masquerade cm.yaml:8:3", "datapath-eni-tunnel cm.yaml:6:3"],
    notes: ["read back from its ConfigMap (1.19.6)"],
  },
  {
    name: "objects of other tools, none of which is ours to judge",
    files: {
      "istio.yaml": `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: mesh, namespace: istio-ingress }
spec:
  gatewayClassName: istio
  listeners: [{ name: http, port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: Same } } }]
---
apiVersion: batch/v1
kind: CronJob
metadata: { name: backup }
spec: { schedule: "0 3 * * *" }
`,
    },
    finds: [],
  },
  {
    name: "a definition of a kind, of which nothing but its head is read",
    files: {
      "crd.yaml": `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: things.acme.io\nspec:\n  broken: [\n`,
    },
    finds: [],
  },
  {
    name: "kustomization.yaml beside its objects: noted, not judged",
    files: {
      "kustomization.yaml":
        "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [shop.yaml]\n",
      "shop.yaml": ROUTE,
    },
    finds: [],
    notes: ["kustomize build FOLDER | cilium-eks check -"],
  },
];
