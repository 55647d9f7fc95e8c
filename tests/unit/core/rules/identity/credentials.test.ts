import type {
  ClusterModel,
  IamTrustModel,
  JsonObject,
  KubernetesObject,
  NetworkModel,
} from "../../../../../core/model/index.ts";
import {
  credentialEndpoint,
  existingOidc,
  irsaRegion,
  podIdentityAgent,
  podIdentityAgentOff,
  roleMatchesMechanism,
  staticIpTags,
  staticKeys,
} from "../../../../../core/rules/identity/credentials.ts";
import type { ClusterSettings, OperatorIdentity } from "../../../../../core/settings/index.ts";
import { addon, cilium, eniValues, network, role, settings, unknown } from "../../../../support/model.ts";
import { describeRules } from "../../../../support/rule-table.ts";

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
const closed = (endpoints: readonly string[], kind: IamTrustModel["kind"] = "irsa"): ClusterModel => ({
  ...withRole(kind),
  network: network({ endpoints, subnets: network().subnets.map((subnet) => ({ ...subnet, egress: "none" as const })) }),
});
const inNetwork = (parts: Partial<NetworkModel>) => ({ ...withRole("irsa"), network: network(parts) });
const secret = (name: string): KubernetesObject => ({ apiVersion: "v1", kind: "Secret", metadata: { name } });

describeRules([
  {
    rule: irsaRegion,
    fails: [
      ["a role without the Region", values({ operator: {} }), "cilium.values.operator.extraEnv"],
      [
        "a role that is not known yet, without the Region",
        values({
          eni: { enabled: true, iamRole: unknown },
          operator: { extraEnv: [{ name: "HTTP_PROXY", value: "x" }] },
        }),
        "cilium.values.operator.extraEnv",
      ],
    ],
    passes: [
      ["the Region", values({})],
      ["no role by IRSA", values({ ...NO_ROLE, operator: {} })],
    ],
    undecided: [["an unknown environment", values({ operator: { extraEnv: unknown } })]],
  },
  {
    rule: roleMatchesMechanism,
    fails: [
      ["eni.iamRole with Pod Identity", withRole("pod-identity"), "cilium.values.eni.iamRole"],
      ["IRSA without eni.iamRole", withRole("irsa", NO_ROLE), "cilium.values.eni.iamRole"],
    ],
    passes: [
      ["eni.iamRole with IRSA", withRole("irsa")],
      ["Pod Identity without eni.iamRole", withRole("pod-identity", NO_ROLE)],
      ["no role in this program", { ...values({}), identity: [role()] }],
    ],
    undecided: [["an unknown trust", withRole(unknown)]],
  },
  {
    rule: podIdentityAgent,
    fails: [
      [
        "Pod Identity without its agent",
        { ...withRole("pod-identity"), addons: [addon()] },
        "addons.eks-pod-identity-agent",
      ],
    ],
    passes: [
      ["the agent", { ...withRole("pod-identity"), addons: [addon({ name: "eks-pod-identity-agent" })] }],
      ["IRSA", { ...withRole("irsa"), addons: [] }],
    ],
    undecided: [["an unknown add-on", { ...withRole("pod-identity"), addons: [addon({ name: unknown })] }]],
  },
  {
    rule: podIdentityAgentOff,
    fails: [
      [
        "an agent that is switched off",
        asked("pod-identity", { addons: { podIdentityAgent: { enabled: false } } }),
        "cluster.addons.podIdentityAgent.enabled",
      ],
    ],
    passes: [
      ["the default", asked("pod-identity", {})],
      ["IRSA", asked(undefined, { addons: { podIdentityAgent: { enabled: false } } })],
    ],
  },
  {
    rule: existingOidc,
    fails: [["IRSA without a provider", asked(undefined, { existing: EXISTING }), "cluster.existing.oidcProviderArn"]],
    passes: [
      [
        "a provider",
        asked("irsa", { existing: { ...EXISTING, oidcProviderArn: "arn:aws:iam::111122223333:oidc-provider/x" } }),
      ],
      ["Pod Identity", asked("pod-identity", { existing: EXISTING })],
      ["a new cluster", asked(undefined, {})],
    ],
  },
  {
    rule: staticKeys,
    fails: [["keys in a secret", { objects: [secret("cilium-aws")] }, "objects.Secret.cilium-aws"]],
    passes: [["another secret", { objects: [secret("hubble")] }]],
    undecided: [["an unknown name", { objects: [secret(unknown)] }]],
  },
  {
    rule: credentialEndpoint,
    fails: [
      ["IRSA without sts", closed(["ec2"]), "network.endpoints"],
      ["Pod Identity without eks-auth", closed(["ec2", "sts"], "pod-identity"), "network.endpoints"],
    ],
    passes: [
      ["sts", closed(["sts"])],
      ["eks-auth", closed(["eks-auth"], "pod-identity")],
      ["a way out", inNetwork({})],
      ["a VPC of our own, of which another rule speaks", { ...closed([]), network: network({ created: true }) }],
    ],
    undecided: [["unknown endpoints", closed(unknown)]],
  },
  {
    rule: staticIpTags,
    fails: [
      [
        "tags of Elastic IPs",
        values({ ipam: { mode: "eni", nodeSpec: { ipamStaticIPTags: ["pool=a"] } } }),
        "cilium.values.ipam.nodeSpec.ipamStaticIPTags",
      ],
    ],
    passes: [["none", values({})]],
    undecided: [["unknown tags", values({ ipam: { mode: "eni", nodeSpec: { ipamStaticIPTags: unknown } } })]],
  },
]);
