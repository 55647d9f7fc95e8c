import { UNKNOWN } from "../../core/model/unknown.ts";
import { isMap } from "../input.ts";
import { valueAt } from "../values.ts";
import type { Instance, Module } from "./instances.ts";
import { type References, refsIn } from "./references.ts";

/** A provider of a plan's configuration. */
export interface Provider {
  readonly key: string;
  readonly type: "pulumi:providers:aws" | "pulumi:providers:kubernetes";
  readonly props: Readonly<Record<string, unknown>>;
  /** Clusters that its host or its token come from. */
  readonly clusters: readonly Instance[];
}

const OF_KUBERNETES = /^(?:kubernetes|helm|kubectl)$/;
const ROOT: Module = { address: "" };

/** AWS's providers with their Region and tags; those of Kubernetes that lead to a cluster of the plan. */
export function providersOf(plan: unknown, references: References): Provider[] {
  const configs = valueAt(plan, ["configuration", "provider_config"]);
  if (!isMap(configs)) return [];
  return Object.entries(configs).flatMap(([key, config]): Provider[] => {
    const name = valueAt(config, ["name"]);
    const expressions = valueAt(config, ["expressions"]);
    if (name === "aws") {
      const region = constant(valueAt(expressions, ["region"]), plan);
      const tags = constant(valueAt(expressions, ["default_tags", 0, "tags"]), plan);
      return [
        {
          key,
          type: "pulumi:providers:aws",
          props: {
            ...(typeof region === "string" ? { region } : {}),
            ...(isMap(tags) ? { defaultTags: { tags } } : {}),
          },
          clusters: [],
        },
      ];
    }
    if (typeof name !== "string" || !OF_KUBERNETES.test(name)) return [];
    const clusters = references.named(refsIn(expressions), ROOT).filter(({ type }) => type === "aws_eks_cluster");
    return clusters.length === 0 ? [] : [{ key, type: "pulumi:providers:kubernetes", props: {}, clusters }];
  });
}

/** A constant, or the variable of the root module that stands alone. */
function constant(expression: unknown, plan: unknown): unknown {
  const written = valueAt(expression, ["constant_value"]);
  if (written !== undefined) return written;
  const references = valueAt(expression, ["references"]);
  const [only, ...others] = Array.isArray(references) ? (references as unknown[]) : [];
  const name = typeof only === "string" && others.length === 0 ? /^var\.([\w-]+)$/.exec(only)?.[1] : undefined;
  if (name === undefined) return undefined;
  const isSensitive = valueAt(plan, ["configuration", "root_module", "variables", name, "sensitive"]) === true;
  return isSensitive ? UNKNOWN : valueAt(plan, ["variables", name, "value"]);
}
