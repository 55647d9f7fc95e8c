import { UNKNOWN } from "../../../core/model/unknown.ts";
import type { ReaderCase } from "../../support/readers.ts";
import { terraformPlan } from "../../support/terraform-plan.ts";
import { ROLES, VALUES, plan } from "./terraform-modules.ts";
import { TUTORIAL } from "./terraform-tutorial.ts";

const GATEWAY = {
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "Gateway",
  metadata: {
    name: "web",
    namespace: "edge",
    annotations: { "service.beta.kubernetes.io/aws-load-balancer-type": "external" },
  },
  spec: { gatewayClassName: "cilium", listeners: [{ name: "http", port: 80, protocol: "HTTP" }] },
};

/** What is stored: a sensitive attribute is told by its path. */
const STATE = (release: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({
    version: 4,
    terraform_version: "1.11.4",
    serial: 12,
    lineage: "843908b5-c0b7-1d8b-be3a-36f1e9dd92a4",
    outputs: {},
    resources: [
      {
        mode: "managed",
        type: "helm_release",
        name: "cilium",
        provider: 'provider["registry.terraform.io/hashicorp/helm"]',
        instances: [
          {
            schema_version: 2,
            attributes: {
              name: "cilium",
              chart: "cilium",
              version: "1.19.6",
              namespace: "kube-system",
              wait: false,
              ...release,
            },
            sensitive_attributes: [[{ type: "get_attr", value: "set_sensitive" }]],
          },
        ],
      },
    ],
  });

export const TERRAFORM: readonly ReaderCase[] = [
  { name: "a cluster by the community's modules, all right", files: { "plan.json": plan() }, finds: [] },
  {
    name: "a first example on the web",
    files: { "plan.json": TUTORIAL },
    finds: [
      "control-plane-authentication-mode aws_eks_cluster.main",
      "control-plane-service-cidr-given aws_eks_cluster.main",
      "control-plane-upgrade-policy aws_eks_cluster.main",
      "network-flow-logs aws_vpc.main",
      "nodes-disk-encrypted aws_eks_node_group.main",
      "nodes-subnets-private aws_eks_node_group.main",
      "security-deletion-protection aws_eks_cluster.main",
      "security-logs-complete aws_eks_cluster.main",
      "security-secrets-key aws_eks_cluster.main",
    ],
  },
  {
    name: "add-ons of EKS beside Cilium in ENI mode",
    files: {
      "plan.json": plan({
        cluster: { bootstrap_self_managed_addons: true },
        addons: { coredns: {}, "vpc-cni": {}, "kube-proxy": {} },
      }),
    },
    finds: [
      "control-plane-bootstrap-addons module.eks.aws_eks_cluster.this[0]",
      'control-plane-unwanted-addons aws_eks_addon.this["kube-proxy"]',
      'control-plane-unwanted-addons aws_eks_addon.this["vpc-cni"]',
    ],
  },
  {
    name: "nodes that do not wait for the release",
    files: { "plan.json": plan({ order: false }) },
    finds: ['lifecycle-nodes-beside-cilium module.nodes["general"].aws_eks_node_group.this[0]'],
  },
  {
    name: "a release that waits for nodes which wait for it",
    files: { "plan.json": plan({ release: { wait: true, atomic: true } }) },
    finds: ["lifecycle-release-atomic helm_release.cilium", "lifecycle-release-await helm_release.cilium"],
  },
  {
    name: "a wrong value, told with the release and its key",
    files: {
      "plan.json": plan({ release: { values: [VALUES.replace("k8sServicePort: 443", "k8sServicePort: 6443")] } }),
    },
    finds: ["helm-values-api-port helm_release.cilium k8sServicePort"],
  },
  {
    name: "set over values, in the order of the provider",
    files: {
      "plan.json": plan({
        release: {
          set: [
            { name: "k8sServiceHost", value: UNKNOWN },
            { name: "k8sServicePort", value: "6443" },
            { name: "eni.iamRole", value: UNKNOWN },
          ],
        },
      }),
    },
    finds: ["helm-values-api-port helm_release.cilium k8sServicePort"],
  },
  {
    name: "values that are known after apply as a whole",
    files: { "plan.json": plan({ release: { values: [UNKNOWN], set: [] } }) },
    finds: [],
    notes: ["helm_release.cilium: its values are sensitive or hold something that is known after apply"],
  },
  {
    name: "the same with the values file beside it",
    files: {
      "plan.json": plan({ release: { values: [UNKNOWN], set: [] } }),
      "values.yaml": `${VALUES}k8sServiceHost: \${HOST}\neni: { enabled: false }\n`.replace(
        "eni: { enabled: true }\n",
        "",
      ),
    },
    finds: ["helm-values-eni-pair values.yaml:10:8"],
  },
  {
    name: "IMDSv1, a small disk in clear, the CNI's policy on the role",
    files: {
      "plan.json": plan({
        template: {
          metadata_options: [{ http_tokens: "optional", http_put_response_hop_limit: 2 }],
          block_device_mappings: [
            { device_name: "/dev/xvda", ebs: [{ encrypted: "false", volume_size: 20, volume_type: "gp2" }] },
          ],
        },
        roles: [...ROLES, "AmazonEKS_CNI_Policy"],
      }),
    },
    finds: [
      'identity-node-cni-policy module.nodes["general"].aws_iam_role.this[0]',
      'nodes-disk-encrypted module.nodes["general"].aws_eks_node_group.this[0]',
      'nodes-disk-type module.nodes["general"].aws_eks_node_group.this[0]',
      'nodes-metadata-hops module.nodes["general"].aws_eks_node_group.this[0]',
      'nodes-metadata-tokens module.nodes["general"].aws_eks_node_group.this[0]',
    ],
  },
  {
    name: "the taint on the group in place of the kubelet's",
    files: {
      "plan.json": plan({
        group: { taint: [{ key: "node.cilium.io/agent-not-ready", value: "true", effect: "NO_EXECUTE" }] },
        template: { user_data: null },
      }),
    },
    finds: ['nodes-taint-place module.nodes["general"].aws_eks_node_group.this[0]'],
  },
  {
    name: "an endpoint that is open to the world, and a VPC's block as that of Services",
    files: {
      "plan.json": plan({
        vpcConfig: { public_access_cidrs: ["0.0.0.0/0"] },
        cluster: { kubernetes_network_config: [{ service_ipv4_cidr: "10.0.128.0/20", ip_family: "ipv4" }] },
      }),
    },
    finds: [
      "network-cidr-overlap module.eks.aws_eks_cluster.this[0]",
      "security-endpoint-open module.eks.aws_eks_cluster.this[0]",
    ],
  },
  {
    name: "objects by both providers, told with the path in the object",
    files: {
      "plan.json": plan({
        others: {
          "kubernetes_manifest.gateway": { provider: "kubernetes", instances: { "": { manifest: GATEWAY } } },
          "kubectl_manifest.route": {
            provider: "kubectl",
            instances: {
              shop: {
                yaml_body:
                  "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: { name: shop, namespace: shop }\nspec:\n  parentRefs: [{ name: web, namespace: edge }]\n  rules: [{ backendRefs: [{ name: shop, port: 0 }] }]\n",
              },
            },
            sensitive: { yaml_body: true },
          },
        },
      }),
    },
    finds: [
      "gateway-annotation-place kubernetes_manifest.gateway metadata.annotations.service.beta.kubernetes.io/aws-load-balancer-type",
      "gateway-class-exists kubernetes_manifest.gateway spec.gatewayClassName",
      "gateway-controller-on kubernetes_manifest.gateway spec.gatewayClassName",
      "gateway-listener-allowed-routes kubernetes_manifest.gateway spec.listeners.0.allowedRoutes.namespaces.from",
      "gateway-load-balancer-class kubernetes_manifest.gateway spec.infrastructure.annotations",
      "gateway-load-balancer-scheme kubernetes_manifest.gateway spec.infrastructure.annotations.service.beta.kubernetes.io/aws-load-balancer-scheme",
      'gateway-route-backends kubectl_manifest.route["shop"] spec.rules.0.backendRefs.0.port',
      'gateway-route-namespace kubectl_manifest.route["shop"] spec.parentRefs.0',
    ],
  },
  {
    name: "a secret in a value that is wrong: not judged, and never printed",
    files: {
      "plan.json": plan({
        release: {
          set: [
            { name: "k8sServiceHost", value: UNKNOWN },
            { name: "eni.iamRole", value: UNKNOWN },
          ],
          set_sensitive: [{ name: "k8sServicePort", value: "hunter2", type: "string" }],
        },
        cluster: { version: "hunter2" },
        sensitive: {
          "helm_release.cilium": { set_sensitive: [{ value: true }] },
          "aws_eks_cluster.this": { version: true },
        },
      }),
    },
    finds: [],
    hides: ["hunter2"],
  },
  {
    name: "a release on a cluster that exists",
    files: {
      "plan.json": terraformPlan(
        {
          resources: {
            "data.aws_eks_cluster.shop": {
              instances: { "": { name: "shop", endpoint: "https://A.gr7.eu-central-1.eks.amazonaws.com", id: "shop" } },
            },
            "helm_release.cilium": {
              provider: "helm",
              instances: {
                "": {
                  name: "cilium",
                  chart: "oci://quay.io/cilium/charts/cilium",
                  version: "1.19.6",
                  namespace: "kube-system",
                  wait: false,
                  values: [
                    `${VALUES}k8sServiceHost: A.gr7.eu-central-1.eks.amazonaws.com\neni: { enabled: true, iamRole: "arn:aws:iam::111122223333:role/cilium-operator" }\n`.replace(
                      "eni: { enabled: true }\n",
                      "",
                    ),
                  ],
                },
              },
            },
          },
        },
        {
          helm: {
            name: "helm",
            expressions: {
              kubernetes: [
                { host: { references: ["data.aws_eks_cluster.shop.endpoint", "data.aws_eks_cluster.shop"] } },
              ],
            },
          },
        },
      ),
    },
    finds: [],
    notes: ["No control plane, node groups, network"],
  },
  {
    name: "a replacement, of which the plan also tells what goes",
    files: {
      "plan.json": plan().replace(
        '"resource_changes": [',
        `"resource_changes": [${JSON.stringify({
          address: "module.eks.aws_eks_cluster.this[0]",
          deposed: "byebye00",
          mode: "managed",
          type: "aws_eks_cluster",
          name: "this",
          index: 0,
          change: { actions: ["delete"], before: { version: "1.20", name: "old" }, after: null, after_unknown: {} },
        })},`,
      ),
    },
    finds: [],
  },
  {
    name: "a plan that ended in an error, and nodes by an Auto Scaling group",
    files: {
      "plan.json": plan({
        others: { "aws_autoscaling_group.gpu": { instances: { "": { name: "gpu", min_size: 1, max_size: 3 } } } },
      }).replace('"errored": false', '"errored": true'),
    },
    finds: [],
    notes: ["the plan ended in an error", "aws_autoscaling_group.gpu"],
  },
  {
    name: "Fargate, Auto Mode and hybrid nodes on one cluster",
    files: {
      "plan.json": plan({
        cluster: {
          compute_config: [{ enabled: true, node_pools: ["general-purpose"], node_role_arn: UNKNOWN }],
          remote_network_config: [
            { remote_node_networks: [{ cidrs: ["10.0.32.0/20"] }], remote_pod_networks: [{ cidrs: ["10.81.0.0/16"] }] },
          ],
        },
        others: {
          "aws_eks_fargate_profile.jobs": {
            instances: {
              "": { cluster_name: "shop", fargate_profile_name: "jobs", selector: [{ namespace: "jobs", labels: {} }] },
            },
            refs: { cluster_name: ["module.eks.cluster_name", "module.eks"] },
          },
        },
      }),
    },
    finds: [
      "control-plane-auto-mode module.eks.aws_eks_cluster.this[0]",
      "control-plane-fargate module.eks.aws_eks_cluster.this[0]",
      "hybrid-endpoint module.eks.aws_eks_cluster.this[0]",
      "hybrid-eni-nodes helm_release.cilium affinity",
      "hybrid-premises-way module.eks.aws_eks_cluster.this[0]",
      "hybrid-remote-overlap module.eks.aws_eks_cluster.this[0]",
    ],
  },
  {
    name: "a stored state whose sensitive values are not known",
    files: {
      "state.json": STATE({
        values: [VALUES],
        set_sensitive: [{ name: "k8sServiceHost", value: "A.gr7.eu-central-1.eks.amazonaws.com" }],
      }),
    },
    finds: [],
  },
];
