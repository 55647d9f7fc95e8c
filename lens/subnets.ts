import { type SubnetModel, SubnetRole } from "../core/model/index.ts";
import { type Tags, hasTags } from "../core/helm/values.ts";
import { UNKNOWN } from "../core/model/unknown.ts";
import { CLUSTER_COMPONENT, RAW_CLUSTER } from "./cluster.ts";
import { type Registered, at, isKnown, ofType, read, record, sourcesOf } from "./registered.ts";
import { podSubnetTags } from "./pod-choices.ts";
import { egressOf } from "./routes.ts";

const SUBNET = "aws:ec2/subnet:Subnet";
const PUBLIC_TAG = "kubernetes.io/role/elb";
const NODE_GROUPS = ["aws:eks/nodeGroup:NodeGroup", "eks:index:ManagedNodeGroup", "eks:index:NodeGroupV2"] as const;

/** Subnets that the program makes, with what each is for. */
export function seeSubnets(resources: readonly Registered[]): SubnetModel[] {
  const ofControlPlane = controlPlaneOnly(resources);
  const podTags = podSubnetTags(resources);
  return ofType(resources, SUBNET).map((subnet) => ({
    name: subnet.name,
    role: roleOf(subnet, ofControlPlane, podTags),
    zone: read(subnet.props, "availabilityZone", ""),
    cidr: read(subnet.props, "cidrBlock", ""),
    egress: egressOf(subnet, resources),
    reservations: reservationsIn(subnet, resources).map(({ props }) => ({
      cidr: read(props, "cidrBlock", ""),
      type: read(props, "reservationType", ""),
    })),
    tags: record<string>(subnet.props, "tags"),
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

function roleOf(subnet: Registered, ofControlPlane: ReadonlySet<string>, podTags: readonly Tags[]): SubnetRole {
  const tags = record<string>(subnet.props, "tags");
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
