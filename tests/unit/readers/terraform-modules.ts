import { serviceTrust } from "../../../core/iam/trust.ts";
import { operatorPolicy } from "../../../core/identity/operator-policy.ts";
import { UNKNOWN } from "../../../core/model/unknown.ts";
import { type PlannedModule, type PlannedResource, terraformPlan } from "../../support/terraform-plan.ts";
import { vpc } from "./terraform-vpc.ts";

type Values = Readonly<Record<string, unknown>>;

/** What a case changes of a cluster that is right, in Terraform's own attributes. */
export interface Changes {
  readonly cluster?: Values;
  readonly vpcConfig?: Values;
  readonly group?: Values;
  readonly template?: Values;
  readonly addons?: Readonly<Record<string, Values>>;
  readonly release?: Values;
  readonly subnets?: Values;
  /** Whether node groups wait for the release. */
  readonly order?: boolean;
  readonly roles?: readonly string[];
  /** Masks of what is sensitive, by block. */
  readonly sensitive?: Readonly<Record<string, Values>>;
  readonly others?: Readonly<Record<string, PlannedResource>>;
}

export const VALUES = `k8sServicePort: 443
kubeProxyReplacement: true
eni: { enabled: true }
ipam: { mode: eni }
routingMode: native
enableIPv4Masquerade: false
rollOutCiliumPods: true
operator: { rollOutPods: true, extraEnv: [{ name: AWS_REGION, value: eu-central-1 }] }
hubble: { tls: { auto: { method: cronJob } } }
`;

const sensitive = ({ sensitive: all = {} }: Changes, block: string): Pick<PlannedResource, "sensitive"> =>
  all[block] === undefined ? {} : { sensitive: all[block] };

const text = (document: unknown): string => JSON.stringify(document);

const OPERATOR_POLICY = operatorPolicy(
  {
    partition: "aws",
    region: "eu-central-1",
    clusterName: "shop",
    options: { releaseExcessIps: false, instanceTagsFilter: false, detectsGcTags: true, assignsIpv6: false },
    usesNodeInterface: false,
  },
  "vpc-0123456789abcdef0",
);

const USER_DATA = (more = ""): string =>
  Buffer.from(
    `MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="//"

--//
Content-Type: application/node.eks.aws

apiVersion: node.eks.aws/v1alpha1
kind: NodeConfig
spec:
  kubelet:
    config:
      registerWithTaints:
        - { key: node.cilium.io/agent-not-ready, value: "true", effect: NoExecute }
${more}
--//--
`,
  ).toString("base64");

const group = ({ group: own = {}, template = {}, roles = ROLES }: Changes): PlannedModule => ({
  keys: ["general"],
  refs: {
    subnet_ids: ["var.subnet_ids"],
    cluster_name: ["aws_eks_cluster.this[0].name", "aws_eks_cluster.this[0]", "aws_eks_cluster.this"],
  },
  resources: {
    "aws_eks_node_group.this": {
      instances: {
        "0": {
          ami_type: "AL2023_ARM_64_STANDARD",
          capacity_type: "ON_DEMAND",
          cluster_name: "shop",
          instance_types: ["m7g.xlarge"],
          launch_template: [{ id: UNKNOWN, version: UNKNOWN }],
          node_group_name: "general",
          node_role_arn: UNKNOWN,
          release_version: "1.34.2-20261120",
          scaling_config: [{ desired_size: 3, max_size: 6, min_size: 3 }],
          subnet_ids: UNKNOWN,
          taint: [],
          update_config: [{ max_unavailable_percentage: 33, max_unavailable: null }],
          version: "1.34",
          arn: UNKNOWN,
          ...own,
        },
      },
      refs: {
        cluster_name: ["var.cluster_name"],
        node_role_arn: [
          "var.create_iam_role",
          "aws_iam_role.this[0].arn",
          "aws_iam_role.this[0]",
          "aws_iam_role.this",
          "var.iam_role_arn",
        ],
        subnet_ids: ["var.subnet_ids"],
      },
    },
    "aws_launch_template.this": {
      instances: {
        "0": {
          block_device_mappings: [
            {
              device_name: "/dev/xvda",
              ebs: [{ encrypted: "true", volume_size: 100, volume_type: "gp3", kms_key_id: null }],
            },
          ],
          metadata_options: [{ http_endpoint: "enabled", http_put_response_hop_limit: 1, http_tokens: "required" }],
          name_prefix: "general-",
          tag_specifications: ["instance", "network-interface", "volume"].map((type) => ({
            resource_type: type,
            tags: { "kubernetes.io/cluster/shop": "owned" },
          })),
          user_data: USER_DATA(),
          id: UNKNOWN,
          vpc_security_group_ids: UNKNOWN,
          ...template,
        },
      },
      refs: { vpc_security_group_ids: ["local.security_group_ids"] },
    },
    "aws_iam_role.this": {
      instances: {
        "0": {
          name_prefix: "general-",
          assume_role_policy: text(serviceTrust("ec2.amazonaws.com")),
          arn: UNKNOWN,
          id: UNKNOWN,
        },
      },
    },
    "aws_iam_role_policy_attachment.this": {
      instances: Object.fromEntries(
        roles.map((name) => [name, { policy_arn: `arn:aws:iam::aws:policy/${name}`, role: UNKNOWN }]),
      ),
      refs: {
        policy_arn: ["each.value"],
        role: ["aws_iam_role.this[0].name", "aws_iam_role.this[0]", "aws_iam_role.this"],
      },
    },
  },
});

export const ROLES = ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"];

const ADDONS: Readonly<Record<string, Values>> = { coredns: { addon_version: "v1.13.2-eksbuild.4" } };

const OIDC = [
  "aws_iam_openid_connect_provider.oidc[0].arn",
  "aws_iam_openid_connect_provider.oidc[0]",
  "aws_iam_openid_connect_provider.oidc",
];

const eks = (changes: Changes): PlannedModule => ({
  refs: {
    vpc_id: ["module.vpc.vpc_id", "module.vpc"],
    subnet_ids: ["module.vpc.private_subnets", "module.vpc"],
  },
  outputs: {
    cluster_endpoint: ["aws_eks_cluster.this[0].endpoint", "aws_eks_cluster.this[0]", "aws_eks_cluster.this"],
    cluster_name: ["aws_eks_cluster.this[0].name", "aws_eks_cluster.this[0]", "aws_eks_cluster.this"],
    oidc_provider_arn: OIDC,
    oidc_provider: OIDC,
  },
  resources: {
    "aws_iam_openid_connect_provider.oidc": {
      instances: {
        "0": { client_id_list: ["sts.amazonaws.com"], url: UNKNOWN, arn: UNKNOWN, thumbprint_list: UNKNOWN },
      },
      refs: {
        url: ["aws_eks_cluster.this[0].identity[0].oidc[0].issuer", "aws_eks_cluster.this[0]", "aws_eks_cluster.this"],
      },
    },
    "aws_eks_cluster.this": {
      instances: {
        "0": {
          access_config: [{ authentication_mode: "API", bootstrap_cluster_creator_admin_permissions: false }],
          bootstrap_self_managed_addons: false,
          compute_config: [],
          deletion_protection: true,
          enabled_cluster_log_types: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
          encryption_config: [{ provider: [{ key_arn: UNKNOWN }], resources: ["secrets"] }],
          kubernetes_network_config: [
            { ip_family: "ipv4", service_ipv4_cidr: "172.20.0.0/16", elastic_load_balancing: UNKNOWN },
          ],
          name: "shop",
          role_arn: UNKNOWN,
          upgrade_policy: [{ support_type: "STANDARD" }],
          version: "1.34",
          vpc_config: [
            {
              endpoint_private_access: true,
              endpoint_public_access: true,
              public_access_cidrs: ["198.51.100.0/24"],
              security_group_ids: UNKNOWN,
              subnet_ids: UNKNOWN,
              ...changes.vpcConfig,
            },
          ],
          endpoint: UNKNOWN,
          id: UNKNOWN,
          ...changes.cluster,
        },
      },
      ...sensitive(changes, "aws_eks_cluster.this"),
      refs: {
        role_arn: ["local.cluster_role_arn"],
        "vpc_config.subnet_ids": ["var.control_plane_subnet_ids", "var.subnet_ids"],
      },
    },
    "aws_iam_role.this": {
      instances: {
        "0": {
          name: "shop-cluster",
          assume_role_policy: text(serviceTrust("eks.amazonaws.com", ["sts:AssumeRole", "sts:TagSession"])),
          arn: UNKNOWN,
          id: UNKNOWN,
        },
      },
    },
    "aws_iam_role_policy_attachment.this": {
      instances: {
        AmazonEKSClusterPolicy: { policy_arn: "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy", role: UNKNOWN },
      },
      refs: {
        policy_arn: ["each.value"],
        role: ["aws_iam_role.this[0].name", "aws_iam_role.this[0]", "aws_iam_role.this"],
      },
    },
    "aws_cloudwatch_log_group.this": { instances: { "0": { name: "/aws/eks/shop/cluster", retention_in_days: 365 } } },
    "aws_eks_addon.this": {
      instances: Object.fromEntries(
        Object.entries(changes.addons ?? ADDONS).map(([name, one]) => [
          name,
          { addon_name: name, cluster_name: "shop", resolve_conflicts_on_create: "OVERWRITE", ...one },
        ]),
      ),
      refs: { cluster_name: ["aws_eks_cluster.this[0].id", "aws_eks_cluster.this[0]", "aws_eks_cluster.this"] },
      dependsOn: ["module.eks_managed_node_group"],
    },
  },
  modules: { eks_managed_node_group: group(changes) },
});

const HELM = {
  helm: {
    name: "helm",
    expressions: { kubernetes: [{ host: { references: ["module.eks.cluster_endpoint", "module.eks"] } }] },
  },
};

const ADMIN = "arn:aws:iam::111122223333:role/admin";
const CLUSTER = ["module.eks.cluster_name", "module.eks"];

const ACCESS: Readonly<Record<string, PlannedResource>> = {
  "aws_eks_access_entry.admin": {
    instances: { "": { cluster_name: "shop", principal_arn: ADMIN, type: "STANDARD", kubernetes_groups: UNKNOWN } },
    refs: { cluster_name: CLUSTER },
  },
  "aws_eks_access_policy_association.admin": {
    instances: {
      "": {
        cluster_name: "shop",
        principal_arn: ADMIN,
        policy_arn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
        access_scope: [{ type: "cluster", namespaces: null }],
      },
    },
    refs: {
      cluster_name: CLUSTER,
      principal_arn: ["aws_eks_access_entry.admin.principal_arn", "aws_eks_access_entry.admin"],
    },
  },
};

/** IRSA: the statements are written, the provider's ARN and address in them are known after apply. */
const OPERATOR: Readonly<Record<string, PlannedResource>> = {
  "data.aws_iam_policy_document.trust": {
    instances: {
      "": {
        json: UNKNOWN,
        statement: [
          {
            effect: null,
            actions: ["sts:AssumeRoleWithWebIdentity"],
            principals: [{ type: "Federated", identifiers: [UNKNOWN] }],
            condition: [
              {
                test: "StringEquals",
                variable: UNKNOWN,
                values: ["system:serviceaccount:kube-system:cilium-operator"],
              },
              { test: "StringEquals", variable: UNKNOWN, values: ["sts.amazonaws.com"] },
            ],
          },
        ],
      },
    },
    refs: { statement: ["module.eks.oidc_provider_arn", "module.eks.oidc_provider", "module.eks"] },
  },
  "aws_iam_role.operator": {
    instances: { "": { name: "cilium-operator", assume_role_policy: UNKNOWN, arn: UNKNOWN, id: UNKNOWN } },
    refs: { assume_role_policy: ["data.aws_iam_policy_document.trust.json", "data.aws_iam_policy_document.trust"] },
  },
  "aws_iam_role_policy.operator": {
    instances: { "": { name: "eni", role: UNKNOWN, policy: text(OPERATOR_POLICY) } },
    refs: { role: ["aws_iam_role.operator.id", "aws_iam_role.operator"] },
  },
};

/** A cluster by the community's modules, with the nodes in a module of their own that waits for the release. */
export function plan(changes: Changes = {}): string {
  const own = eks(changes);
  const { eks_managed_node_group: nodes = group(changes), ...others } = own.modules ?? {};
  const { "aws_eks_addon.this": addons, ...resources } = own.resources;
  const waits = changes.order === false ? {} : { dependsOn: ["helm_release.cilium"] };
  return terraformPlan(
    {
      resources: {
        "helm_release.cilium": {
          provider: "helm",
          instances: {
            "": {
              name: "cilium",
              chart: "cilium",
              repository: "https://helm.cilium.io",
              version: "1.19.6",
              namespace: "kube-system",
              wait: false,
              atomic: false,
              values: [VALUES],
              set: [
                { name: "k8sServiceHost", value: UNKNOWN, type: "" },
                { name: "eni.iamRole", value: UNKNOWN, type: "" },
              ],
              ...changes.release,
            },
          },
          refs: {
            set: ["module.eks.cluster_endpoint", "module.eks", "aws_iam_role.operator.arn", "aws_iam_role.operator"],
          },
          ...sensitive(changes, "helm_release.cilium"),
        },
        ...(addons === undefined
          ? {}
          : {
              "aws_eks_addon.this": {
                ...addons,
                refs: { cluster_name: ["module.eks.cluster_name", "module.eks"] },
                dependsOn: ["module.nodes"],
              },
            }),
        ...ACCESS,
        ...OPERATOR,
        ...changes.others,
      },
      modules: {
        vpc: vpc(changes.subnets ?? {}),
        eks: { ...own, resources, modules: others },
        nodes: {
          ...nodes,
          refs: {
            subnet_ids: ["module.vpc.private_subnets", "module.vpc"],
            cluster_name: ["module.eks.cluster_name", "module.eks"],
          },
          ...waits,
        },
      },
    },
    HELM,
  );
}
