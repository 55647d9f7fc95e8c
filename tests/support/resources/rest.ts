import type { CiliumModel, ClusterModel, KubernetesObject, SecurityGroupModel } from "../../../core/model/index.ts";
import { UNKNOWN } from "../../../core/model/unknown.ts";
import type { Registered } from "../../../lens/registered.ts";
import { list } from "./cluster.ts";
import { defined, resource, urnOf } from "./resource.ts";

const RELEASE = "kubernetes:helm.sh/v3:Release";
const CHART = "kubernetes:helm.sh/v4:Chart";

const ciliumType = ({ delivery }: CiliumModel): string => (delivery === "template" ? CHART : RELEASE);
export const ciliumUrn = (cilium: CiliumModel): string => urnOf(ciliumType(cilium), cilium.releaseName);

const BUNDLE_FILE = "kubernetes:yaml/v2:ConfigFile";
const bundleUrn = urnOf(BUNDLE_FILE, "gateway-api");

export function raiseReleases({ cilium, releases, identity, nodeGroups, gatewayApi }: ClusterModel): Registered[] {
  const operators = list(identity)
    .filter(({ purpose }) => purpose === "operator")
    .map(({ name }) => urnOf("aws:iam/role:Role", name));
  return [
    ...(cilium === undefined
      ? []
      : [raiseCilium(cilium, operators, list(nodeGroups)[0]?.name ?? "general", gatewayApi?.order === "before")]),
    ...list(releases).map(({ name, chart, version, namespace, values, skipAwait }) =>
      resource(RELEASE, name, { name, chart, version, namespace, values, skipAwait }),
    ),
  ];
}

const raiseCilium = (
  cilium: CiliumModel,
  operators: readonly string[],
  group: string,
  afterBundle: boolean,
): Registered =>
  resource(
    ciliumType(cilium),
    cilium.releaseName,
    {
      name: cilium.releaseName,
      namespace: cilium.namespace,
      chart: "cilium",
      version: cilium.version,
      repositoryOpts: cilium.repository === undefined ? undefined : { repo: cilium.repository },
      values: cilium.values,
      skipAwait: cilium.skipAwait,
      atomic: cilium.atomic,
    },
    {
      sources: { values: operators },
      dependencies: [
        ...(cilium.afterNodes === true ? [urnOf("aws:eks/nodeGroup:NodeGroup", `${group}-0`)] : []),
        ...(afterBundle ? [bundleUrn] : []),
      ],
    },
  );

/** Groups; a template stands for nodes that are not part of the model. */
export const raiseSecurityGroups = ({ securityGroups, nodeGroups, controlPlane }: ClusterModel): Registered[] => [
  ...(list(nodeGroups).length > 0 ? [] : [template(list(securityGroups))]),
  ...(controlPlane === undefined ? clusterOf(list(securityGroups)) : []),
  ...list(securityGroups).flatMap((group, at) =>
    (group as unknown) === UNKNOWN
      ? [resource("aws:ec2/securityGroup:SecurityGroup", `group-${String(at)}`, { ingress: UNKNOWN, tags: UNKNOWN })]
      : [raiseGroup(group)],
  ),
];

const template = (groups: readonly SecurityGroupModel[]): Registered =>
  resource(
    "aws:ec2/launchTemplate:LaunchTemplate",
    "nodes",
    {},
    {
      sources: {
        vpcSecurityGroupIds: groups
          .filter(({ attachedTo }) => list(attachedTo).includes("node"))
          .map(({ name }) => urnOf("aws:ec2/securityGroup:SecurityGroup", name)),
      },
    },
  );

/** A cluster that is not part of the model either, for the groups on it alone. */
function clusterOf(groups: readonly SecurityGroupModel[]): Registered[] {
  const on = groups.filter(
    (group) => (group as unknown) !== UNKNOWN && list(group.attachedTo).includes("control-plane"),
  );
  const vpcConfig = on.map(({ name }) => urnOf("aws:ec2/securityGroup:SecurityGroup", name));
  return on.length === 0 ? [] : [resource("aws:eks/cluster:Cluster", "cluster", {}, { sources: { vpcConfig } })];
}

/** `self` is how a group names itself. */
const raiseGroup = ({ name, ingress, tags }: SecurityGroupModel): Registered =>
  resource(
    "aws:ec2/securityGroup:SecurityGroup",
    name,
    {
      tags,
      ingress:
        (ingress as unknown) === UNKNOWN || ingress.some((rule) => (rule as unknown) === UNKNOWN)
          ? UNKNOWN
          : ingress.map(({ protocol, from, to, sources }) =>
              defined({
                protocol: protocol === "all" ? "-1" : protocol,
                fromPort: from,
                toPort: to,
                self: list(sources).includes("self") ? true : undefined,
                cidrBlocks:
                  (sources as unknown) === UNKNOWN ? UNKNOWN : sources.filter((source) => /^[\d.]+\//.test(source)),
                ipv6CidrBlocks: list(sources).filter((source) => source.includes(":")),
                securityGroups: [
                  ...list(sources).filter((source) => source.startsWith("sg-")),
                  ...groupsIn({ sources }).map(() => UNKNOWN),
                ],
              }),
            ),
    },
    { sources: { ingress: list(ingress).flatMap(groupsIn) } },
  );

/** Groups of the model that a rule admits, whose ids are not known yet. */
const groupsIn = ({ sources }: Pick<SecurityGroupModel["ingress"][number], "sources">): string[] =>
  list(sources)
    .filter((source) => typeof source === "string" && source.startsWith("group:"))
    .map((source) => urnOf("aws:ec2/securityGroup:SecurityGroup", source.slice("group:".length)));

export const raiseQuotas = ({ quotas }: ClusterModel): Registered[] =>
  list(quotas).flatMap((quota, at) => {
    if ((quota as unknown) === UNKNOWN) {
      return [
        resource("aws:servicequotas/serviceQuota:ServiceQuota", `quota-${String(at)}`, {
          quotaCode: UNKNOWN,
          serviceCode: UNKNOWN,
          value: UNKNOWN,
        }),
      ];
    }
    const { serviceCode, quotaCode, name, requested } = quota;
    return [
      resource("aws:servicequotas/serviceQuota:ServiceQuota", name, { serviceCode, quotaCode, value: requested }),
    ];
  });

export const raiseActivations = ({ activations }: ClusterModel): Registered[] =>
  list(activations).map((activation, at) =>
    (activation as unknown) === UNKNOWN
      ? resource("aws:ssm/activation:Activation", `activation-${String(at)}`, { expirationDate: UNKNOWN })
      : resource("aws:ssm/activation:Activation", activation.name, {
          expirationDate: activation.expirationDate,
          registrationLimit: activation.registrationLimit,
        }),
  );

/** The bundle as most programs install it: the file of its release. */
export function raiseGatewayApi({ gatewayApi, cilium }: ClusterModel): Registered[] {
  const { bundle, channel } = gatewayApi ?? {};
  if (bundle === undefined && (channel as unknown) !== UNKNOWN) return [];
  const file =
    (bundle as unknown) === UNKNOWN || (channel as unknown) === UNKNOWN
      ? UNKNOWN
      : `https://github.com/kubernetes-sigs/gateway-api/releases/download/${bundle}/${String(channel)}-install.yaml`;
  const after = gatewayApi?.order === "after" && cilium !== undefined;
  return [resource(BUNDLE_FILE, "gateway-api", { file }, { dependencies: after ? [ciliumUrn(cilium)] : [] })];
}

export const raiseObjects = ({ objects }: ClusterModel): Registered[] =>
  list(objects).flatMap((object, at) =>
    (object as unknown) === UNKNOWN ? [] : [raiseObject(object, `object-${String(at)}`)],
  );

function raiseObject(object: KubernetesObject, name: string): Registered {
  const apiVersion: unknown = object.apiVersion;
  const group =
    typeof apiVersion !== "string" ? "core/v1" : apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`;
  return resource(`kubernetes:${group}:${object.kind}`, name, object);
}
