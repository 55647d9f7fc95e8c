import type { NodeGroupModel } from "../core/model/index.ts";
import { type UserData, readUserData } from "../core/nodes/user-data.ts";
import { UNKNOWN } from "../core/model/unknown.ts";
import { UNREADABLE, fromTemplate, fromUserData, groupTaints, imageOf, kubeletTaints } from "./node-template.ts";
import { type Registered, at, isKnown, items, joined, named, read, record } from "./registered.ts";
import { present } from "../core/model/present.ts";

/** Arguments that make `eks.ManagedNodeGroup` write user data, and with it name an image (@pulumi/eks 4.3.0 nodegroup.ts). */
const USER_DATA_ARGS = [
  "kubeletExtraArgs",
  "bootstrapExtraArgs",
  "bottlerocketSettings",
  "nodeadmExtraOptions",
  "userData",
  "amiId",
] as const;

/** Where the component reads the image from, once it names one. */
const RECOMMENDED = "/aws/service/eks/optimized-ami/*/amazon-linux-2023/*/standard/recommended/image_id";

/** `eks.ManagedNodeGroup` by its inputs: the template it makes for some of them is not seen offline. */
export function managedComponent(
  { props, name }: Registered,
  subnets: Pick<NodeGroupModel, "subnets" | "publicSubnets">,
): NodeGroupModel {
  const writes = USER_DATA_ARGS.some((key) => at(props, key) !== undefined);
  const data = writes ? userDataOf(props) : undefined;
  const imdsV2 = at(props, "enableIMDSv2");
  return {
    name: named(props, "nodeGroupName", name),
    kind: "managed",
    instanceTypes: read(props, "instanceTypes", ["t3.medium"]),
    capacityType: read(props, "capacityType", "ON_DEMAND"),
    ...imageOf(
      {
        amiType: at(props, "amiType"),
        releaseVersion: at(props, "releaseVersion"),
        version: at(props, "version"),
        imageId: at(props, "amiId") ?? (writes ? UNKNOWN : undefined),
        operatingSystem: at(props, "operatingSystem", "AL2023"),
        ...(writes && at(props, "amiId") === undefined ? { parameter: RECOMMENDED } : {}),
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
    ...subnets,
    ...fromTemplate(undefined, props),
    // The component writes a hop limit of 2 with either choice.
    metadata:
      imdsV2 === undefined
        ? {}
        : {
            httpTokens: imdsV2 === UNKNOWN ? (UNKNOWN as never) : imdsV2 === true ? "required" : "optional",
            hopLimit: 2,
          },
    access: { kind: at(props, "remoteAccess") === undefined ? "none" : "ssh", sourceCidrs: [] },
    ...present("keyName", read<string | undefined>(props, "remoteAccess.ec2SshKey")),
    rolePolicies: [],
    ...fromUserData(data),
  };
}

/** The user data that the component will write, as far as its arguments say. */
function userDataOf(props: unknown): UserData {
  const own = at(props, "userData");
  if (own !== undefined) return typeof own === "string" ? (readUserData(own) ?? UNREADABLE) : UNREADABLE;
  const flags = at(props, "kubeletExtraArgs", "");
  const options = items(props, "nodeadmExtraOptions");
  const texts = options.map((option) => at(option, "content"));
  if (!isKnown(flags) || texts.some((text) => typeof text !== "string")) return UNREADABLE;
  if (at(props, "bottlerocketSettings") !== undefined) return UNREADABLE;
  const script = `#!/bin/bash\n/etc/eks/bootstrap.sh cluster --kubelet-extra-args '${String(flags)}'\n`;
  const [base, ...more] = [script, ...(texts as string[])].map((text) => readUserData(text) ?? UNREADABLE);
  const merged = more.reduce<UserData>(
    (data, next) => ({
      ...data,
      ...present("maxPods", next.maxPods),
      ...present("maxPodsExpression", next.maxPodsExpression),
      labels: { ...data.labels, ...next.labels },
      taints: [...data.taints, ...next.taints],
    }),
    base ?? UNREADABLE,
  );
  // Name, endpoint and certificate are the cluster's: the component fills them in.
  const { clusterName: _, ...rest } = merged;
  return { ...rest, kind: "nodeadm", nodeConfigs: 1 };
}
