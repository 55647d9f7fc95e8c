import type { NodeGroupModel, TaintModel } from "../core/model/index.ts";
import { readAmiParameter } from "../core/facts/amis.ts";
import { type UserData, readUserData } from "../core/nodes/user-data.ts";
import { UNKNOWN } from "../core/model/unknown.ts";
import { at, items, read, record, word } from "./registered.ts";
import { present } from "../core/model/present.ts";

/**
 * What the user data of a template says. Where it is unknown, or written in a way that nobody can read here (compressed, by a
 * tool of one's own), every part of it is: rules that read it say that they could not decide.
 */
export function userDataOf(template: unknown): UserData | undefined {
  const encoded = at(template, "userData");
  if (encoded === undefined || encoded === "") return undefined;
  return typeof encoded === "string" ? (readUserData(encoded) ?? UNREADABLE) : UNREADABLE;
}

export const UNREADABLE = {
  kind: UNKNOWN,
  clusterName: UNKNOWN,
  endpoint: UNKNOWN,
  serviceCidr: UNKNOWN,
  labels: UNKNOWN,
  taints: UNKNOWN,
  maxPods: UNKNOWN,
  maxPodsExpression: UNKNOWN,
  nodeConfigs: UNKNOWN,
  xdpUdevRule: UNKNOWN,
  mtu: UNKNOWN,
} as unknown as UserData;

type OfUserData = Pick<
  NodeGroupModel,
  "maxPods" | "networkSetup" | "userDataKind" | "maxPodsPlaces" | "joins" | "nodeConfigParts"
>;

/** The parts of the model that come from user data. */
export const fromUserData = (data: UserData | undefined): OfUserData => ({
  ...present("maxPods", data?.maxPods),
  networkSetup: { xdpUdevRule: data?.xdpUdevRule ?? false, ...present("mtu", data?.mtu) },
  userDataKind: data?.kind ?? "none",
  maxPodsPlaces: { ...present("kubelet", data?.maxPods), ...present("expression", data?.maxPodsExpression) },
  joins: {
    ...present("clusterName", data?.clusterName),
    ...present("endpoint", data?.endpoint),
    ...present("serviceCidr", data?.serviceCidr),
  },
  ...present("nodeConfigParts", data?.nodeConfigs),
});

export const kubeletTaints = (data: UserData | undefined): TaintModel[] => {
  if (data === undefined) return [];
  if ((data.taints as unknown) === UNKNOWN) return [UNKNOWN as never];
  return data.taints.map((taint) => ({ ...taint, place: "kubelet" }));
};

const EFFECTS: Readonly<Record<string, TaintModel["effect"]>> = {
  NO_SCHEDULE: "NoSchedule",
  NO_EXECUTE: "NoExecute",
  PREFER_NO_SCHEDULE: "PreferNoSchedule",
};

export const groupTaints = (props: unknown): TaintModel[] =>
  items(props, "taints").map((taint) => {
    if (taint === UNKNOWN) return UNKNOWN as never;
    const effect = read<string>(taint, "effect", "NO_SCHEDULE");
    return {
      key: read(taint, "key", ""),
      ...present("value", read<string | undefined>(taint, "value")),
      effect: EFFECTS[effect] ?? (effect as TaintModel["effect"]),
      place: "node-group",
    };
  });

/** Disk, metadata, ENIs and tags of a launch template; without one, what EKS takes by itself. */
export const fromTemplate = (
  template: unknown,
  group: unknown,
): Pick<NodeGroupModel, "disk" | "metadata" | "launchTemplateInterfaces" | "templateTags"> => ({
  disk: diskOf(template, group),
  metadata: {
    ...present("httpTokens", read<string | undefined>(template, "metadataOptions.httpTokens")),
    ...present("hopLimit", read<number | undefined>(template, "metadataOptions.httpPutResponseHopLimit")),
  },
  launchTemplateInterfaces: interfacesOf(template),
  templateTags: templateTags(template),
});

function diskOf(template: unknown, group: unknown): NodeGroupModel["disk"] {
  const mappings = items(template, "blockDeviceMappings");
  if (mappings.includes(UNKNOWN)) return UNKNOWN as never;
  const [first] = mappings;
  return {
    ...present("sizeGiB", read<number | undefined>(first, "ebs.volumeSize", read(group, "diskSize"))),
    encrypted: encrypted(mappings),
    ...present("type", read<string | undefined>(first, "ebs.volumeType")),
  };
}

/** The template takes "true" as text. */
function encrypted(mappings: readonly unknown[]): boolean {
  const each = mappings.map((mapping) => at(mapping, "ebs.encrypted", false));
  if (each.some((value) => value !== UNKNOWN && word(value) !== "true")) return false;
  return each.includes(UNKNOWN) ? (UNKNOWN as never) : each.length > 0;
}

function interfacesOf(template: unknown): number {
  const interfaces = items(template, "networkInterfaces");
  return interfaces.includes(UNKNOWN) ? (UNKNOWN as never) : interfaces.length;
}

function templateTags(template: unknown): NonNullable<NodeGroupModel["templateTags"]> {
  const specifications = items(template, "tagSpecifications");
  if (specifications.includes(UNKNOWN)) return UNKNOWN as never;
  return Object.fromEntries(
    specifications.map((specification) => [
      read(specification, "resourceType", ""),
      record<string>(specification, "tags"),
    ]),
  );
}

type OfImage = Pick<
  NodeGroupModel,
  "amiFamily" | "amiRelease" | "amiKubernetesVersion" | "architecture" | "imageParameter" | "customImage"
>;

export interface ImageSources {
  readonly amiType: unknown;
  /** EKS's own form, `1.35.2-20260714` or `1.52.0-abcdef01`. */
  readonly releaseVersion: unknown;
  readonly version: unknown;
  readonly imageId: unknown;
  readonly operatingSystem?: unknown;
  /** Parameter that a component reads the image from. */
  readonly parameter?: string;
}

/** `resolve:ssm:` lets EC2 read the image from a parameter (EC2 user guide: launch templates). */
const RESOLVED = /^resolve:ssm:(?<parameter>\S+?)(?::\d+)?$/;

/** Which image a group has, as far as its inputs tell. */
export function imageOf(sources: ImageSources, data: UserData | undefined): OfImage {
  const { imageId, releaseVersion, version } = sources;
  const resolved = typeof imageId === "string" ? RESOLVED.exec(imageId)?.groups?.["parameter"] : undefined;
  const parameter = resolved ?? sources.parameter;
  const named = parameter === undefined ? undefined : readAmiParameter(parameter);
  return {
    amiFamily: familyOf(sources, data, named?.family),
    ...present("amiRelease", release(releaseVersion) ?? named?.release),
    ...present("amiKubernetesVersion", (version as string | undefined) ?? named?.kubernetes),
    ...present("architecture", architectureOf(sources.amiType) ?? named?.architecture),
    ...present("imageParameter", parameter),
    customImage: imageId !== undefined,
  };
}

function release(version: unknown): string | undefined {
  if (typeof version !== "string") return version as undefined;
  const date = /^\d+\.\d+\.\d+-(?<date>\d{8})$/.exec(version)?.groups?.["date"];
  return date === undefined ? version.replace(/-[0-9a-f]{8}$/, "") : `v${date}`;
}

function architectureOf(amiType: unknown): NodeGroupModel["architecture"] {
  if (amiType === UNKNOWN) return UNKNOWN as never;
  if (typeof amiType !== "string" || amiType === "CUSTOM") return undefined;
  return /arm_?64/i.test(amiType) ? "arm64" : "x86_64";
}

function familyOf(
  { amiType, operatingSystem = "" }: ImageSources,
  data: UserData | undefined,
  named: NodeGroupModel["amiFamily"] | undefined,
): NodeGroupModel["amiFamily"] {
  if (amiType === UNKNOWN || operatingSystem === UNKNOWN) return UNKNOWN as never;
  const type = typeof amiType === "string" ? amiType : "";
  if (named !== undefined && named !== "CUSTOM") return named;
  if (type.startsWith("AL2023")) return "AL2023";
  if (type.startsWith("AL2_")) return "AL2";
  if (type.startsWith("BOTTLEROCKET")) return "BOTTLEROCKET";
  if (type.startsWith("WINDOWS")) return "WINDOWS";
  const kind: unknown = data?.kind;
  if (kind === UNKNOWN && operatingSystem === "") return UNKNOWN as never;
  if (kind === "bottlerocket" || operatingSystem === "Bottlerocket") return "BOTTLEROCKET";
  if (kind === "nodeadm" || operatingSystem === "AL2023") return "AL2023";
  return kind === "bootstrap-sh" || operatingSystem === "AL2" ? "AL2" : "CUSTOM";
}
