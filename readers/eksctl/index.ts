import type { Registered } from "../../lens/registered.ts";
import { type Document, type Path, type Location, isMap, keyOf } from "../input.ts";
import { type Located, type Reader, registered, urnOf } from "../reader.ts";
import { valueAt } from "../values.ts";
import { addonsOf } from "./addons.ts";
import { clusterProps } from "./cluster.ts";
import { managedProps, selfManagedProps, templateProps } from "./groups.ts";
import { rolesOf } from "./iam.ts";
import { CLUSTER_KEYS, EKSCTL_WORDS, GROUP_KEYS } from "./keys.ts";

/** Clusters of eksctl: what it would ask of AWS, with the defaults of its documentation (ClusterConfig, v1alpha5). */
export const eksctl: Reader = {
  id: "eksctl",
  reads: "eksctl clusters",
  recognises: ({ apiVersion = "", kind }) => apiVersion.startsWith("eksctl.io/") && kind === "ClusterConfig",
  read: (documents) => ({
    resources: documents.flatMap(resourcesOf),
    ...(documents.length === 0 ? {} : { platform: "eks" as const, whole: ["addons"] }),
    untold: ["network"],
    words: EKSCTL_WORDS,
    meansCilium: documents.some(({ value }) => meansCilium(value)),
  }),
};

/** Nobody switches the default add-ons off, or taints nodes for Cilium, who wants another CNI. */
const meansCilium = (config: unknown): boolean =>
  valueAt(config, ["addonsConfig", "disableDefaultAddons"]) === true ||
  (JSON.stringify(config) ?? "").includes("node.cilium.io/");

/** Names of the cluster's parts, to their document. */
class Cluster {
  readonly document: Document;
  readonly config: Readonly<Record<string, unknown>>;
  readonly name: string;
  readonly urn: string;

  constructor(document: Document, config: Readonly<Record<string, unknown>>) {
    this.document = document;
    this.config = config;
    const name = valueAt(config, ["metadata", "name"]);
    this.name = typeof name === "string" ? name : "cluster";
    this.urn = urnOf("eksctl", "aws:eks/cluster:Cluster", this.name);
  }

  locate(
    resource: Pick<Registered, "type" | "name" | "props"> & Partial<Registered>,
    at: Path,
    keys: readonly Key[] = [],
  ): Located {
    const { type, name } = resource;
    const urn = resource.urn ?? urnOf("eksctl", type, `${this.name}/${name}`);
    const sources = { ...(urn === this.urn ? {} : { clusterName: [this.urn] }), ...resource.sources };
    return {
      resource: registered({ ...resource, urn, sources }),
      place: (below) => this.#place([...at, ...wayTo(below, keys)]),
    };
  }

  #place(path: Path): Location {
    return { input: this.document.input, position: this.document.position(path), key: keyOf(path) };
  }
}

type Key = readonly [below: RegExp, key: string];

/** The key of eksctl for a path of the model; the part itself where there is none. */
function wayTo(below: string, keys: readonly Key[]): Path {
  const found = keys.find(([pattern]) => pattern.test(below));
  return found === undefined ? [] : below.replace(new RegExp(`^.*?${found[0].source}.*$`), found[1]).split(".");
}

function resourcesOf(document: Document): Located[] {
  const { value } = document;
  if (!isMap(value)) return [];
  const cluster = new Cluster(document, value);
  return [
    cluster.locate(
      {
        type: "aws:eks/cluster:Cluster",
        name: cluster.name,
        urn: cluster.urn,
        props: clusterProps(value, cluster.name),
      },
      [],
      CLUSTER_KEYS,
    ),
    ...subnets(cluster),
    ...groups(cluster, "managedNodeGroups", managedGroup),
    ...groups(cluster, "nodeGroups", selfManagedGroup),
    ...addonsOf(value, cluster.name).map(({ name, props, index }) =>
      cluster.locate(
        { type: "aws:eks/addon:Addon", name, props },
        index === undefined ? ["addonsConfig"] : ["addons", index],
      ),
    ),
    ...roles(cluster),
    ...beside(cluster),
  ];
}

type Make = (cluster: Cluster, group: Readonly<Record<string, unknown>>, at: Path) => Located[];

const groups = (cluster: Cluster, key: string, make: Make): Located[] => {
  const all = cluster.config[key];
  return (Array.isArray(all) ? all : []).flatMap((group: unknown, index) =>
    isMap(group) ? make(cluster, group, [key, index]) : [],
  );
};

const nameOf = (group: Readonly<Record<string, unknown>>): string =>
  typeof group["name"] === "string" ? group["name"] : "group";

const managedGroup: Make = (cluster, group, at) => {
  const name = nameOf(group);
  const template = templateProps(group, cluster.name);
  const templateUrn = urnOf("eksctl", TEMPLATE, `${cluster.name}/${name}`);
  return [
    ...(template === undefined
      ? []
      : [cluster.locate({ type: TEMPLATE, name, urn: templateUrn, props: template }, at, GROUP_KEYS)]),
    cluster.locate(
      {
        type: "aws:eks/nodeGroup:NodeGroup",
        name,
        props: managedProps(group, cluster.name),
        sources: { ...inSubnets(cluster, group), launchTemplate: [templateUrn] },
      },
      at,
      GROUP_KEYS,
    ),
  ];
};

const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";

const selfManagedGroup: Make = (cluster, group, at) => [
  cluster.locate(
    {
      type: "eks:index:NodeGroupV2",
      name: nameOf(group),
      props: selfManagedProps(group, cluster.name),
      sources: inSubnets(cluster, group),
    },
    at,
    GROUP_KEYS,
  ),
];

const SUBNET = "aws:ec2/subnet:Subnet";
const subnetUrn = ({ name }: Cluster, kind: "public" | "private"): string => urnOf("eksctl", SUBNET, `${name}/${kind}`);

/** Nodes are in the public subnets unless privateNetworking is on (eksctl docs: vpc-networking); a private cluster has none. */
function inSubnets(cluster: Cluster, group: Readonly<Record<string, unknown>>): Registered["sources"] {
  const named = group["subnets"];
  const isPrivate = group["privateNetworking"] ?? valueAt(cluster.config, ["privateCluster", "enabled"]) ?? false;
  if (named !== undefined || typeof isPrivate !== "boolean") return {};
  return { subnetIds: [subnetUrn(cluster, isPrivate ? "private" : "public")] };
}

/** One for each kind: all that is known of them is what they are for. */
const subnets = (cluster: Cluster): Located[] =>
  (["public", "private"] as const).map((kind) =>
    cluster.locate(
      {
        type: SUBNET,
        name: kind,
        urn: subnetUrn(cluster, kind),
        props: { mapPublicIpOnLaunch: kind === "public", tags: {} },
      },
      ["vpc"],
    ),
  );

const roles = (cluster: Cluster): Located[] =>
  rolesOf(cluster.config, cluster.name).flatMap(({ name, props, at, association }) => {
    const urn = urnOf("eksctl", "aws:iam/role:Role", `${cluster.name}/${keyOf(at)}`);
    return [
      cluster.locate({ type: "aws:iam/role:Role", name, urn, props }, at),
      ...(association === undefined
        ? []
        : [
            cluster.locate(
              {
                type: "aws:eks/podIdentityAssociation:PodIdentityAssociation",
                name,
                props: association,
                sources: { roleArn: [urn] },
              },
              at,
            ),
          ]),
    ];
  });

/** Fargate profiles, the log group, access entries. */
function beside(cluster: Cluster): Located[] {
  const { config, name } = cluster;
  const list = (path: Path): readonly unknown[] => {
    const all = valueAt(config, path);
    return Array.isArray(all) ? all : [];
  };
  const retention = valueAt(config, ["cloudWatch", "clusterLogging", "logRetentionInDays"]);
  return [
    ...list(["fargateProfiles"]).map((_, index) =>
      cluster.locate({ type: "aws:eks/fargateProfile:FargateProfile", name: `profile-${String(index)}`, props: {} }, [
        "fargateProfiles",
        index,
      ]),
    ),
    ...(retention === undefined
      ? []
      : [
          cluster.locate(
            {
              type: "aws:cloudwatch/logGroup:LogGroup",
              name: "logs",
              props: { name: `/aws/eks/${name}/cluster`, retentionInDays: retention },
            },
            ["cloudWatch", "clusterLogging", "logRetentionInDays"],
          ),
        ]),
    ...list(["accessConfig", "accessEntries"]).flatMap((entry, index) => accessEntry(cluster, entry, index)),
  ];
}

function accessEntry(cluster: Cluster, entry: unknown, index: number): Located[] {
  if (!isMap(entry)) return [];
  const { principalARN, type, kubernetesGroups, accessPolicies } = entry;
  const at: Path = ["accessConfig", "accessEntries", index];
  const name = `entry-${String(index)}`;
  const own = {
    ...(type === undefined ? {} : { type }),
    ...(kubernetesGroups === undefined ? {} : { kubernetesGroups }),
  };
  const urn = urnOf("eksctl", "aws:eks/accessEntry:AccessEntry", `${cluster.name}/${name}`);
  return [
    cluster.locate(
      { type: "aws:eks/accessEntry:AccessEntry", name, urn, props: { principalArn: principalARN, ...own } },
      at,
    ),
    ...(Array.isArray(accessPolicies) ? accessPolicies : []).map((policy: unknown, of) =>
      cluster.locate(
        {
          type: "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
          name: `${name}-${String(of)}`,
          props: { principalArn: principalARN, policyArn: isMap(policy) ? policy["policyARN"] : undefined },
          sources: { principalArn: [urn] },
        },
        [...at, "accessPolicies", of],
      ),
    ),
  ];
}
