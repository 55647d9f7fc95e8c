import { type Tags, hasTags, tagPair, tagsIn } from "../core/helm/values.ts";
import type { JsonObject } from "../core/model/index.ts";
import { UNKNOWN } from "../core/model/unknown.ts";
import { ciliumCharts } from "./cilium.ts";
import { valuesOf } from "./helm-values.ts";
import { type Registered, at, isKnown, items, ofType, read, record, sourcesOf } from "./registered.ts";

const NODE_CONFIGS = ["kubernetes:cilium.io/v2:CiliumNodeConfig", "kubernetes:cilium.io/v2alpha1:CiliumNodeConfig"];

/** Options of the agent that some nodes have (Cilium docs: configuration/per-node-config). */
interface NodeConfig {
  readonly labels: Tags;
  readonly options: Tags;
}

const nodeConfigs = (resources: readonly Registered[]): NodeConfig[] =>
  ofType(resources, ...NODE_CONFIGS).map(({ props }) => ({
    labels: record<string>(props, "spec.nodeSelector.matchLabels"),
    options: record<string>(props, "spec.defaults"),
  }));

/** What the nodes with some labels have of their own. */
export function podTagsOf(
  labels: Tags,
  resources: readonly Registered[],
): { readonly podSubnetTags?: Tags; readonly podSecurityGroupTags?: Tags } {
  if (!isKnown(labels)) return {};
  const own = nodeConfigs(resources).filter(
    (config) => isKnown(config.labels) && Object.entries(config.labels).every(([key, value]) => labels[key] === value),
  );
  const subnets = tagsOfOption(own, "eni-subnet-tags");
  const groups = tagsOfOption(own, "eni-security-group-tags");
  return {
    ...(subnets === undefined ? {} : { podSubnetTags: subnets }),
    ...(groups === undefined ? {} : { podSecurityGroupTags: groups }),
  };
}

function tagsOfOption(configs: readonly NodeConfig[], option: string): Tags | undefined {
  for (const { options } of configs) {
    const value = at(options, option);
    if (value === UNKNOWN) return UNKNOWN as never;
    if (typeof value === "string" && value !== "")
      return Object.fromEntries(value.split(",").map((tag) => tagPair(tag)));
  }
  return undefined;
}

/** Tags that the values of the Cilium release choose pods' subnets or groups by. */
function ofRelease(resources: readonly Registered[], path: string): Tags {
  const [chart] = ciliumCharts(resources);
  return chart === undefined ? {} : tagsIn(read<JsonObject | undefined>(valuesOf(chart.props), path));
}

/** Every choice of pods' subnets by tags: the release's, and those of some nodes. */
export const podSubnetTags = (resources: readonly Registered[]): Tags[] =>
  choices(resources, "eni.nodeSpec.subnetTags", "eni-subnet-tags");

function choices(resources: readonly Registered[], path: string, option: string): Tags[] {
  const own = nodeConfigs(resources).map((config) => tagsOfOption([config], option) ?? {});
  return [ofRelease(resources, path), ...own].filter((tags) => isKnown(tags) && Object.keys(tags).length > 0);
}

/** URNs of groups that Cilium puts on the interfaces it makes: by tags, of which all must fit, or by name. */
export function podSecurityGroups(resources: readonly Registered[]): ReadonlySet<string> {
  const wanted = choices(resources, "eni.nodeSpec.securityGroupTags", "eni-security-group-tags");
  const [chart] = ciliumCharts(resources);
  const named =
    chart !== undefined && items(valuesOf(chart.props), "eni.nodeSpec.securityGroups").length > 0
      ? sourcesOf(chart, "values")
      : new Set<string>();
  const groups = ofType(resources, "aws:ec2/securityGroup:SecurityGroup").filter((group) => {
    const tags = record<string>(group.props, "tags");
    return named.has(group.urn) || (isKnown(tags) && wanted.some((choice) => hasTags(tags, choice)));
  });
  return new Set(groups.map(({ urn }) => urn));
}
