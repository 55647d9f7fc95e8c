import { UNKNOWN } from "../../../core/model/unknown.ts";
import type { Registered } from "../../../lens/registered.ts";
import { LISTS } from "../../../readers/terraform/inputs.ts";
import { known, maskOf } from "../terraform-plan.ts";
import { tokenOf } from "../../../readers/terraform/types.ts";

/** Types of Terraform's AWS provider that a raised cluster has. */
const TYPES =
  `aws_cloudwatch_log_group aws_default_network_acl aws_default_security_group aws_ec2_subnet_cidr_reservation aws_ec2_tag
  aws_ec2_transit_gateway_vpc_attachment aws_eks_access_entry aws_eks_access_policy_association aws_eks_addon aws_eks_cluster
  aws_eks_fargate_profile aws_eks_node_group aws_eks_pod_identity_association aws_flow_log aws_iam_openid_connect_provider
  aws_iam_policy aws_iam_role aws_iam_role_policy aws_iam_role_policy_attachment aws_kms_key aws_launch_template aws_nat_gateway
  aws_network_acl aws_network_acl_association aws_network_acl_rule aws_route aws_route_table aws_route_table_association
  aws_security_group aws_security_group_rule aws_servicequotas_service_quota aws_ssm_activation aws_subnet aws_vpc aws_vpc_endpoint
  aws_vpc_ipv4_cidr_block_association aws_vpc_peering_connection aws_vpc_security_group_ingress_rule aws_vpn_gateway`.split(
    /\s+/,
  );

export const TERRAFORM_TYPES: ReadonlyMap<string, string> = new Map(TYPES.map((type) => [tokenOf(type) ?? "", type]));

const KEYS = new Map(Object.entries(LISTS).map(([key, name]) => [name, key]));
const snake = (name: string): string =>
  KEYS.get(name) ?? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Attributes that are maps, whose keys are anybody's. */
const MAPS = /^(?:tags|labels|selector|parameters)$/;

interface Written {
  readonly value: unknown;
  readonly unknown: unknown;
}

/** A value, and in the same shape what of it is known after apply. */
function written(value: unknown, key: string, block: boolean): Written {
  if (value === UNKNOWN) return { value: null, unknown: true };
  if (Array.isArray(value)) {
    const items = value.map((item) => written(item, key, false));
    return { value: items.map((item) => item.value), unknown: items.map((item) => item.unknown) };
  }
  if (typeof value !== "object" || value === null) return { value, unknown: false };
  const isMap = MAPS.test(key);
  const inner = Object.entries(value).map(
    ([name, one]) => [isMap ? name : snake(name), written(one, name, !isMap)] as const,
  );
  const map: Written = {
    value: Object.fromEntries(inner.map(([name, one]) => [name, one.value])),
    unknown: Object.fromEntries(inner.map(([name, one]) => [name, one.unknown])),
  };
  return block && !isMap ? { value: [map.value], unknown: [map.unknown] } : map;
}

interface Raised {
  readonly type: string;
  readonly attributes: Readonly<Record<string, Written>>;
}

const plainly = (value: unknown): Written => ({ value: known(value) ?? null, unknown: maskOf(value) });

/** What is unknown in values is given by `set`, as people do it who know which keys that are. */
function unknownIn(value: unknown, path = ""): string[] {
  if (value === UNKNOWN) return [path];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const step = key.replaceAll(/[.,=[\]]/g, String.raw`\$&`);
    return unknownIn(inner, Array.isArray(value) ? `${path}[${key}]` : path === "" ? step : `${path}.${step}`);
  });
}

function releaseOf({ props }: Registered): Raised {
  const { values, skipAwait, ...others } = props;
  const isKnown = values !== UNKNOWN;
  const set = isKnown ? unknownIn(values) : [];
  return {
    type: "helm_release",
    attributes: {
      ...Object.fromEntries(Object.entries(others).map(([key, value]) => [snake(key), plainly(value)])),
      wait: plainly(skipAwait === UNKNOWN ? UNKNOWN : skipAwait !== true),
      values: isKnown
        ? { value: [JSON.stringify(plainly(values).value)], unknown: [false] }
        : { value: [null], unknown: [true] },
      set: {
        value: set.map((name) => ({ name, value: null })),
        unknown: set.map(() => ({ value: true })),
      },
    },
  };
}

function objectOf({ type, props, name }: Registered): Raised {
  const [, group = "", kind = ""] = /^kubernetes:(.*):(\w+)$/.exec(type) ?? [];
  const metadata = props["metadata"] ?? {};
  const manifest = {
    apiVersion: group.replace(/^core\//, ""),
    kind,
    ...props,
    metadata: metadata === UNKNOWN ? UNKNOWN : { name, ...metadata },
  };
  return { type: "kubernetes_manifest", attributes: { manifest: plainly(manifest) } };
}

function raised(resource: Registered): Raised | undefined {
  const { type, props } = resource;
  if (type === "kubernetes:helm.sh/v3:Release") return releaseOf(resource);
  if (/^kubernetes:(?!helm\.sh|yaml|kustomize)/.test(type)) return objectOf(resource);
  const own = TERRAFORM_TYPES.get(type);
  if (own === undefined) return undefined;
  return {
    type: own,
    attributes: Object.fromEntries(Object.entries(props).map(([key, one]) => [snake(key), written(one, key, true)])),
  };
}

/**
 * The plan of a Terraform program with these resources. Undefined where one of them is of a kind that Terraform has not: components,
 * charts that are rendered in the program.
 */
export function asTerraformPlan(resources: readonly Registered[], region?: string): string | undefined {
  const own = resources.filter(({ type }) => !type.startsWith("pulumi:"));
  const taken = new Set<string>();
  const all = own.flatMap((resource) => {
    const one = raised(resource);
    if (one === undefined) return [];
    let name = resource.name;
    while (taken.has(`${one.type}.${name}`)) name += "-too";
    taken.add(`${one.type}.${name}`);
    return [{ ...one, resource, name, address: `${one.type}.${name}` }];
  });
  if (all.length < own.length) return undefined;
  const addresses = new Map(all.map(({ resource: { urn }, address }) => [urn, address]));
  const at = (urn: string): string[] => [addresses.get(urn) ?? "aws_vpc.elsewhere"];
  return JSON.stringify({
    format_version: "1.2",
    resource_changes: all.map((one) => ({
      address: one.address,
      mode: "managed",
      type: one.type,
      name: one.name,
      change: {
        actions: ["create"],
        after: mapped(one, ({ value }) => value),
        after_unknown: mapped(one, ({ unknown }) => unknown),
      },
    })),
    configuration: {
      provider_config: { aws: { name: "aws", expressions: { region: { constant_value: region } } } },
      root_module: {
        resources: all.map(({ resource: { sources, dependencies }, ...one }) => ({
          address: one.address,
          expressions: {
            ...mapped(one, ({ value }) => (Array.isArray(value) ? expressionsOf(value) : {})),
            ...Object.fromEntries(
              Object.entries(sources).map(([key, urns]) => [snake(key), { references: urns.flatMap(at) }]),
            ),
          },
          depends_on: dependencies.flatMap(at),
        })),
      },
    },
  });
}

const mapped = ({ attributes }: Raised, of: (written: Written) => unknown): Record<string, unknown> =>
  Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, of(value)]));

/** Blocks as the configuration lists them, each with the attributes that are written. */
const expressionsOf = (blocks: readonly unknown[]): unknown =>
  blocks.map((block) =>
    typeof block === "object" && block !== null ? Object.fromEntries(Object.keys(block).map((key) => [key, {}])) : {},
  );
