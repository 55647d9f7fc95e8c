import type {
  AccountModel,
  AddonModel,
  GatewayApiModel,
  KubernetesObject,
  QuotaModel,
  SecurityGroupModel,
} from "../../core/model.ts";
import { UNKNOWN } from "../../core/rules/unknown.ts";
import { type Registered, type Seen, at, given, items, nothing, ofType, read } from "./registered.ts";

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** Managed add-ons, those of `eks.Cluster`'s helpers included. */
export function seeAddons(resources: readonly Registered[]): Seen<readonly AddonModel[]> {
  const addons = ofType(resources, "aws:eks/addon:Addon", "eks:index:Addon", "eks:index:VpcCniAddon");
  if (addons.length === 0) return nothing;
  const named = addons.map((addon) => ({
    addon,
    name: addon.type === "eks:index:VpcCniAddon" ? "vpc-cni" : read(addon.props, "addonName", addon.name),
  }));
  return {
    part: named.map(({ addon: { props }, name }) => ({
      name,
      ...given("version", read<string | undefined>(props, "addonVersion")),
      hasRole: at(props, "serviceAccountRoleArn") !== undefined || items(props, "podIdentityAssociations").length > 0,
      ...given("configuration", configurationOf(at(props, "configurationValues"))),
    })),
    origins: Object.fromEntries(named.map(({ addon, name }) => [`addons.${name}`, addon.urn])),
  };
}

function configurationOf(text: unknown): AddonModel["configuration"] | undefined {
  if (typeof text !== "string") return isRecord(text) ? (text as AddonModel["configuration"]) : undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return isRecord(parsed) ? (parsed as AddonModel["configuration"]) : undefined;
  } catch {
    return undefined;
  }
}

/** Quota requests. A request says what is wanted, not what there is. */
export function seeQuotas(resources: readonly Registered[]): Seen<readonly QuotaModel[]> {
  const quotas = ofType(resources, "aws:servicequotas/serviceQuota:ServiceQuota");
  if (quotas.length === 0) return nothing;
  return {
    part: quotas.map(({ name, props }) => ({
      serviceCode: read(props, "serviceCode", ""),
      quotaCode: read(props, "quotaCode", ""),
      name,
      needed: 0,
      requested: read(props, "value", 0),
    })),
    origins: Object.fromEntries(quotas.map(({ props, urn }) => [`quotas.${read(props, "quotaCode", "")}`, urn])),
  };
}

/** Security groups with the rules written into them or beside them. */
export function seeSecurityGroups(resources: readonly Registered[]): Seen<readonly SecurityGroupModel[]> {
  const groups = ofType(resources, "aws:ec2/securityGroup:SecurityGroup");
  if (groups.length === 0) return nothing;
  const rules = ofType(
    resources,
    "aws:ec2/securityGroupRule:SecurityGroupRule",
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  );
  return {
    part: groups.map((group) => ({
      name: group.name,
      attachedTo: [],
      ingress: [
        ...items(group.props, "ingress"),
        ...rules
          .filter(
            ({ sources, props }) =>
              at(props, "type", "ingress") === "ingress" && (sources["securityGroupId"] ?? []).includes(group.urn),
          )
          .map(({ props }) => props),
      ].map((rule) => ({
        protocol: protocolOf(read(rule, "protocol", read(rule, "ipProtocol", "-1"))),
        from: read(rule, "fromPort", 0),
        to: read(rule, "toPort", 65_535),
        sources: [
          ...read<readonly string[]>(rule, "cidrBlocks", []),
          ...read<readonly string[]>(rule, "cidrIpv4", []),
        ].flat(),
      })),
      tags: read(group.props, "tags", {}),
    })),
    origins: Object.fromEntries(groups.map(({ name, urn }) => [`securityGroups.${name}`, urn])),
  };
}

const protocolOf = (protocol: string): SecurityGroupModel["ingress"][number]["protocol"] =>
  protocol === "tcp" || protocol === "udp" || protocol === "icmp" ? protocol : "all";

const KUBERNETES = "kubernetes:";
const NOT_OBJECTS = /^kubernetes:(?:helm\.sh|yaml|kustomize|index)[:/]/;

/** A patch is not the object that it patches: it keeps a kind of its own, `ServicePatch`. */
const PATCH = /Patch$/;

/** Kubernetes objects, custom resources among them, as they are sent. */
export function seeObjects(resources: readonly Registered[]): Seen<readonly KubernetesObject[]> {
  const objects = resources.filter(
    ({ type, props }) => type.startsWith(KUBERNETES) && !NOT_OBJECTS.test(type) && isRecord(props),
  );
  if (objects.length === 0) return nothing;
  const seen = objects.map(({ type, name, props, urn }) => {
    const ofType = type.slice(type.lastIndexOf(":") + 1);
    const object = {
      ...props,
      apiVersion: read(props, "apiVersion", apiVersionOf(type)),
      kind: PATCH.test(ofType) ? ofType : read(props, "kind", ofType),
      metadata: metadataOf(props, name),
    } as KubernetesObject;
    // Nobody can ask for an object whose name is not known yet: its findings go to the stack.
    const known: unknown = at(props, "metadata.name", name);
    return { object, origin: typeof known === "string" ? [[`objects.${object.kind}.${known}`, urn] as const] : [] };
  });
  return { part: seen.map(({ object }) => object), origins: Object.fromEntries(seen.flatMap(({ origin }) => origin)) };
}

/** The provider names an object without a name after the resource. */
function metadataOf(props: unknown, name: string): unknown {
  const metadata = at(props, "metadata", {});
  return metadata === UNKNOWN || !isRecord(metadata) ? metadata : { ...metadata, name: metadata["name"] ?? name };
}

/** `kubernetes:core/v1:Service` -> `v1`. */
const apiVersionOf = (type: string): string =>
  type.slice(KUBERNETES.length, type.lastIndexOf(":")).replace(/^core\//, "");

const BUNDLE = /(?:gateway-api\/releases\/download\/|gateway-api[-@/])(?<version>v\d+\.\d+\.\d+)/;

/** The Gateway API bundle, by the file or URL that the program installs, or by what its definitions say of themselves. */
export function seeGatewayApi(resources: readonly Registered[]): Seen<GatewayApiModel> {
  const files = ofType(
    resources,
    "kubernetes:yaml/v2:ConfigFile",
    "kubernetes:yaml:ConfigFile",
    "kubernetes:yaml/v2:ConfigGroup",
  );
  for (const { props, urn } of files) {
    const sources = [at(props, "file"), ...items(props, "files")].filter((file) => typeof file === "string");
    for (const file of sources) {
      const version = BUNDLE.exec(file)?.groups?.["version"];
      if (version === undefined) continue;
      return {
        part: { bundle: version, channel: file.includes("experimental") ? "experimental" : "standard" },
        origins: { gatewayApi: urn },
      };
    }
  }
  return seeDefinitions(resources);
}

/** Every definition of a bundle names its version and channel (gateway-api site: concepts/versioning). */
function seeDefinitions(resources: readonly Registered[]): Seen<GatewayApiModel> {
  const definitions = resources.filter(({ type }) => type.endsWith(":CustomResourceDefinition"));
  for (const { props, urn } of definitions) {
    const annotations = at(props, "metadata.annotations", {});
    if (!isRecord(annotations)) continue;
    const bundle = annotations["gateway.networking.k8s.io/bundle-version"];
    if (typeof bundle !== "string") continue;
    const experimental = annotations["gateway.networking.k8s.io/channel"] === "experimental";
    return {
      part: { bundle, channel: experimental ? "experimental" : "standard" },
      origins: { gatewayApi: urn },
    };
  }
  return nothing;
}

/** Region and partition, from the program's configuration. */
export function seeAccount(region: string | undefined): AccountModel | undefined {
  if (region === undefined) return undefined;
  const partition = region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  return { region, partition };
}
