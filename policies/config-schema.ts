import type { Policy } from "@pulumi/policy";

const LEVEL = { enum: ["advisory", "mandatory", "remediate", "disabled"] };

type Properties = NonNullable<Policy["configSchema"]>["properties"];

/** A level alone, or an object with one and the policy's own settings. */
const choice = (properties: Properties): object => ({
  anyOf: [
    LEVEL,
    { type: "object", additionalProperties: false, properties: { enforcementLevel: LEVEL, ...properties } },
  ],
});

/** JSON Schema of the pack's CrossGuard config, for editors and pipelines. */
export function configSchemaOf(policies: readonly Policy[]): object {
  const definitions: Record<string, object> = {};
  const refer = ({ description, configSchema }: Policy): object => {
    const properties = configSchema?.properties ?? {};
    const key = Object.keys(properties).join("-") || "level";
    definitions[key] = choice(properties);
    return { description, allOf: [{ $ref: `#/definitions/${key}` }] };
  };
  const all = { name: "all", description: "Every policy that has no entry of its own." };
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Policy config of pulumi-cilium-eks-policies",
    type: "object",
    additionalProperties: false,
    properties: Object.fromEntries([all, ...policies].map((policy) => [policy.name, refer(policy)])),
    definitions,
  };
}
