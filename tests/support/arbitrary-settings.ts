import * as fc from "fast-check";
import { z } from "zod";
import { settingsSchema } from "../../config/schema.generated.ts";
import type { SchemaNode } from "../../config/schema-node.ts";

/** Values that a person might write: right ones, edges, and plain mistakes, by the name of the key. */
const BY_KEY: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  name: fc.constantFrom("prod", "a", "Prod_1", "x".repeat(40)),
  kubernetesVersion: fc.constantFrom("1.35", "1.34", "1.29", "1.36", "9.9"),
  cidr: fc.constantFrom(
    "10.0.0.0/16",
    "10.0.0.0/24",
    "10.0.0.1/16",
    "100.64.0.0/16",
    "172.16.0.0/12",
    "nonsense",
    "10.0.0.0/28",
    "::/0",
  ),
  zone: fc.constantFrom("eu-central-1a", "eu-central-1b", "us-east-1a"),
  version: fc.constantFrom("1.19.6", "1.20.2", "1.20.0", "1.19.9", "1.18.12", "2.0.0"),
  asOf: fc.constantFrom("2026-11-20", "2030-01-01", "1999-12-31"),
  release: fc.constantFrom("v20260714", "1.52.0", "v1", "latest"),
};

const ITEMS: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  instanceTypes: fc.constantFrom(
    "m6i.large",
    "m5.xlarge",
    "c7g.4xlarge",
    "p5.48xlarge",
    "m4.large",
    "t3.nano",
    "m6i.lrge",
  ),
  cidrs: BY_KEY["cidr"] as fc.Arbitrary<unknown>,
  publicAccessCidrs: BY_KEY["cidr"] as fc.Arbitrary<unknown>,
  podCidrs: BY_KEY["cidr"] as fc.Arbitrary<unknown>,
  nonMasqueradeCidrs: BY_KEY["cidr"] as fc.Arbitrary<unknown>,
  availabilityZones: BY_KEY["zone"] as fc.Arbitrary<unknown>,
  zones: BY_KEY["zone"] as fc.Arbitrary<unknown>,
  nodeCidrs: BY_KEY["cidr"] as fc.Arbitrary<unknown>,
  addresses: fc.constantFrom("10.0.2.20", "10.0.66.20", "192.168.0.1", "nonsense", ""),
  privateAddresses: fc.constantFrom("10.0.2.20", "10.0.66.20", "nonsense"),
};

const helmValues = fc.oneof(
  fc.constant({}),
  fc.constant({ tunnel: "disabled" }),
  fc.constant({ eni: { awsEnablePrefixDelegation: "yes" }, cluster: { id: "7" } }),
  fc.constant({ egressMasqueradeInterfaces: ["eth0"], kubeProxyReplacement: "strict" }),
  fc.dictionary(fc.string({ maxLength: 8 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 }),
);

const anything = fromSchema(
  z.toJSONSchema(settingsSchema, { unrepresentable: "any" }) as SchemaNode,
  "",
) as fc.Arbitrary<Record<string, unknown>>;

/** A stack that works, as a start: what is random then meets the rest of a real one. */
const WORKING = {
  cluster: { name: "prod", endpoint: { publicAccess: true, publicAccessCidrs: ["203.0.113.0/24"] } },
  network: { vpc: { cidr: "10.0.0.0/16" } },
  nodeGroups: { general: { instanceTypes: ["m6i.large"], scaling: { min: 2, max: 4 } } },
};

/** Settings of the right shape and any content, alone or in one part of a stack that works. */
export const arbitraryStack: fc.Arbitrary<Record<string, unknown>> = fc.oneof(
  anything,
  fc
    .tuple(
      anything,
      fc.constantFrom(
        "cluster",
        "network",
        "nodeGroups",
        "cilium",
        "quotas",
        "gateway",
        "observability",
        "mesh",
        "hybrid",
      ),
    )
    .map(([stack, part]) => ({ ...WORKING, ...(stack[part] === undefined ? {} : { [part]: stack[part] }) })),
);

function fromSchema(node: SchemaNode, key: string): fc.Arbitrary<unknown> {
  if (key === "helmValues") return helmValues;
  const options = node.anyOf ?? (node as { readonly oneOf?: readonly SchemaNode[] }).oneOf;
  if (options !== undefined) return fc.oneof(...options.map((option) => fromSchema(option, key)));
  if (node.const !== undefined) return fc.constant(node.const);
  if (node.enum !== undefined) return fc.constantFrom(...node.enum);
  switch (node.type) {
    case "string":
      return BY_KEY[key] ?? ITEMS[key] ?? fc.constantFrom("text", "a=b", "0", "x".repeat(70));
    case "boolean":
      return fc.boolean();
    case "integer":
    case "number":
      return numberOf(node);
    case "array":
      return fc.array(fromSchema(node.items ?? {}, key), { maxLength: 4 });
    default:
      return objectOf(node);
  }
}

function numberOf({ minimum = 1, maximum = 1000 }: { minimum?: number; maximum?: number }): fc.Arbitrary<number> {
  const edge = Math.min(maximum, minimum + 3);
  return fc.oneof(fc.constantFrom(minimum, edge), fc.integer({ min: minimum, max: Math.min(maximum, 100_000) }));
}

function objectOf(node: SchemaNode): fc.Arbitrary<unknown> {
  const { properties, additionalProperties } = node;
  if (properties === undefined) {
    const inner =
      typeof additionalProperties === "object" ? fromSchema(additionalProperties, "") : fc.jsonValue({ maxDepth: 1 });
    return fc.dictionary(fc.constantFrom("general", "a", "default", "b c"), inner, { maxKeys: 3 });
  }
  const shape = Object.fromEntries(Object.entries(properties).map(([key, child]) => [key, fromSchema(child, key)]));
  return fc.record(shape, { requiredKeys: [...(node.required ?? [])] });
}
