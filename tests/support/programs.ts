import { viewCluster } from "../../lens/index.ts";
import { evaluateRule, visibleRules } from "../../lens/evaluate.ts";
import type { Registered } from "../../lens/registered.ts";

/* Small programs as they register, for tests of what is said of them. */

export type Props = Registered["props"];

export const resource = (type: string, name: string, props: Props, more: Partial<Registered> = {}): Registered => ({
  urn: `urn:${name}`,
  type,
  name,
  props,
  protect: false,
  ignoreChanges: [],
  sources: {},
  dependencies: [],
  ...more,
});
export const cluster = (more: Props = {}): Registered =>
  resource("aws:eks/cluster:Cluster", "blue", {
    name: "blue",
    version: "1.35",
    bootstrapSelfManagedAddons: false,
    accessConfig: { authenticationMode: "API" },
    ...more,
  });
export const vpc = (cidrBlock = "10.0.0.0/16"): Registered => resource("aws:ec2/vpc:Vpc", "net", { cidrBlock });
const cilium = (values: Props): Registered =>
  resource("kubernetes:helm.sh/v3:Release", "cilium", {
    chart: "cilium",
    version: "1.19.6",
    namespace: "kube-system",
    name: "cilium",
    skipAwait: true,
    repositoryOpts: { repo: "https://helm.cilium.io" },
    values,
  });
export const eni = (more: Props = {}): Registered =>
  cilium({
    eni: { enabled: true },
    ipam: { mode: "eni" },
    routingMode: "native",
    kubeProxyReplacement: true,
    k8sServiceHost: "ABC.gr7.eu-central-1.eks.amazonaws.com",
    k8sServicePort: 443,
    cluster: { name: "blue" },
    ...more,
  });
export const chaining = cilium({
  cni: { chainingMode: "aws-cni", exclusive: false },
  enableIPv4Masquerade: false,
  routingMode: "native",
  endpointRoutes: { enabled: true },
});
export const overlay = cilium({
  ipam: { mode: "cluster-pool", operator: { clusterPoolIPv4PodCIDRList: ["10.200.0.0/16"] } },
  routingMode: "tunnel",
  tunnelProtocol: "vxlan",
});
export const route = (destinationCidrBlock: string): Registered =>
  resource("aws:ec2/route:Route", `to-${destinationCidrBlock}`, { destinationCidrBlock, transitGatewayId: "tgw-1" });
export const role = (name: string, actions: readonly string[], subject: string): Registered =>
  resource("aws:iam/role:Role", name, {
    assumeRolePolicy: JSON.stringify({
      Statement: [
        {
          Effect: "Allow",
          Principal: { Federated: "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/A" },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: {
            StringEquals: {
              "oidc.eks.eu-central-1.amazonaws.com/id/A:sub": `system:serviceaccount:${subject}`,
              "oidc.eks.eu-central-1.amazonaws.com/id/A:aud": "sts.amazonaws.com",
            },
          },
        },
      ],
    }),
    inlinePolicies: [{ policy: JSON.stringify({ Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }] }) }],
  });

export const told = (group: RegExp, ...resources: Registered[]): string[] => {
  const { model } = viewCluster(resources, "eu-central-1");
  return visibleRules
    .filter(({ id }) => group.test(id))
    .flatMap((rule) => evaluateRule(rule, model).findings.map((found) => `${found.rule}: ${found.found}`));
};

/** A Kubernetes object as a resource. */
export const object = (
  apiVersion: string,
  kind: string,
  name: string,
  parts: Props = {},
  namespace: string | undefined = "shop",
): Registered =>
  resource(`kubernetes:${apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`}:${kind}`, `${kind}-${name}`, {
    apiVersion,
    kind,
    metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
    ...parts,
  });
