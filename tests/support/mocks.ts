import { type AwsAccount, type AwsResource, hex, type Properties } from "./aws-account.ts";
import { awsState } from "./aws-outputs.ts";

/** What a provider would say of a new resource. */
export interface MockState {
  readonly id: string;
  /** Inputs and computed outputs; an output that is not here is absent in an update and unknown in a preview. */
  readonly state: Properties;
}

const CLUSTER = "eks:index:Cluster";
const VPC = "awsx:ec2:Vpc";

/** Computed outputs by type: AWS from its own table, components that a plugin builds, objects of Kubernetes. */
export function mockState(resource: AwsResource, account: AwsAccount): MockState {
  const { type, name, inputs } = resource;
  if (type === CLUSTER) return { id: name, state: { ...inputs, ...clusterOutputs(resource, account) } };
  if (type === VPC) return { id: name, state: { ...inputs, ...vpcOutputs(resource, account) } };
  if (type.startsWith("kubernetes:"))
    return { id: objectId(resource), state: { ...inputs, ...objectOutputs(resource) } };
  const { id, computed } = awsState(resource, account);
  return { id, state: { ...inputs, ...computed } };
}

/** `Cluster.getKubeconfig` and its like. @throws on a method that is not known. */
export function mockMethod(token: string): Properties {
  if (token === `${CLUSTER}/getKubeconfig`) return { result: KUBECONFIG };
  throw new Error(`no answer to the method ${token} in tests/support/mocks.ts`);
}

const KUBECONFIG = JSON.stringify({ apiVersion: "v1", kind: "Config", clusters: [], users: [], contexts: [] });

/** The outputs of the cluster inside the component, which is registered by the plugin and so by nobody here. */
function clusterOutputs({ name, inputs }: AwsResource, account: AwsAccount): Properties {
  const inner = childState("aws:eks/cluster:Cluster", `${name}-eksCluster`, inputs, account);
  const issuer = `https://oidc.eks.${account.region}.amazonaws.com/id/${hex(name, 32).toUpperCase()}`;
  const group = `sg-${hex(`${name} cluster`, 17)}`;
  return {
    eksCluster: inner,
    core: { endpoint: inner["endpoint"], cluster: inner, vpcId: inputs["vpcId"] },
    clusterSecurityGroupId: group,
    nodeSecurityGroupId: `sg-${hex(`${name} node`, 17)}`,
    kubeconfig: JSON.parse(KUBECONFIG) as Properties,
    kubeconfigJson: KUBECONFIG,
    oidcIssuer: issuer.slice("https://".length),
    oidcProviderUrl: issuer,
    oidcProviderArn: `arn:${account.partition}:iam::${account.account}:oidc-provider/${issuer.slice("https://".length)}`,
  };
}

/** Subnets as the component names them: `<vpc>-<spec>-<zone number>`, each with a route table of its own. */
function vpcOutputs({ name, inputs }: AwsResource, account: AwsAccount): Properties {
  const zones = list(inputs["availabilityZoneNames"]);
  const specs = list(inputs["subnetSpecs"]).map((spec) => spec as Properties);
  const subnets = (zones.length > 0 ? zones : account.zones).flatMap((zone, index) =>
    specs.map((spec) => {
      const kind = text(spec["type"]).toLowerCase();
      const subnetInputs = {
        availabilityZone: zone,
        cidrBlock: list(spec["cidrBlocks"])[index],
        tags: spec["tags"] ?? {},
        mapPublicIpOnLaunch: kind === "public",
      };
      const subnet = `${name}-${text(spec["name"]) || kind}-${String(index + 1)}`;
      return { kind, subnet, state: childState("aws:ec2/subnet:Subnet", subnet, subnetInputs, account) };
    }),
  );
  const ids = (kind: string) => subnets.filter((entry) => entry.kind === kind).map(({ state }) => state["id"]);
  const vpc = childState("aws:ec2/vpc:Vpc", name, { cidrBlock: inputs["cidrBlock"] }, account);
  return {
    vpc,
    vpcId: vpc["id"],
    publicSubnetIds: ids("public"),
    privateSubnetIds: ids("private"),
    isolatedSubnetIds: ids("isolated"),
    subnets: subnets.map(({ state }) => state),
    routeTables: subnets.map(({ subnet }) => childState("aws:ec2/routeTable:RouteTable", subnet, {}, account)),
    natGateways: (zones.length > 0 ? zones : account.zones).map((_, index) =>
      childState("aws:ec2/natGateway:NatGateway", `${name}-${String(index + 1)}`, {}, account),
    ),
    subnetLayout: specs,
  };
}

/** A child of a component as the component's outputs carry it. */
function childState(type: string, name: string, inputs: Properties, account: AwsAccount): Properties {
  const { id, computed } = awsState({ type, name, inputs }, account);
  return { ...inputs, ...computed, id };
}

function objectOutputs({ type, name, inputs }: AwsResource): Properties {
  if (type !== "kubernetes:helm.sh/v3:Release") return {};
  const release = text(inputs["name"]) || `${name}-${hex(name, 8)}`;
  return { name: release, status: { name: release, namespace: inputs["namespace"] ?? "default", status: "deployed" } };
}

function objectId({ name, inputs }: AwsResource): string {
  const metadata = (inputs["metadata"] ?? inputs) as Properties;
  const object = text(metadata["name"]) || name;
  return text(metadata["namespace"]) === "" ? object : `${text(metadata["namespace"])}/${object}`;
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);
