import type { NodeGroupModel } from "../core/model/index.ts";
import { UNKNOWN } from "../core/model/unknown.ts";
import { ciliumCharts } from "./cilium.ts";
import { NODE_GROUPS, isMadeWithCluster, waitsForChart } from "./order.ts";
import { managedComponent } from "./node-components.ts";
import { defaultGroup, karpenter, selfManaged } from "./node-others.ts";
import { fromTemplate, fromUserData, groupTaints, imageOf, kubeletTaints, userDataOf } from "./node-template.ts";
import {
  type Origins,
  type Registered,
  type PartView,
  at,
  isKnown,
  joined,
  listAt,
  named,
  nothing,
  ofType,
  read,
  record,
  sourcesOf,
} from "./registered.ts";
import { present } from "../core/model/present.ts";
import { podTagsOf } from "./pod-choices.ts";
import { isPublic } from "./subnets.ts";

const MANAGED = "aws:eks/nodeGroup:NodeGroup";
const MANAGED_COMPONENT = "eks:index:ManagedNodeGroup";
const SELF_MANAGED = ["eks:index:NodeGroup", "eks:index:NodeGroupV2"] as const;
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";

/** What EKS takes where no type is named (EKS API reference: CreateNodegroup, instanceTypes). */
const DEFAULT_TYPE = "t3.medium";

/** EKS gives it to the nodes of a managed group, with the group's name (EKS user guide: managed-node-groups). */
const MANAGED_LABEL = "eks.amazonaws.com/nodegroup";

/** Node groups of every kind: raw, by component, and Karpenter's pools. */
export function viewNodeGroups(resources: readonly Registered[]): PartView<readonly NodeGroupModel[]> {
  const seen = [
    ...ofType(resources, MANAGED).map((group) => [group, managed(group, resources)] as const),
    ...componentsAlone(resources).map(
      (group) =>
        [
          group,
          at(group.props, "launchTemplate") === undefined
            ? managedComponent(group, subnetsOf(group, resources))
            : managed(group, resources),
        ] as const,
    ),
    ...ofType(resources, ...SELF_MANAGED).map(
      (group) => [group, { ...selfManaged(group), subnets: subnetNames(group, "nodeSubnetIds", resources) }] as const,
    ),
    ...defaultGroup(resources),
    ...ofType(resources, "kubernetes:karpenter.sh/v1:NodePool").map(
      (pool) => [pool, karpenter(pool, resources)] as const,
    ),
  ];
  if (seen.length === 0) return nothing;
  const origins: Record<string, string> = {};
  for (const [group, model] of seen) origins[`nodeGroups.${model.name}`] = group.urn;
  const [chart] = ciliumCharts(resources);
  return {
    part: seen.map(([group, model]) => ({
      ...model,
      ...orderOf(group, chart, resources),
      ...podTagsOf(isKnown(model.labels) ? { [MANAGED_LABEL]: model.name, ...model.labels } : model.labels, resources),
    })),
    origins: origins satisfies Origins,
  };
}

/** When a group is made, where the program says when Cilium is. Karpenter's pools make nodes on demand. */
function orderOf(
  group: Registered,
  chart: Registered | undefined,
  resources: readonly Registered[],
): Pick<NodeGroupModel, "afterCilium" | "madeWithCluster"> {
  if (isMadeWithCluster(group, resources)) return { madeWithCluster: true };
  if (chart === undefined || !NODE_GROUPS.includes(group.type)) return {};
  return { afterCilium: waitsForChart(group, chart, resources) };
}

/** Where the engine shows a component's child, the child says more. */
const componentsAlone = (resources: readonly Registered[]): Registered[] =>
  ofType(resources, MANAGED_COMPONENT).filter(
    ({ urn }) => !resources.some(({ type, parent }) => type === MANAGED && parent === urn),
  );

const STACK = "pulumi:pulumi:Stack::";

/**
 * Inputs of the template that the group names: by the resource its `launchTemplate` comes from, by its plain name, or by the
 * component that made both. A template that is made elsewhere is unknown; a group that names none has none.
 */
function templateOf(group: Registered, resources: readonly Registered[]): Registered["props"] | undefined {
  if (at(group.props, "launchTemplate") === undefined) return undefined;
  const from = sourcesOf(group, "launchTemplate");
  const name = at(group.props, "launchTemplate.name");
  const inComponent = group.parent !== undefined && !group.parent.includes(STACK);
  const found = ofType(resources, TEMPLATE).find(
    (template) =>
      from.has(template.urn) ||
      (typeof name === "string" && at(template.props, "name") === name) ||
      template.parent === group.urn ||
      (from.size === 0 && inComponent && template.parent === group.parent && template.name.startsWith(group.name)),
  );
  return found === undefined ? (UNKNOWN as never) : found.props;
}

function managed(group: Registered, resources: readonly Registered[]): NodeGroupModel {
  const { props } = group;
  const template = templateOf(group, resources);
  const data = userDataOf(template);
  const ofTemplate = at(template, "instanceType");
  return {
    name: named(props, "nodeGroupName", group.name),
    kind: "managed",
    instanceTypes:
      at(props, "instanceTypes") === undefined
        ? [(ofTemplate ?? DEFAULT_TYPE) as string]
        : listAt(props, "instanceTypes"),
    capacityType: read(props, "capacityType", "ON_DEMAND"),
    ...imageOf(
      {
        amiType: at(props, "amiType"),
        releaseVersion: at(props, "releaseVersion"),
        version: at(props, "version"),
        imageId: at(template, "imageId"),
      },
      data,
    ),
    scaling: {
      min: read(props, "scalingConfig.minSize", 1),
      desired: read(props, "scalingConfig.desiredSize", 2),
      max: read(props, "scalingConfig.maxSize", 2),
    },
    surge: 1,
    labels: joined(record<string>(props, "labels"), data?.labels ?? {}),
    taints: [...groupTaints(props), ...kubeletTaints(data)],
    ...subnetsOf(group, resources),
    ...fromTemplate(template, props),
    access: accessOf(props),
    ...present("keyName", read<string | undefined>(template, "keyName", read(props, "remoteAccess.ec2SshKey"))),
    rolePolicies: [],
    ...fromUserData(data),
    update: {
      ...present("maxUnavailable", read<number | undefined>(props, "updateConfig.maxUnavailable")),
      ...present("maxUnavailablePercentage", read<number | undefined>(props, "updateConfig.maxUnavailablePercentage")),
      ...present("strategy", read<"MINIMAL" | undefined>(props, "updateConfig.updateStrategy")),
    },
  };
}

/** Names of the program's subnets that an input names. */
const subnetNames = (group: Registered, input: string, resources: readonly Registered[]): string[] => {
  const from = sourcesOf(group, input);
  return ofType(resources, "aws:ec2/subnet:Subnet").flatMap(({ urn, name }) => (from.has(urn) ? [name] : []));
};

const COMPONENT_CHILD = "awsx:ec2:Vpc$";

/** Subnets by the resources that their ids come from; ids of subnets made elsewhere say nothing of them. */
function subnetsOf(
  group: Registered,
  resources: readonly Registered[],
): Pick<NodeGroupModel, "subnets" | "publicSubnets"> {
  const from = sourcesOf(group, "subnetIds");
  const known = ofType(resources, "aws:ec2/subnet:Subnet").filter(({ urn }) => from.has(urn));
  if (known.length === 0) return { subnets: listAt(group.props, "subnetIds"), publicSubnets: false };
  const open: readonly unknown[] = known.map(isPublic);
  // An output of a component comes from all of its children, for the engine: which of them it names is not told.
  const mixed = open.includes(true) && open.includes(false) && known.some(({ urn }) => urn.includes(COMPONENT_CHILD));
  return {
    subnets: known.map(({ name }) => name),
    publicSubnets: mixed
      ? (UNKNOWN as never)
      : open.includes(true) || (open.includes(UNKNOWN) ? (UNKNOWN as never) : false),
  };
}

function accessOf(props: unknown): NodeGroupModel["access"] {
  const remote = at(props, "remoteAccess");
  if (remote === undefined) return { kind: "none", sourceCidrs: [] };
  if (remote === UNKNOWN) return { kind: "ssh", sourceCidrs: UNKNOWN as never };
  const groups = listAt(remote, "sourceSecurityGroupIds");
  if (!isKnown(groups)) return { kind: "ssh", sourceCidrs: UNKNOWN as never };
  // EKS opens port 22 to the world where no source group is given.
  return { kind: "ssh", sourceCidrs: groups.length === 0 ? ["0.0.0.0/0"] : [] };
}
