import type { ClusterModel, NodeGroupModel, TaintModel } from "../../../core/model/index.ts";
import { UNKNOWN } from "../../../core/model/unknown.ts";
import type { Registered } from "../../../lens/registered.ts";
import { list } from "./cluster.ts";
import { ciliumUrn } from "./rest.ts";
import { defined, resource, urnOf } from "./resource.ts";
import { raiseUserData } from "./user-data.ts";

const GROUP = "aws:eks/nodeGroup:NodeGroup";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";

export function raiseNodeGroups({ nodeGroups, securityGroups, controlPlane, cilium }: ClusterModel): Registered[] {
  const release = cilium === undefined || cilium.afterNodes === true ? [] : [ciliumUrn(cilium)];
  const ofNodes = list(securityGroups)
    .filter((group) => (group as unknown) !== UNKNOWN && list(group.attachedTo).includes("node"))
    .map(({ name }) => urnOf("aws:ec2/securityGroup:SecurityGroup", name));
  return list(nodeGroups).flatMap((group, at) => {
    if ((group as unknown) === UNKNOWN) return [resource(GROUP, `group-${String(at)}`, { nodeGroupName: UNKNOWN })];
    switch (group.kind) {
      case "karpenter":
        return [karpenter(group)];
      case "self-managed":
        return [selfManaged(group)];
      case "fargate":
        return [resource("aws:eks/fargateProfile:FargateProfile", group.name)];
      default:
        return [
          ...nodeConfig(group),
          ...managed(group, `${group.name}-${String(at)}`, ofNodes, controlPlane?.kubernetesVersion).map((one) => ({
            ...one,
            dependencies: [...one.dependencies, ...(group.afterCilium === false ? [] : release)],
          })),
        ];
    }
  });
}

/** What the pods of one group have of their own. */
function nodeConfig({ name, podSubnetTags, podSecurityGroupTags }: NodeGroupModel): Registered[] {
  if (podSubnetTags === undefined && podSecurityGroupTags === undefined) return [];
  const written = (tags: NodeGroupModel["podSubnetTags"]): unknown =>
    tags === undefined || (tags as unknown) === UNKNOWN
      ? tags
      : Object.entries(tags)
          .map(([key, value]) => `${key}=${value}`)
          .join(",");
  return [
    resource("kubernetes:cilium.io/v2:CiliumNodeConfig", name, {
      metadata: { name, namespace: "kube-system" },
      spec: {
        nodeSelector: { matchLabels: { "eks.amazonaws.com/nodegroup": name } },
        defaults: defined({
          "eni-subnet-tags": written(podSubnetTags),
          "eni-security-group-tags": written(podSecurityGroupTags),
        }),
      },
    }),
  ];
}

function managed(
  group: NodeGroupModel,
  name: string,
  securityGroups: readonly string[],
  kubernetes = "1.35",
): Registered[] {
  const template = urnOf(TEMPLATE, name);
  const version = group.amiKubernetesVersion ?? (group.amiRelease === undefined ? undefined : kubernetes);
  return [
    resource(
      GROUP,
      name,
      {
        nodeGroupName: group.name,
        instanceTypes: group.instanceTypes,
        capacityType: group.capacityType,
        amiType: amiType(group),
        version,
        releaseVersion: releaseVersion(group, version),
        scalingConfig: scaling(group),
        labels: group.labels,
        taints: groupTaints(group.taints),
        subnetIds: list(group.subnets).map(() => UNKNOWN),
        updateConfig: updateConfig(group),
        remoteAccess: remoteAccess(group),
        launchTemplate: { id: UNKNOWN, version: UNKNOWN },
      },
      {
        sources: {
          launchTemplate: [template],
          subnetIds: list(group.subnets).map((name) => urnOf("aws:ec2/subnet:Subnet", name)),
        },
      },
    ),
    resource(TEMPLATE, name, templateProps(group), { sources: { vpcSecurityGroupIds: securityGroups } }),
  ];
}

function templateProps(group: NodeGroupModel): Record<string, unknown> {
  const { disk, metadata, templateTags } = group;
  const { imageParameter } = group;
  const named =
    typeof imageParameter === "string" ? `resolve:ssm:${imageParameter}` : (imageParameter ?? "ami-0123456789abcdef0");
  const image = group.customImage ?? (group.userDataKind !== "none" || group.imageParameter !== undefined);
  return {
    imageId: image ? named : undefined,
    keyName: group.access.kind === "ssh" ? undefined : group.keyName,
    userData: raiseUserData(group),
    blockDeviceMappings:
      (disk as unknown) === UNKNOWN
        ? UNKNOWN
        : [
            {
              deviceName: "/dev/xvda",
              ebs: defined({ volumeSize: disk.sizeGiB, volumeType: disk.type, encrypted: text(disk.encrypted) }),
            },
          ],
    metadataOptions:
      (metadata as unknown) === UNKNOWN
        ? UNKNOWN
        : defined({ httpTokens: metadata.httpTokens, httpPutResponseHopLimit: metadata.hopLimit }),
    networkInterfaces:
      (group.launchTemplateInterfaces as unknown) === UNKNOWN
        ? UNKNOWN
        : Array.from({ length: group.launchTemplateInterfaces }, (_, deviceIndex) => ({ deviceIndex })),
    tagSpecifications:
      templateTags === undefined || (templateTags as unknown) === UNKNOWN
        ? templateTags
        : Object.entries(templateTags).map(([resourceType, tags]) => ({ resourceType, tags })),
  };
}

const text = (value: unknown): unknown => (value === UNKNOWN ? UNKNOWN : String(value));

const scaling = ({ scaling: sizes }: NodeGroupModel): unknown =>
  (sizes as unknown) === UNKNOWN ? UNKNOWN : { minSize: sizes.min, desiredSize: sizes.desired, maxSize: sizes.max };

function updateConfig({ update }: NodeGroupModel): unknown {
  if (update === undefined || (update as unknown) === UNKNOWN) return update;
  const { strategy, ...numbers } = update;
  return defined({ ...numbers, updateStrategy: strategy });
}

function remoteAccess({ access, keyName }: NodeGroupModel): unknown {
  if ((access as unknown) === UNKNOWN) return UNKNOWN;
  if ((access.kind as unknown) === UNKNOWN) return UNKNOWN;
  if (access.kind !== "ssh") return undefined;
  const open = list(access.sourceCidrs).includes("0.0.0.0/0");
  return defined({
    ec2SshKey: keyName ?? "operations",
    sourceSecurityGroupIds:
      (access.sourceCidrs as unknown) === UNKNOWN ? UNKNOWN : open ? undefined : ["sg-0123456789abcdef0"],
  });
}

const EFFECTS = { NoSchedule: "NO_SCHEDULE", NoExecute: "NO_EXECUTE", PreferNoSchedule: "PREFER_NO_SCHEDULE" } as const;

function groupTaints(taints: readonly TaintModel[]): unknown {
  if ((taints as unknown) === UNKNOWN) return UNKNOWN;
  const own = taints.filter((taint) => (taint as unknown) !== UNKNOWN && taint.place === "node-group");
  return own.map(({ key, value, effect }) => defined({ key, value, effect: EFFECTS[effect] ?? effect }));
}

function amiType({ amiFamily, architecture }: NodeGroupModel): unknown {
  if ((amiFamily as unknown) === UNKNOWN || (architecture as unknown) === UNKNOWN) return UNKNOWN;
  const arm = architecture === "arm64";
  switch (amiFamily) {
    case "AL2023":
      return arm ? "AL2023_ARM_64_STANDARD" : "AL2023_x86_64_STANDARD";
    case "BOTTLEROCKET":
      return arm ? "BOTTLEROCKET_ARM_64" : "BOTTLEROCKET_x86_64";
    case "AL2":
      return arm ? "AL2_ARM_64" : "AL2_x86_64";
    case "WINDOWS":
      return "WINDOWS_CORE_2022_x86_64";
    default:
      return "CUSTOM";
  }
}

/** EKS's own form: `1.35.2-20260714`, `1.52.0-abcdef01`. */
function releaseVersion({ amiRelease, amiFamily }: NodeGroupModel, version: string | undefined): unknown {
  if (typeof amiRelease !== "string") return amiRelease;
  if (amiFamily === "BOTTLEROCKET") return `${amiRelease}-abcdef01`;
  return `${String(version)}.0-${amiRelease.replace(/^v/, "")}`;
}

const selfManaged = (group: NodeGroupModel): Registered =>
  resource("eks:index:NodeGroupV2", group.name, {
    instanceType: list(group.instanceTypes)[0],
    operatingSystem: group.amiFamily === "BOTTLEROCKET" ? "Bottlerocket" : "AL2023",
    minSize: group.scaling.min,
    desiredCapacity: group.scaling.desired,
    maxSize: group.scaling.max,
    labels: group.labels,
    nodeRootVolumeSize: group.disk.sizeGiB,
    nodeRootVolumeEncrypted: group.disk.encrypted,
    nodeRootVolumeType: group.disk.type,
    taints: Object.fromEntries(list(group.taints).map(({ key, value, effect }) => [key, defined({ value, effect })])),
  });

const karpenter = (group: NodeGroupModel): Registered =>
  resource("kubernetes:karpenter.sh/v1:NodePool", group.name, {
    metadata: { name: group.name },
    spec: {
      template: {
        metadata: { labels: group.labels },
        spec: {
          requirements: [{ key: "node.kubernetes.io/instance-type", operator: "In", values: group.instanceTypes }],
          taints: karpenterTaints(group.taints, (place) => place !== "startup"),
          startupTaints: karpenterTaints(group.taints, (place) => place === "startup"),
        },
      },
    },
  });

function karpenterTaints(taints: readonly TaintModel[], wanted: (place: TaintModel["place"]) => boolean): unknown {
  if ((taints as unknown) === UNKNOWN || taints.some((taint) => (taint as unknown) === UNKNOWN)) return UNKNOWN;
  return taints.filter(({ place }) => wanted(place)).map(({ key, value, effect }) => defined({ key, value, effect }));
}
