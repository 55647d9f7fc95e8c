import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** A property of a Terraform resource. */
export interface SchemaEntry {
  readonly path: readonly string[];
  /** A change makes another resource. */
  readonly replaces: boolean;
  /** Optional and computed: the provider fills in what is not given. */
  readonly filled: boolean;
}

/** The provider's sources of one service, without its tests. */
export const sourceFiles = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".go") && !name.endsWith("_test.go") && !name.endsWith("_migrate.go"))
    .map((name) => readFileSync(join(folder, name), "utf8"));

/** `AttrClusterName = "cluster_name"` of names/attr_consts_gen.go. */
export const goConstants = (source: string): ReadonlyMap<string, string> =>
  new Map([...source.matchAll(/^\s+(Attr\w+)\s*=\s*"(\w+)"/gm)].map(([, name = "", value = ""]) => [name, value]));

/** The text of a top-level function, by the line it begins with. */
const bodyAt = (source: string, at: number): string => source.slice(at, source.indexOf("\n}\n", at));

function functionBody(files: readonly string[], header: RegExp): string | undefined {
  for (const source of files) {
    const at = source.search(header);
    if (at >= 0) return bodyAt(source, at);
  }
  return undefined;
}

/** The body that holds a resource's schema: of the SDK's function, or of the framework's method, own or embedded. */
function schemaBody(terraform: string, files: readonly string[]): string {
  const mark = new RegExp(`^// @(SDK|Framework)Resource\\("${terraform}"`, "m");
  const source = files.find((text) => mark.test(text));
  const made = source === undefined ? undefined : bodyAt(source, source.search(mark));
  if (made === undefined) throw new Error(`${terraform} is not in the sources`);
  if (made.startsWith("// @SDK")) return elsewhere(made, files) ?? made;
  let struct = /&(\w+)\{/.exec(made)?.[1];
  while (struct !== undefined) {
    const method = functionBody(files, new RegExp(`^func \\(\\w* ?\\*${struct}\\) Schema\\(`, "m"));
    if (method !== undefined) return method;
    struct = /^\t(\w+)$/m.exec(functionBody(files, new RegExp(`^type ${struct} struct \\{`, "m")) ?? "")?.[1];
  }
  throw new Error(`${terraform} has no schema`);
}

/** The schema of an SDK resource that stands in a function or a variable of its own. */
function elsewhere(made: string, files: readonly string[]): string | undefined {
  const name = /^\t\tSchema(?:Func)?:\s+(?:maps\.Clone\()?([a-z]\w+)\)?,$/m.exec(made)?.[1];
  if (name === undefined) return undefined;
  const variable = files.find((source) => new RegExp(`^\\t${name} = map`, "m").test(source));
  if (variable === undefined) return functionBody(files, new RegExp(`^func ${name}\\(`, "m"));
  const at = variable.search(new RegExp(`^\\t${name} = map`, "m"));
  return variable.slice(at, variable.indexOf("\n\t}\n", at));
}

/** `routeDestinationCIDRBlock = "destination_cidr_block"` of the same package. */
function localConstant(name: string | undefined, files: readonly string[]): string | undefined {
  // The fields of a schema begin with a capital letter, constants of a package do not.
  if (name === undefined || !/^[a-z]/.test(name)) return undefined;
  const declared = new RegExp(`^\\s+${name}\\s+=\\s+"(\\w+)"`, "m");
  return files.map((source) => declared.exec(source)?.[1]).find((value) => value !== undefined);
}

interface Open {
  readonly indent: number;
  readonly name: string;
  replaces: boolean;
  optional: boolean;
  computed: boolean;
}

const ENTRY = /^(\t+)(?:"(\w+)"|(?:names\.)?([a-zA-Z]\w+)):\s+(.*)$/;
const REPLACES = /^(\t+)(?:ForceNew:\s+true,|\w*planmodifier\.RequiresReplace\w*\(\))/;

/** Reads a schema by the indentation that gofmt gives it. */
export function schemaOf(
  terraform: string,
  files: readonly string[],
  constants: ReadonlyMap<string, string>,
): SchemaEntry[] {
  const found: { readonly path: readonly string[]; readonly entry: Open }[] = [];
  let open: Open[] = [];
  let inSchema = false;
  for (const line of schemaBody(terraform, files).split("\n")) {
    inSchema ||= /map\[string\](\*schema\.Schema|schema\.(Attribute|Block))\{/.test(line);
    if (!inSchema) continue;
    const [, tabs = "", literal, constant, value = ""] = ENTRY.exec(line) ?? [];
    const name = literal ?? constants.get(constant ?? "") ?? localConstant(constant, files);
    if (tabs !== "" && name !== undefined) {
      open = open.filter(({ indent }) => indent < tabs.length);
      const entry = { indent: tabs.length, name, replaces: /ForceNew\(/.test(value), optional: false, computed: false };
      open.push(entry);
      found.push({ path: open.map((one) => one.name), entry });
      continue;
    }
    mark(open, line);
  }
  return found.map(({ path, entry }) => ({
    path,
    replaces: entry.replaces,
    filled: entry.optional && entry.computed,
  }));
}

/** A line says something of the entry that it is indented under. */
function mark(open: readonly Open[], line: string): void {
  const indent = /^\t*/.exec(line)?.[0].length ?? 0;
  const entry = open.findLast((one) => one.indent < indent);
  if (entry === undefined) return;
  if (REPLACES.test(line)) entry.replaces = true;
  if (indent !== entry.indent + 1) return;
  if (/^\t+Optional:\s+true/.test(line)) entry.optional = true;
  if (/^\t+Computed:\s+true/.test(line)) entry.computed = true;
}
