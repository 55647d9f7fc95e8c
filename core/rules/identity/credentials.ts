import { EksAddon } from "../../facts/addons.ts";
import { usesEni, valueAt } from "../../helm/values.ts";
import type { ClusterModel, IamTrustModel, Json } from "../../model/index.ts";
import { OperatorIdentity } from "../../settings/index.ts";
import { rule } from "../rule.ts";
import { isSet } from "./common.ts";

/** Names under which the AWS SDK looks for its Region. */
const REGION_VARIABLES: readonly string[] = ["AWS_REGION", "AWS_DEFAULT_REGION"];

export const irsaRegion = rule({
  id: "identity-irsa-region",
  group: "identity",
  severity: "error",
  title: "The operator is told its Region when it has a role by IRSA",
  why: 'Setting eni.iamRole takes every AWS_* variable away from the operator, its Region too; it stops with "Missing Region".',
  source: "chart cilium 1.19.6 templates/cilium-operator/deployment.yaml; cilium/cilium#39307",
  needs: ["cilium"],
  *check({ cilium }) {
    if (cilium === undefined || !usesEni(cilium) || !isSet(cilium.values, "eni.iamRole")) return;
    if (
      variableNames(valueAt(cilium.values, "operator.extraEnv")).some(
        (name) => typeof name === "string" && REGION_VARIABLES.includes(name),
      )
    )
      return;
    yield {
      subject: "Cilium operator",
      path: "cilium.values.operator.extraEnv",
      found: "eni.iamRole without AWS_REGION",
      expected: "operator.extraEnv with AWS_REGION",
      fix: "Add {name: AWS_REGION, value: <Region>} to operator.extraEnv; a list in helmValues replaces the planned one.",
    };
  },
});

const variableNames = (env: Json | undefined): readonly (Json | undefined)[] =>
  Array.isArray(env) ? (env as readonly Json[]).map((entry) => valueAt(entry, "name")) : [];

/** How the operator's role is taken on: by the kinds of its trust. */
const operatorTrust = ({ identity = [] }: ClusterModel): IamTrustModel["kind"][] =>
  identity.filter(({ purpose }) => purpose === "operator").flatMap(({ trust }) => trust.map(({ kind }) => kind));

export const roleMatchesMechanism = rule({
  id: "identity-operator-mechanism",
  group: "identity",
  severity: "error",
  title: "The chart's eni.iamRole agrees with how the operator's role is taken on",
  why: "eni.iamRole annotates the service account for IRSA, which the AWS SDK tries before Pod Identity; a role that admits only the other way refuses it.",
  source: "chart cilium 1.19.6 templates/cilium-operator/serviceaccount.yaml; AWS SDK for Go: default credential chain",
  needs: ["identity", "cilium"],
  *check(model) {
    const { cilium } = model;
    if (cilium === undefined || !usesEni(cilium)) return;
    const kinds = operatorTrust(model);
    const annotated = isSet(cilium.values, "eni.iamRole");
    if (annotated && kinds.includes("pod-identity") && !kinds.includes("irsa")) {
      yield {
        subject: "Cilium operator",
        path: "cilium.values.eni.iamRole",
        found: "eni.iamRole, and a role that admits EKS Pod Identity only",
        expected: "no eni.iamRole with Pod Identity",
        fix: "Remove eni.iamRole.",
      };
    }
    if (!annotated && kinds.includes("irsa") && !kinds.includes("pod-identity")) {
      yield {
        subject: "Cilium operator",
        path: "cilium.values.eni.iamRole",
        found: "no eni.iamRole, and a role that admits IRSA only",
        expected: "the role's ARN in eni.iamRole",
        fix: "Set eni.iamRole to the ARN of the operator's role.",
      };
    }
  },
});

export const podIdentityAgent = rule({
  id: "identity-pod-identity-agent",
  group: "identity",
  severity: "error",
  title: "The Pod Identity agent runs where the operator's role comes by Pod Identity",
  why: "Nobody answers the operator's request for credentials without it. The agent needs no CNI; it must be there, and the association too, before the operator's pod.",
  source: "EKS user guide: pod-id-agent-setup, pod-identities",
  needs: ["identity", "addons"],
  *check(model) {
    if (!operatorTrust(model).includes("pod-identity")) return;
    if ((model.addons ?? []).some(({ name }) => name === EksAddon.PodIdentityAgent)) return;
    yield {
      subject: "Cilium operator",
      path: `addons.${EksAddon.PodIdentityAgent}`,
      found: "no add-on eks-pod-identity-agent",
      expected: "the add-on, created before the Cilium release",
      fix: "Add it: association first, then the agent, then Cilium, then the nodes.",
    };
  },
});

export const podIdentityAgentOff = rule({
  id: "identity-pod-identity-agent-off",
  group: "identity",
  severity: "error",
  title: "The Pod Identity agent is not switched off while the operator needs it",
  why: "The two settings contradict each other.",
  source: "EKS user guide: pod-identities",
  needs: ["settings"],
  *check({ settings }) {
    if (settings?.cilium?.operatorIdentity !== OperatorIdentity.PodIdentity) return;
    if (settings.cluster.addons?.podIdentityAgent?.enabled !== false) return;
    yield {
      subject: `add-on "${EksAddon.PodIdentityAgent}"`,
      path: "cluster.addons.podIdentityAgent.enabled",
      found: "false together with cilium.operatorIdentity: pod-identity",
      expected: "true, or operatorIdentity: irsa",
      fix: "Remove enabled: false, or use irsa.",
    };
  },
});

export const existingOidc = rule({
  id: "identity-existing-oidc",
  group: "identity",
  severity: "error",
  title: "A cluster that exists brings its OIDC provider for roles by IRSA",
  why: "The operator's role must trust the cluster's issuer; this program makes no provider for a cluster that is not its own.",
  source: "EKS user guide: enable-iam-roles-for-service-accounts",
  needs: ["settings"],
  *check({ settings }) {
    const existing = settings?.cluster.existing;
    const mechanism = settings?.cilium?.operatorIdentity ?? OperatorIdentity.Irsa;
    if (existing === undefined || existing.oidcProviderArn !== undefined || mechanism !== OperatorIdentity.Irsa) return;
    yield {
      subject: "control plane",
      path: "cluster.existing.oidcProviderArn",
      found: "nothing",
      expected: "the ARN of the IAM OIDC provider of the cluster's issuer",
      fix: "Add oidcProviderArn, or set cilium.operatorIdentity to pod-identity.",
    };
  },
});

/** Secret that the chart reads keys from where eni.iamRole is unset. */
const KEY_SECRET = "cilium-aws";

export const staticKeys = rule({
  id: "identity-static-keys",
  group: "identity",
  severity: "error",
  title: "The operator has no static AWS keys",
  why: "Keys in the secret cilium-aws never expire, stand in the state and in etcd, and win over the node's role; whoever reads secrets in kube-system has them.",
  source: "chart cilium 1.19.6 templates/cilium-operator/deployment.yaml (secret cilium-aws)",
  needs: ["objects"],
  *check({ objects = [] }) {
    for (const { kind, metadata } of objects) {
      if (kind !== "Secret" || metadata.name !== KEY_SECRET) continue;
      yield {
        subject: `Secret "${KEY_SECRET}"`,
        path: `objects.Secret.${KEY_SECRET}`,
        found: "AWS keys for the operator",
        expected: "a role by IRSA or EKS Pod Identity",
        fix: "Remove the secret and set eni.iamRole.",
      };
    }
  },
});

export const credentialEndpoint = rule({
  id: "identity-credential-endpoint",
  group: "identity",
  severity: "warning",
  title: "An existing network without internet has an endpoint for the operator's credentials",
  why: "The operator gets no credentials where it cannot reach STS (IRSA) or EKS Auth (Pod Identity), and makes no ENI. This program does not see the endpoints of a VPC that is not its own.",
  source: "EKS user guide: private-clusters, vpc-interface-endpoints",
  needs: ["network", "cilium", "identity"],
  *check(model) {
    const { network, cilium } = model;
    if (network === undefined || network.created || cilium === undefined || !usesEni(cilium)) return;
    const nodes = network.subnets.filter(({ role }) => role === "node");
    if (nodes.length === 0 || nodes.some(({ egress }) => egress !== "none")) return;
    const service = operatorTrust(model).includes("pod-identity") ? "eks-auth" : "sts";
    if (network.endpoints.includes(service)) return;
    yield {
      subject: "network",
      path: "network.endpoints",
      found: `node subnets without a way out, and no word of an endpoint ${service}`,
      expected: `the interface endpoint ${service} in the VPC`,
      fix: `Check that the VPC has it, and waive this; or add ${service} to network.endpoints to have it made.`,
    };
  },
});

export const staticIpTags = rule({
  id: "identity-static-ip-tags",
  group: "identity",
  severity: "warning",
  title: "Elastic IPs for nodes need rights that the operator's policy lacks",
  why: "ipam.nodeSpec.ipamStaticIPTags lets the operator attach Elastic IPs. Cilium's list of rights does not name those it needs.",
  source:
    "UNVERIFIED: likely ec2:AssociateAddress and ec2:DescribeAddresses; cilium/cilium Documentation/network/concepts/ipam/eni.rst lists neither",
  needs: ["cilium"],
  *check({ cilium }) {
    const tags = valueAt(cilium?.values, "ipam.nodeSpec.ipamStaticIPTags");
    if (tags === undefined || tags === null || Object.keys(tags).length === 0) return;
    yield {
      subject: "Cilium operator",
      path: "cilium.values.ipam.nodeSpec.ipamStaticIPTags",
      found: "tags of Elastic IPs",
      expected: "a policy that was tried with them",
      fix: "Attach a policy of your own to the operator's role, and waive this once it works.",
    };
  },
});
