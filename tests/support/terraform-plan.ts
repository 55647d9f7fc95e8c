import { UNKNOWN } from "../../core/model/unknown.ts";

/** A resource of a configuration, in every instance that a plan has of it. */
export interface PlannedResource {
  /** Of each instance, by its key; `""` for the only one. `UNKNOWN` for what is known after apply. */
  readonly instances: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** References of the attributes that are no constants, as Terraform lists them. */
  readonly refs?: Readonly<Record<string, readonly string[]>>;
  /** References of `for_each`. */
  readonly forEach?: readonly string[];
  readonly dependsOn?: readonly string[];
  /** What the plan says is sensitive, as it says it. */
  readonly sensitive?: Readonly<Record<string, unknown>>;
  /** The provider's name and alias in the configuration. */
  readonly provider?: string;
}

/** A module of a configuration with its call. */
export interface PlannedModule {
  readonly refs?: Readonly<Record<string, readonly string[]>>;
  readonly outputs?: Readonly<Record<string, readonly string[]>>;
  readonly dependsOn?: readonly string[];
  readonly resources: Readonly<Record<string, PlannedResource>>;
  readonly modules?: Readonly<Record<string, PlannedModule>>;
  /** Keys of its `for_each`. */
  readonly keys?: readonly string[];
}

/** Constant text of the Region, or the variable that it is. */
const PROVIDERS = {
  aws: {
    name: "aws",
    full_name: "registry.terraform.io/hashicorp/aws",
    expressions: { region: { references: ["var.region"] } },
  },
};

/** What `terraform show -json` writes of a plan that makes everything. */
export function terraformPlan(
  root: Omit<PlannedModule, "refs" | "dependsOn" | "keys">,
  providers: Readonly<Record<string, unknown>> = {},
): string {
  const changes = changesOf(root, "");
  return JSON.stringify(
    {
      format_version: "1.2",
      terraform_version: "1.11.4",
      variables: { region: { value: "eu-central-1" } },
      planned_values: {
        root_module: { resources: changes.map(({ change, ...one }) => ({ ...one, values: change.after })) },
      },
      resource_changes: changes,
      configuration: {
        provider_config: { ...PROVIDERS, ...providers },
        root_module: { ...configurationOf(root), variables: { region: {} } },
      },
      errored: false,
    },
    undefined,
    2,
  );
}

const bracket = (key: string): string =>
  key === "" ? "" : /^\d+$/.test(key) ? `[${key}]` : `[${JSON.stringify(key)}]`;

function changesOf({ resources, modules = {} }: PlannedModule, path: string): readonly Change[] {
  return [
    ...Object.entries(resources).flatMap(([address, resource]) =>
      Object.entries(resource.instances).map(([key, values]) =>
        changeOf(`${path}${address}${bracket(key)}`, { address, key, values, resource }),
      ),
    ),
    ...Object.entries(modules).flatMap(([name, module]) =>
      (module.keys ?? [""]).flatMap((key) => changesOf(module, `${path}module.${name}${bracket(key)}.`)),
    ),
  ];
}

type Change = ReturnType<typeof changeOf>;

interface One {
  readonly address: string;
  readonly key: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly resource: PlannedResource;
}

function changeOf(address: string, { address: config, key, values, resource }: One) {
  const [type = "", name = ""] = config.replace(/^data\./, "").split(".");
  return {
    address,
    mode: config.startsWith("data.") ? "data" : "managed",
    type,
    name,
    ...(key === "" ? {} : { index: /^\d+$/.test(key) ? Number(key) : key }),
    change: {
      actions: [config.startsWith("data.") ? "read" : "create"],
      before: null,
      after: known(values),
      after_unknown: maskOf(values),
      after_sensitive: resource.sensitive ?? {},
    },
  };
}

const configurationOf = ({ resources, modules = {}, outputs = {} }: PlannedModule): Record<string, unknown> => ({
  outputs: Object.fromEntries(
    Object.entries(outputs).map(([name, references]) => [name, { expression: { references } }]),
  ),
  resources: Object.entries(resources).map(([address, resource]) => ({
    address,
    mode: address.startsWith("data.") ? "data" : "managed",
    provider_config_key: resource.provider ?? "aws",
    expressions: expressionsOf(resource),
    ...(resource.forEach === undefined ? {} : { for_each_expression: { references: resource.forEach } }),
    ...(resource.dependsOn === undefined ? {} : { depends_on: resource.dependsOn }),
  })),
  module_calls: Object.fromEntries(
    Object.entries(modules).map(([name, module]) => [
      name,
      {
        expressions: referring(module.refs ?? {}),
        module: configurationOf(module),
        ...(module.dependsOn === undefined ? {} : { depends_on: module.dependsOn }),
      },
    ]),
  ),
});

/** Blocks are lists of maps, attributes are expressions; what is known in a block is a constant. */
function expressionsOf({ instances, refs = {} }: PlannedResource): unknown {
  const [values = {}] = Object.values(instances);
  const constants = Object.entries(values).filter(([, value]) => value !== UNKNOWN);
  return Object.fromEntries([
    ...constants.map(([key, value]) => [key, expressionOf(value)] as const),
    ...Object.entries(nested(refs, values)),
  ]);
}

function expressionOf(value: unknown): unknown {
  if (Array.isArray(value) && value.some((item) => typeof item === "object" && item !== null)) {
    return value.map((item: unknown) =>
      Object.fromEntries(Object.entries(item as object).map(([key, inner]) => [key, expressionOf(inner)])),
    );
  }
  return value === UNKNOWN ? { references: [] } : { constant_value: known(value) };
}

const referring = (refs: Readonly<Record<string, readonly string[]>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(refs).map(([key, references]) => [key, { references }]));

/** `vpc_config.subnet_ids` is an attribute in a block. */
function nested(
  refs: Readonly<Record<string, readonly string[]>>,
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const [key, references] of Object.entries(refs)) {
    const [block = "", inner] = key.split(".");
    if (inner === undefined) found[block] = { references };
    else {
      const before = (found[block] ?? expressionOf(values[block])) as readonly Record<string, unknown>[];
      found[block] = [{ ...before[0], [inner]: { references } }];
    }
  }
  return found;
}

/** What is known of a value: Terraform leaves attributes out that are unknown, and has null in lists. */
export function known(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => (item === UNKNOWN ? null : known(item)));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (inner === UNKNOWN ? [] : [[key, known(inner)]])),
  );
}

/** Where a value is unknown, in the same shape. */
export function maskOf(value: unknown): unknown {
  if (value === UNKNOWN) return true;
  if (Array.isArray(value)) return value.map(maskOf);
  if (typeof value !== "object" || value === null) return false;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => {
      const mask = maskOf(inner);
      return mask === false ? [] : [[key, mask]];
    }),
  );
}
