import { type SubnetModel, SubnetRole } from "../core/model/index.ts";
import { type Tags, hasTags } from "../core/helm/values.ts";
import { UNKNOWN } from "../core/model/unknown.ts";
import { CLUSTER_COMPONENT, RAW_CLUSTER } from "./cluster.ts";
import { type Registered, at, isKnown, named, ofType, read, record, sourcesOf } from "./registered.ts";
import { podSubnetTags } from "./pod-choices.ts";
import { egressOf } from "./routes.ts";

const SUBNET = "aws:ec2/subnet:Subnet";
const PUBLIC_TAG = "kubernetes.io/role/elb";
const NODE_GROUPS = ["aws:eks/nodeGroup:NodeGroup", "eks:index:ManagedNodeGroup", "eks:index:NodeGroupV2"] as const;

/** Subnets that the program makes, with what each is for. */
export function viewSubnets(resources: readonly Registered[]): SubnetModel[] {
  const ofControlPlane = controlPlaneOnly(resources);
  const podTags = podSubnetTags(resources);
  return ofType(resources, SUBNET).map((subnet) => ({
    name: subnet.name,
    role: roleOf(subnet, tagsOf(subnet, resources), ofControlPlane, podTags),
    zone: read(subnet.props, "availabilityZone", ""),
    cidr: read(subnet.props, "cidrBlock", ""),
    egress: egressOf(subnet, resources),
    reservations: reservationsIn(subnet, resources).map(({ props }) => ({
      cidr: read(props, "cidrBlock", ""),
      type: read(props, "reservationType", ""),
    })),
    tags: tagsOf(subnet, resources),
  }));
}

/** Reservations as resources: each names its subnet. */
export const reservationsIn = ({ urn }: Registered, resources: readonly Registered[]): Registered[] =>
  ofType(resources, "aws:ec2/subnetCidrReservation:SubnetCidrReservation").filter((reservation) =>
    sourcesOf(reservation, "subnetId").has(urn),
  );

/** A subnet says that it is public by handing out public addresses, or by the tag for internet-facing load balancers. */
export function isPublic({ props }: Registered): unknown {
  const mapped = at(props, "mapPublicIpOnLaunch", false);
  if (mapped !== false) return mapped;
  const tags = record<string>(props, "tags");
  return isKnown(tags) ? tags[PUBLIC_TAG] !== undefined : UNKNOWN;
}

/** Its own tags, those that the program puts on it beside, and the provider's. */
function tagsOf(subnet: Registered, resources: readonly Registered[]): Tags {
  const own = record<string>(subnet.props, "tags");
  const beside = ofType(resources, "aws:ec2/tag:Tag").filter((tag) => sourcesOf(tag, "resourceId").has(subnet.urn));
  if (!isKnown(own)) return own;
  return {
    ...defaultTags(subnet, resources),
    ...own,
    ...Object.fromEntries(
      beside.map(({ name, props }) => [named(props, "key", name), read<string>(props, "value", "")]),
    ),
  };
}

/** The engine hands nested values of a provider over as JSON. */
function defaultTags({ provider }: Registered, resources: readonly Registered[]): Tags {
  const found = resources.find(
    ({ urn, type, name }) =>
      type === "pulumi:providers:aws" && (provider === undefined ? name.startsWith("default") : urn === provider),
  );
  const tags = at(found?.props, "defaultTags");
  const parsed: unknown = typeof tags === "string" ? attempt(tags) : tags;
  const read = at(parsed, "tags", {});
  return typeof read === "object" && read !== null ? (read as Tags) : {};
}

function attempt(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function roleOf(
  subnet: Registered,
  tags: Tags,
  ofControlPlane: ReadonlySet<string>,
  podTags: readonly Tags[],
): SubnetRole {
  if (!isKnown(tags)) return UNKNOWN as never;
  if (isForPods(subnet.name, tags, podTags)) return SubnetRole.Pod;
  if (isPublic(subnet) === true) return SubnetRole.Public;
  return ofControlPlane.has(subnet.urn) ? SubnetRole.ControlPlane : SubnetRole.Node;
}

/** By the tags that Cilium chooses subnets by; else by a tag or a name that speaks of pods. */
function isForPods(name: string, tags: Readonly<Record<string, string>>, podTags: readonly Tags[]): boolean {
  if (podTags.some((chosen) => hasTags(tags, chosen))) return true;
  return (
    /(?:^|-)pods?(?:-|$)/i.test(name) ||
    Object.entries(tags).some((tag) => tag.some((word: unknown) => typeof word === "string" && /\bpods?\b/i.test(word)))
  );
}

/** Subnets that the control plane is in and no node group: EKS keeps its interfaces in them. */
function controlPlaneOnly(resources: readonly Registered[]): ReadonlySet<string> {
  const nodes = new Set(ofType(resources, ...NODE_GROUPS).flatMap((group) => [...sourcesOf(group, "subnetIds")]));
  const own = [
    ...ofType(resources, RAW_CLUSTER).flatMap((cluster) => [...sourcesOf(cluster, "vpcConfig")]),
    ...ofType(resources, CLUSTER_COMPONENT).flatMap((cluster) => [
      ...sourcesOf(cluster, "subnetIds"),
      ...sourcesOf(cluster, "privateSubnetIds"),
    ]),
  ];
  // Where no group names its subnets, nobody can tell whom the cluster's are for.
  return nodes.size === 0 ? new Set() : new Set(own.filter((urn) => !nodes.has(urn)));
}
