import { UNKNOWN } from "../../core/model/unknown.ts";
import type { Props } from "../../lens/registered.ts";
import { isMap } from "../input.ts";
import { valueAt } from "../values.ts";
import { present } from "../../core/model/present.ts";

type Group = Readonly<Record<string, unknown>>;

const at = (group: Group, path: string): unknown => valueAt(group, path.split("."));

const firstOf = (...values: readonly unknown[]): unknown => values.find((value) => value !== undefined);

const switched = (value: unknown, on: unknown, off: unknown): unknown =>
  value === undefined || value === UNKNOWN ? value : value === true ? on : off;

/**
 * What EKS would be asked for a managed group. eksctl makes a launch template for each, so disk and metadata stand there; what it
 * fills in by itself changes between its versions, so what is not written is unknown.
 */
export const managedProps = (group: Group, cluster: string): Props => ({
  clusterName: cluster,
  ...present("nodeGroupName", group["name"]),
  ...present(
    "instanceTypes",
    firstOf(group["instanceTypes"], group["instanceType"] === undefined ? undefined : [group["instanceType"]]),
  ),
  ...present("capacityType", switched(group["spot"], "SPOT", "ON_DEMAND")),
  ...present("amiType", amiTypeOf(group)),
  ...present("releaseVersion", group["releaseVersion"]),
  scalingConfig: scalingOf(group),
  ...present("labels", group["labels"]),
  taints: taintsOf(group["taints"]),
  ...present("updateConfig", group["updateConfig"]),
  ...present("remoteAccess", remoteAccess(group["ssh"])),
  launchTemplate: { name: `eksctl-${cluster}-${String(group["name"])}` },
});

/** Size of the group: at least and at most as many as wanted where nothing else is said (eksctl docs: nodegroups). */
const scalingOf = (group: Group): Props => {
  const wanted = firstOf(group["desiredCapacity"], group["minSize"], 2);
  return {
    minSize: firstOf(group["minSize"], wanted),
    desiredSize: wanted,
    maxSize: firstOf(group["maxSize"], wanted),
  };
};

const EFFECTS: Readonly<Record<string, string>> = {
  NoSchedule: "NO_SCHEDULE",
  NoExecute: "NO_EXECUTE",
  PreferNoSchedule: "PREFER_NO_SCHEDULE",
};

interface Taint {
  readonly key: unknown;
  readonly value?: unknown;
  readonly effect: unknown;
}

/** A list, or the older map of `key: "value:Effect"` (eksctl pkg/apis/eksctl.io/v1alpha5: taints). */
function taintsIn(taints: unknown): readonly Taint[] | typeof UNKNOWN {
  if (taints === undefined || taints === null) return [];
  if (Array.isArray(taints)) {
    return taints.map((taint: unknown) =>
      isMap(taint)
        ? { key: taint["key"], ...present("value", taint["value"]), effect: taint["effect"] }
        : { key: UNKNOWN, effect: UNKNOWN },
    );
  }
  if (!isMap(taints)) return UNKNOWN;
  return Object.entries(taints).map(([key, text]) => {
    const [value, effect] = typeof text === "string" ? text.split(":") : [UNKNOWN, UNKNOWN];
    return { key, value, effect: effect ?? value };
  });
}

function taintsOf(taints: unknown): unknown {
  const all = taintsIn(taints);
  return all === UNKNOWN
    ? UNKNOWN
    : all.map(({ effect, ...taint }) => ({
        ...taint,
        effect: typeof effect === "string" ? (EFFECTS[effect] ?? effect) : effect,
      }));
}

/** A group of its own registers its taints by the kubelet. */
const taintsByKey = (taints: unknown): unknown => {
  const all = taintsIn(taints);
  if (all === UNKNOWN || all.some(({ key }) => typeof key !== "string")) return UNKNOWN;
  return Object.fromEntries(all.map(({ key, value, effect }) => [key, { ...present("value", value), effect }]));
};

const AMI_TYPES: Readonly<Record<string, readonly [intel: string, arm: string]>> = {
  AmazonLinux2023: ["AL2023_x86_64_STANDARD", "AL2023_ARM_64_STANDARD"],
  AmazonLinux2: ["AL2_x86_64", "AL2_ARM_64"],
  Bottlerocket: ["BOTTLEROCKET_x86_64", "BOTTLEROCKET_ARM_64"],
};

/** EKS's names of the image families; eksctl takes the architecture from the instance type. */
function amiTypeOf(group: Group): unknown {
  const family = group["amiFamily"];
  if (group["ami"] !== undefined) return "CUSTOM";
  if (typeof family !== "string") return UNKNOWN;
  if (family.startsWith("Windows")) return "WINDOWS_CORE_2022_x86_64";
  if (family.startsWith("Ubuntu")) return "CUSTOM";
  return AMI_TYPES[family]?.[isGraviton(group) ? 1 : 0] ?? UNKNOWN;
}

/** `m7g.large`: a `g` behind the generation (EC2 user guide: instance-types, naming). */
const isGraviton = (group: Group): boolean =>
  [group["instanceType"], at(group, "instanceTypes.0")].some(
    (type) => typeof type === "string" && /^[a-z]+\d+[a-z]*g[a-z]*\./.test(type),
  );

/** EKS opens port 22 to all where no source is named; eksctl names the cluster's own. */
function remoteAccess(ssh: unknown): unknown {
  if (!isMap(ssh)) return ssh === UNKNOWN ? UNKNOWN : undefined;
  const keys = ["publicKeyName", "publicKeyPath", "publicKey"].some((key) => ssh[key] !== undefined);
  const allowed = ssh["allow"];
  if (allowed === UNKNOWN) return UNKNOWN;
  if (allowed === false || (allowed === undefined && !keys)) return undefined;
  const sources = ssh["sourceSecurityGroupIds"];
  return { ec2SshKey: firstOf(ssh["publicKeyName"], UNKNOWN), ...present("sourceSecurityGroupIds", sources) };
}

/** The launch template that eksctl makes; of one that is named by its id nothing is known. */
export function templateProps(group: Group, cluster: string): Props | undefined {
  if (group["launchTemplate"] !== undefined) return undefined;
  const imds = group["disableIMDSv1"];
  const pods = group["disablePodIMDS"];
  return {
    name: `eksctl-${cluster}-${String(group["name"])}`,
    blockDeviceMappings: [
      {
        ebs: {
          volumeSize: firstOf(group["volumeSize"], DEFAULT_SIZE),
          volumeType: firstOf(group["volumeType"], DEFAULT_TYPE),
          encrypted: firstOf(group["volumeEncrypted"], UNKNOWN),
        },
      },
    ],
    metadataOptions: {
      httpTokens: firstOf(switched(imds, "required", "optional"), UNKNOWN),
      httpPutResponseHopLimit: pods === true ? 1 : UNKNOWN,
    },
    // With a pod limit of its own the group's image is eksctl's business.
    ...present("imageId", firstOf(group["ami"], group["maxPodsPerNode"] === undefined ? undefined : UNKNOWN)),
    ...present("userData", userDataOf(group)),
  };
}

/** eksctl docs: nodegroups. */
const DEFAULT_SIZE = 80;
const DEFAULT_TYPE = "gp3";

/** A NodeConfig, a script, or Bottlerocket's settings; what eksctl writes by itself has no taints and labels but the group's. */
function userDataOf(group: Group): unknown {
  const own = group["overrideBootstrapCommand"];
  if (own !== undefined) return own;
  const commands = group["preBootstrapCommands"];
  if (commands !== undefined || at(group, "bottlerocket.settings") !== undefined) return UNKNOWN;
  const pods = group["maxPodsPerNode"];
  if (pods === undefined) return undefined;
  return pods === UNKNOWN ? UNKNOWN : nodeConfig(pods);
}

const nodeConfig = (maxPods: unknown): string =>
  `apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec:\n  kubelet:\n    config:\n      maxPods: ${Number(maxPods)}\n    maxPodsExpression: "${Number(maxPods)}"\n`;

/** A group that eksctl makes by an Auto Scaling group of its own, in the inputs of `eks.NodeGroupV2`. */
export const selfManagedProps = (group: Group, cluster: string): Props => ({
  clusterName: cluster,
  ...present("instanceType", firstOf(group["instanceType"], at(group, "instancesDistribution.instanceTypes.0"))),
  ...scaling(group),
  ...present("labels", group["labels"]),
  taints: taintsByKey(group["taints"]),
  nodeRootVolumeSize: firstOf(group["volumeSize"], DEFAULT_SIZE),
  nodeRootVolumeType: firstOf(group["volumeType"], DEFAULT_TYPE),
  nodeRootVolumeEncrypted: firstOf(group["volumeEncrypted"], UNKNOWN),
  operatingSystem: systemOf(group),
  ...present("keyName", at(group, "ssh.publicKeyName")),
});

const scaling = (group: Group): Props => {
  const { minSize, desiredSize, maxSize } = scalingOf(group);
  return { minSize, desiredCapacity: desiredSize, maxSize };
};

const systemOf = (group: Group): unknown => {
  const type = amiTypeOf(group);
  if (typeof type !== "string" || type === "CUSTOM") return UNKNOWN;
  return type.startsWith("BOTTLEROCKET") ? "Bottlerocket" : type.replace(/_.*$/, "");
};
