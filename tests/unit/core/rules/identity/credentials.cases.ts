import { cases } from "../../../../support/rule-cases.ts";
import type {
  ClusterModel,
  IamTrustModel,
  JsonObject,
  KubernetesObject,
  NetworkModel,
} from "../../../../../core/model/index.ts";
import type { ClusterSettings, OperatorIdentity } from "../../../../../core/settings/index.ts";
import { addon, cilium, eniValues, network, role, settings, unknown } from "../../../../support/model.ts";

const values = (more: JsonObject): ClusterModel => ({ cilium: cilium({ values: eniValues(more) }) });
const withRole = (kind: IamTrustModel["kind"], more: JsonObject = {}): ClusterModel => ({
  ...values(more),
  identity: [role({ name: "operator", purpose: "operator", trust: [{ kind, actions: [] }] })],
});
const NO_ROLE = { eni: { enabled: true } };
const asked = (operatorIdentity: OperatorIdentity | undefined, cluster: Partial<ClusterSettings>) => ({
  settings: settings({
    cluster: { name: "test", ...cluster },
    ...(operatorIdentity === undefined ? {} : { cilium: { operatorIdentity } }),
  }),
});
const EXISTING = {
  strategy: "no-nodes",
  endpoint: "https://ABC.gr7.eu-central-1.eks.amazonaws.com",
  certificateAuthority: "QUJD",
  clusterSecurityGroupId: "sg-0123456789abcdef0",
} as const;
const CLOSED = network({ subnets: network().subnets.map((subnet) => ({ ...subnet, egress: "none" as const })) });
const closed = (endpoints: readonly string[], kind: IamTrustModel["kind"] = "irsa"): ClusterModel => ({
  ...withRole(kind),
  network: { ...CLOSED, endpoints },
});
const inNetwork = (parts: Partial<NetworkModel>) => ({ ...withRole("irsa"), network: network(parts) });
const secret = (name: string): KubernetesObject => ({ apiVersion: "v1", kind: "Secret", metadata: { name } });

export default cases({
  "identity-irsa-region": {
    fails: [
      ["a role without the Region", values({ operator: {} }), { path: "cilium.values.operator.extraEnv" }],
      [
        "a role that is not known yet, without the Region",
        values({
          eni: { enabled: true, iamRole: unknown },
          operator: { extraEnv: [{ name: "HTTP_PROXY", value: "x" }] },
        }),
        { path: "cilium.values.operator.extraEnv" },
      ],
    ],
    passes: [
      ["the Region", values({})],
      ["no role by IRSA", values({ ...NO_ROLE, operator: {} })],
    ],
    unknown: [["an unknown environment", values({ operator: { extraEnv: unknown } })]],
  },
  "identity-operator-mechanism": {
    fails: [
      ["eni.iamRole with Pod Identity", withRole("pod-identity"), { path: "cilium.values.eni.iamRole" }],
      ["IRSA without eni.iamRole", withRole("irsa", NO_ROLE), { path: "cilium.values.eni.iamRole" }],
    ],
    passes: [
      ["eni.iamRole with IRSA", withRole("irsa")],
      ["Pod Identity without eni.iamRole", withRole("pod-identity", NO_ROLE)],
      ["no role in this program", { ...values({}), identity: [role()] }],
    ],
    unknown: [["an unknown trust", withRole(unknown)]],
  },
  "identity-pod-identity-agent": {
    fails: [
      [
        "Pod Identity without its agent",
        { ...withRole("pod-identity"), addons: [addon()] },
        { path: "addons.eks-pod-identity-agent" },
      ],
    ],
    passes: [
      ["the agent", { ...withRole("pod-identity"), addons: [addon({ name: "eks-pod-identity-agent" })] }],
      ["IRSA", { ...withRole("irsa"), addons: [] }],
    ],
    unknown: [["an unknown add-on", { ...withRole("pod-identity"), addons: [addon({ name: unknown })] }]],
  },
  "identity-pod-identity-agent-off": {
    fails: [
      [
        "an agent that is switched off",
        asked("pod-identity", { addons: { podIdentityAgent: { enabled: false } } }),
        { path: "cluster.addons.podIdentityAgent.enabled" },
      ],
    ],
    passes: [
      ["the default", asked("pod-identity", {})],
      ["IRSA", asked(undefined, { addons: { podIdentityAgent: { enabled: false } } })],
    ],
  },
  "identity-existing-oidc": {
    fails: [
      [
        "IRSA without a provider",
        asked(undefined, { existing: EXISTING }),
        { path: "cluster.existing.oidcProviderArn" },
      ],
    ],
    passes: [
      [
        "a provider",
        asked("irsa", { existing: { ...EXISTING, oidcProviderArn: "arn:aws:iam::111122223333:oidc-provider/x" } }),
      ],
      ["Pod Identity", asked("pod-identity", { existing: EXISTING })],
      ["a new cluster", asked(undefined, {})],
    ],
  },
  "identity-static-keys": {
    fails: [["keys in a secret", { objects: [secret("cilium-aws")] }, { path: "objects.Secret.cilium-aws" }]],
    passes: [["another secret", { objects: [secret("hubble")] }]],
    unknown: [["an unknown name", { objects: [secret(unknown)] }]],
  },
  "identity-credential-endpoint": {
    fails: [
      ["no ec2", closed(["sts", "s3"]), { path: "network.endpoints", found: "endpoint ec2" }],
      ["IRSA without sts", closed(["ec2"]), { path: "network.endpoints" }],
      ["Pod Identity without eks-auth", closed(["ec2", "sts"], "pod-identity"), { path: "network.endpoints" }],
    ],
    passes: [
      ["sts and ec2", closed(["sts", "ec2"])],
      ["eks-auth and ec2", closed(["eks-auth", "ec2"], "pod-identity")],
      ["a way out", inNetwork({})],
      ["a VPC of our own, of which another rule speaks", { ...closed([]), network: { ...CLOSED, created: true } }],
    ],
    unknown: [["unknown endpoints", closed(unknown)]],
  },
  "identity-static-ip-tags": {
    fails: [
      [
        "tags of Elastic IPs",
        values({ ipam: { mode: "eni", nodeSpec: { ipamStaticIPTags: ["pool=a"] } } }),
        { path: "cilium.values.ipam.nodeSpec.ipamStaticIPTags" },
      ],
    ],
    passes: [["none", values({})]],
    unknown: [["unknown tags", values({ ipam: { mode: "eni", nodeSpec: { ipamStaticIPTags: unknown } } })]],
  },
});
