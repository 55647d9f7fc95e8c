/**
 * Writes core/facts/generated/ from the two raw data files: `node scripts/generate-facts.ts <data dir> [--check]`.
 *
 * The output is TypeScript that exports one string a table: it survives the build as it is, costs nothing to load, and is
 * taken apart only when somebody asks for a row. With `--check` nothing is written; exit 1 says which file is stale.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";

/** A row of ec2-network-limits.json. */
export interface RawInstance {
  readonly instanceType: string;
  readonly maxNetworkInterfaces: number;
  readonly ipv4PerInterface: number;
  readonly hypervisor: "nitro" | "xen" | "unknown";
  readonly bareMetal: boolean;
  readonly defaultNetworkCardIndex?: number;
  readonly networkCards?: readonly { readonly index: number; readonly maxInterfaces: number }[];
}

/** cilium-values-keys.json: chart version -> its keys. */
export type RawValueKeys = Readonly<
  Record<string, { readonly keys: Readonly<Record<string, string>>; readonly readByTemplatesOnly: readonly string[] }>
>;

const HEADER = "// Made by scripts/generate-facts.ts; do not edit.\n";

const INSTANCES_NOTE = `${HEADER}//
// EC2 network limits by instance type. Source: pkg/vpc/vpc_ip_resource_limit.go of aws/amazon-vpc-cni-k8s (Apache-2.0,
// Copyright Amazon.com Inc. or its affiliates), which that project generates from ec2:DescribeInstanceTypes; table of
// 2026-08-11, read at commit b52188387f2e2f10bf289ace929d6a63b176a4fa (2026-08-20). Facts only: no code is taken over.
//
// A line is a family, then \`size:interfaces.ipv4PerInterface\` and one letter: n Nitro, m bare metal on Nitro,
// b bare metal, x Xen, u unknown. Interfaces are those of the default network card; several cards follow as
// \`/interfaces\` or \`/interfaces*cards\`, card 0 first.
`;

const KEYS_NOTE = `${HEADER}//
// Helm value keys of the Cilium charts. Source: values.yaml, values.schema.json and templates of the published charts
// (cilium/charts and cilium/cilium, Apache-2.0, Copyright Authors of Cilium), read 2026-11-20. Facts only: no text is taken over.
//
// A line is a key and one letter a chart version: an index into VALUE_TYPES counted from "a", "." = only the templates
// read it (no entry in values.yaml, so no type), "-" = the chart does not know it.
`;

const HYPERVISOR_LETTER = { nitro: "n", xen: "x", unknown: "u" } as const;

function encodeCards(instance: RawInstance): string {
  const cards = (instance.networkCards ?? []).toSorted((a, b) => a.index - b.index);
  if (cards.length === 0) return "";
  if ((instance.defaultNetworkCardIndex ?? 0) !== 0 || cards.some((card, at) => card.index !== at)) {
    throw new Error(`${instance.instanceType}: the table assumes cards 0..n-1 with card 0 as the default`);
  }
  if (cards[0]?.maxInterfaces !== instance.maxNetworkInterfaces) {
    throw new Error(`${instance.instanceType}: maxNetworkInterfaces is not that of card 0`);
  }
  const runs: { interfaces: number; cards: number }[] = [];
  for (const { maxInterfaces } of cards) {
    const last = runs.at(-1);
    if (last?.interfaces === maxInterfaces) last.cards += 1;
    else runs.push({ interfaces: maxInterfaces, cards: 1 });
  }
  return runs.map((run) => `/${run.interfaces}${run.cards === 1 ? "" : `*${run.cards}`}`).join("");
}

function encodeInstance(instance: RawInstance): string {
  const [, size] = splitType(instance.instanceType);
  const nitroMetal = instance.bareMetal && instance.hypervisor === "nitro";
  const letter = nitroMetal ? "m" : instance.bareMetal ? "b" : HYPERVISOR_LETTER[instance.hypervisor];
  return `${size}:${instance.maxNetworkInterfaces}.${instance.ipv4PerInterface}${letter}${encodeCards(instance)}`;
}

function splitType(instanceType: string): [family: string, size: string] {
  const dot = instanceType.indexOf(".");
  if (dot < 1) throw new Error(`${instanceType}: no family before a dot`);
  return [instanceType.slice(0, dot), instanceType.slice(dot + 1)];
}

/** The instance table as a TypeScript module. */
export function renderInstances(rows: readonly RawInstance[]): string {
  const families = new Map<string, RawInstance[]>();
  for (const row of rows) {
    const [family] = splitType(row.instanceType);
    families.set(family, [...(families.get(family) ?? []), row]);
  }
  const lines = [...families.keys()]
    .toSorted(byCodePoint)
    .map((family) => `${family} ${(families.get(family) ?? []).map(encodeInstance).toSorted(byCodePoint).join(" ")}`);
  return `${INSTANCES_NOTE}
/** Day the source table last changed. */
export const INSTANCE_LIMITS_DATE = "2026-08-11";

/** Number of instance types. */
export const INSTANCE_COUNT = ${rows.length};

export const INSTANCE_LIMITS = \`
${lines.join("\n")}
\`;
`;
}

/** The Helm key table as a TypeScript module. */
export function renderValueKeys(raw: RawValueKeys): string {
  const versions = Object.keys(raw).toSorted(byCodePoint);
  const types = [
    ...new Set(versions.flatMap((version) => Object.values(raw[version]?.keys ?? {}).map(canonicalType))),
  ].toSorted(byCodePoint);
  if (types.length > 26) throw new Error(`${types.length} value types: one letter is no longer enough`);
  const paths = new Set(
    versions.flatMap((version) => [
      ...Object.keys(raw[version]?.keys ?? {}),
      ...(raw[version]?.readByTemplatesOnly ?? []),
    ]),
  );
  const lines = [...paths].toSorted(byCodePoint).map((path) => {
    const codes = versions.map((version) => {
      const type = raw[version]?.keys[path];
      if (type !== undefined) return String.fromCodePoint(97 + types.indexOf(canonicalType(type)));
      return raw[version]?.readByTemplatesOnly.includes(path) === true ? "." : "-";
    });
    return `${path} ${codes.join("")}`;
  });
  return `${KEYS_NOTE}
/** Chart versions, in the order of the letters. */
export const VALUE_KEY_VERSIONS = ${JSON.stringify(versions)} as const;

export const VALUE_TYPES = [
${types.map((type) => `  ${JSON.stringify(type)},`).join("\n")}
] as const;

export const VALUE_KEYS = \`
${lines.join("\n")}
\`;
`;
}

/** One spelling for each type: alternatives sorted, `*` (any keys below) at the end. */
function canonicalType(type: string): string {
  if (type.includes("enum:")) return type;
  const freeForm = type.endsWith("*");
  const alternatives = (freeForm ? type.slice(0, -1) : type).split("|").toSorted(byCodePoint);
  return `${alternatives.join("|")}${freeForm ? "*" : ""}`;
}

function byCodePoint(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Every generated file by its name. */
export function renderAll(dataDir: string): Readonly<Record<string, string>> {
  const read = (file: string): unknown => JSON.parse(readFileSync(join(dataDir, file), "utf8"));
  return {
    "instances.ts": renderInstances(read("ec2-network-limits.json") as RawInstance[]),
    "value-keys.ts": renderValueKeys(read("cilium-values-keys.json") as RawValueKeys),
  };
}

function main(args: readonly string[]): number {
  const check = args.includes("--check");
  const [dataDir] = args.filter((arg) => !arg.startsWith("--"));
  if (dataDir === undefined || !existsSync(dataDir)) {
    console.error(
      "usage: node scripts/generate-facts.ts <folder with ec2-network-limits.json and cilium-values-keys.json> [--check]",
    );
    return 2;
  }
  const target = fileURLToPath(new URL("../core/facts/generated/", import.meta.url));
  let stale = 0;
  for (const [file, text] of Object.entries(renderAll(dataDir))) {
    const path = join(target, file);
    if (!check) writeFileSync(path, text);
    else if (!existsSync(path) || readFileSync(path, "utf8") !== text) {
      stale += 1;
      console.error(`core/facts/generated/${file} is stale. Run: npm run generate:facts -- ${dataDir}`);
    }
  }
  return stale > 0 ? 1 : 0;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = main(process.argv.slice(2));
}
