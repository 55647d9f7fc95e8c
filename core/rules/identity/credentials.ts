import { rulesOn } from "../rule.ts";
import { objects, settingsOf, wholeModel } from "../subjects.ts";
import { EksAddon } from "../../facts/addons.ts";
import { usesEni, valueAt } from "../../helm/values.ts";
import type { ClusterModel, IamTrustModel, Json } from "../../model/index.ts";
import { OperatorIdentity } from "../../settings/index.ts";
import { eniOperator, isSet } from "./common.ts";

/** Names under which the AWS SDK looks for its Region. */
const REGION_VARIABLES: readonly string[] = ["AWS_REGION", "AWS_DEFAULT_REGION"];

const variableNames = (env: Json | undefined): readonly (Json | undefined)[] =>
  Array.isArray(env) ? (env as readonly Json[]).map((entry) => valueAt(entry, "name")) : [];

/** How the operator's role is taken on: by the kinds of its trust. */
const operatorTrust = ({ identity = [] }: ClusterModel): IamTrustModel["kind"][] =>
  identity.filter(({ purpose }) => purpose === "operator").flatMap(({ trust }) => trust.map(({ kind }) => kind));

/** Secret that the chart reads keys from where eni.iamRole is unset. */
const KEY_SECRET = "cilium-aws";
const keySecrets = objects((model) =>
  model.objects.filter(({ kind, metadata }) => kind === "Secret" && metadata.name === KEY_SECRET),
);

export default [
  ...rulesOn(eniOperator, [
    {
      id: "identity-irsa-region",
      severity: "error",
      title: "The operator is told its Region when it has a role by IRSA",
      why: 'Setting eni.iamRole takes every AWS_* variable away from the operator, its Region too; it stops with "Missing Region".',
      symptom: 'The operator stops with "Missing Region" and restarts.',
      source: "chart cilium 1.19.6 templates/cilium-operator/deployment.yaml; cilium/cilium#39307",
      fix: "Add {name: AWS_REGION, value: <Region>} to operator.extraEnv; a list in helmValues replaces the planned one.",
      *check(values) {
        if (!isSet(values, "eni.iamRole")) return;
        const names = variableNames(valueAt(values, "operator.extraEnv"));
        if (names.some((name) => typeof name === "string" && REGION_VARIABLES.includes(name))) return;
        yield {
          at: "operator.extraEnv",
          found: "eni.iamRole without AWS_REGION",
          expected: "operator.extraEnv with AWS_REGION",
        };
      },
    },
    {
      id: "identity-static-ip-tags",
      severity: "warning",
      title: "Elastic IPs for nodes need rights that the operator's policy lacks",
      why: "ipam.nodeSpec.ipamStaticIPTags lets the operator attach Elastic IPs. Cilium's list of rights leaves out the two it needs.",
      source:
        "cilium/cilium pkg/aws/ec2/ec2.go: DescribeAddresses and AssociateAddress; Documentation/network/concepts/ipam/eni.rst lists neither",
      fix: "Add ec2:DescribeAddresses and ec2:AssociateAddress by a policy to the operator's role, and waive this once it works.",
      *check(values) {
        const tags = valueAt(values, "ipam.nodeSpec.ipamStaticIPTags");
        if (tags === undefined || tags === null || Object.keys(tags).length === 0) return;
        yield {
          at: "ipam.nodeSpec.ipamStaticIPTags",
          found: "tags of Elastic IPs",
          expected: "a policy that was tried with them",
        };
      },
    },
    {
      id: "identity-operator-mechanism",
      severity: "error",
      title: "The chart's eni.iamRole agrees with how the operator's role is taken on",
      why: "eni.iamRole annotates the service account for IRSA, which the AWS SDK tries before Pod Identity; a role that admits only the other way refuses it.",
      symptom: "The operator logs AccessDenied, makes no ENI, and pods stay in ContainerCreating.",
      source:
        "chart cilium 1.19.6 templates/cilium-operator/serviceaccount.yaml; AWS SDK for Go: default credential chain",
      fix: "Set eni.iamRole to the ARN of a role by IRSA, and leave it out with Pod Identity.",
      also: ["identity"],
      *check(values, model) {
        const kinds = operatorTrust(model);
        const annotated = isSet(values, "eni.iamRole");
        if (annotated && kinds.includes("pod-identity") && !kinds.includes("irsa")) {
          yield {
            at: "eni.iamRole",
            found: "eni.iamRole, and a role that admits EKS Pod Identity only",
            expected: "no eni.iamRole with Pod Identity",
            fix: "Remove eni.iamRole.",
          };
        }
        if (!annotated && kinds.includes("irsa") && !kinds.includes("pod-identity")) {
          yield {
            at: "eni.iamRole",
            found: "no eni.iamRole, and a role that admits IRSA only",
            expected: "the role's ARN in eni.iamRole",
            fix: "Set eni.iamRole to the ARN of the operator's role.",
          };
        }
      },
    },
  ]),
  ...rulesOn(wholeModel("identity", "addons"), [
    {
      id: "identity-pod-identity-agent",
      severity: "error",
      title: "The Pod Identity agent runs where the operator's role comes by Pod Identity",
      why: "Nobody answers the operator's request for credentials without it. The agent needs no CNI; it must be there, and the association too, before the operator's pod.",
      symptom: "The operator logs that it finds no credentials; no ENI is made and pods stay in ContainerCreating.",
      source: "EKS user guide: pod-id-agent-setup, pod-identities",
      fix: "Add it: association first, then the agent, then Cilium, then the nodes.",
      *check(model) {
        if (!operatorTrust(model).includes("pod-identity")) return;
        if (model.addons.some(({ name }) => name === EksAddon.PodIdentityAgent)) return;
        yield {
          subject: "Cilium operator",
          path: `addons.${EksAddon.PodIdentityAgent}`,
          found: "no add-on eks-pod-identity-agent",
          expected: "the add-on, created before the Cilium release",
        };
      },
    },
  ]),
  ...rulesOn(settingsOf("cluster"), [
    {
      id: "identity-pod-identity-agent-off",
      severity: "error",
      title: "The Pod Identity agent is not switched off while the operator needs it",
      why: "The two settings contradict each other.",
      source: "EKS user guide: pod-identities",
      fix: "Remove enabled: false, or use irsa.",
      *check({ addons }, { settings }) {
        if (settings.cilium?.operatorIdentity !== OperatorIdentity.PodIdentity) return;
        if (addons?.podIdentityAgent?.enabled !== false) return;
        yield {
          at: "addons.podIdentityAgent.enabled",
          found: "false together with cilium.operatorIdentity: pod-identity",
          expected: "true, or operatorIdentity: irsa",
        };
      },
    },
    {
      id: "identity-existing-oidc",
      severity: "error",
      title: "A cluster that exists brings its OIDC provider for roles by IRSA",
      why: "The operator's role must trust the cluster's issuer; this program makes no provider for a cluster that is not its own.",
      source: "EKS user guide: enable-iam-roles-for-service-accounts",
      fix: "Add oidcProviderArn, or set cilium.operatorIdentity to pod-identity.",
      *check({ existing }, { settings }) {
        const mechanism = settings.cilium?.operatorIdentity ?? OperatorIdentity.Irsa;
        if (existing === undefined || existing.oidcProviderArn !== undefined || mechanism !== OperatorIdentity.Irsa)
          return;
        yield {
          at: "existing.oidcProviderArn",
          found: "nothing",
          expected: "the ARN of the IAM OIDC provider of the cluster's issuer",
        };
      },
    },
  ]),
  ...rulesOn(keySecrets, [
    {
      id: "identity-static-keys",
      severity: "error",
      title: "The operator has no static AWS keys",
      why: "Keys in the secret cilium-aws never expire, stand in the state and in etcd, and win over the node's role; whoever reads secrets in kube-system has them.",
      source: "chart cilium 1.19.6 templates/cilium-operator/deployment.yaml (secret cilium-aws)",
      fix: "Remove the secret and set eni.iamRole.",
      *check() {
        yield { found: "AWS keys for the operator", expected: "a role by IRSA or EKS Pod Identity" };
      },
    },
  ]),
  ...rulesOn(wholeModel("network", "cilium", "identity"), [
    {
      id: "identity-credential-endpoint",
      severity: "warning",
      title: "An existing network without internet has endpoints for the operator's credentials and its calls",
      why: "The operator gets no credentials where it cannot reach STS (IRSA) or EKS Auth (Pod Identity), and makes no ENI where it cannot reach EC2. This program does not see the endpoints of a VPC that is not its own.",
      symptom: "The operator's calls for credentials time out; no ENI is made and pods stay in ContainerCreating.",
      source: "EKS user guide: private-clusters, vpc-interface-endpoints",
      fix: "Have the interface endpoint made by network.endpoints, or check that the VPC has it and waive this.",
      *check(model) {
        const { network, cilium } = model;
        if (network.created || !usesEni(cilium)) return;
        const nodes = network.subnets.filter(({ role }) => role === "node");
        if (nodes.length === 0 || nodes.some(({ egress }) => egress !== "none")) return;
        const service = operatorTrust(model).includes("pod-identity") ? "eks-auth" : "sts";
        const missing = [service, "ec2"].filter((one) => !network.endpoints.includes(one));
        if (missing.length === 0) return;
        yield {
          subject: "network",
          path: "network.endpoints",
          found: `node subnets without a way out, and no word of an endpoint ${missing.join(" or ")}`,
          expected: `the interface endpoints ${missing.join(" and ")} in the VPC`,
          fix: `Check that the VPC has them, and waive this; or add ${missing.join(" and ")} to network.endpoints to have them made.`,
        };
      },
    },
  ]),
];
