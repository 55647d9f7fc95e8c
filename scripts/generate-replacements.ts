/**
 * Writes core/facts/generated/replacements.ts from the sources of the AWS provider that @pulumi/aws is made of:
 * `node scripts/generate-replacements.ts <checkout of hashicorp/terraform-provider-aws> <day of its commit>`.
 *
 * What replaces a resource stands in neither the types nor the comments of the npm package, only in the provider's schemas. Names
 * are turned into those of @pulumi/aws by its own rule, and each is held against the package.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { goConstants, schemaOf, sourceFiles } from "./facts/go-schema.ts";
import { PULUMI_MODULES } from "./facts/provider-modules.ts";

const FILE = resolve(import.meta.dirname, "../core/facts/generated/replacements.ts");
const PACKAGE = resolve(import.meta.dirname, "../node_modules/@pulumi/aws");

const camel = (name: string): string => name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** Names that the package changes beyond case and number. */
const RENAMED: Readonly<Record<string, string>> = { alarm_name: "name" };

/** The name of a property in the package: the provider's in camel case, in the plural for a list of blocks. */
function propertyName(name: string, declared: string): string | undefined {
  const plain = RENAMED[name] ?? camel(name);
  const plural = plain.endsWith("y") ? `${plain.slice(0, -1)}ies` : `${plain}s`;
  return [plain, plural].find((one) => new RegExp(`^\\s+${one}\\??: pulumi\\.Input`, "m").test(declared));
}

/** What replaces each type: paths without indices; behind one, `?` where the provider fills in what is not given. */
export function replacementLines(checkout: string): string[] {
  const constants = goConstants(readFileSync(join(checkout, "names/attr_consts_gen.go"), "utf8"));
  const nested = readFileSync(join(PACKAGE, "types/input.d.ts"), "utf8");
  const lines: string[] = [];
  for (const [service, modules] of Object.entries(PULUMI_MODULES)) {
    const files = sourceFiles(join(checkout, "internal/service", service));
    for (const [module, resources] of Object.entries(modules)) {
      for (const [terraform, name] of Object.entries(resources)) {
        const declaration = join(PACKAGE, module, `${name}.d.ts`);
        if (!existsSync(declaration)) throw new Error(`@pulumi/aws has no ${module}/${name}`);
        const declared = readFileSync(declaration, "utf8");
        const paths = schemaOf(terraform, files, constants).flatMap(({ path, replaces, filled }) => {
          if (!replaces) return [];
          const names = path.map((part, depth) => propertyName(part, depth === 0 ? declared : nested));
          // What the package leaves out is given by nobody: tags_all, ids, regions of single resources.
          if (names.includes(undefined))
            process.stderr.write(`${terraform}: ${path.join(".")} is not in the package\n`);
          return names.includes(undefined) ? [] : [`${names.join(".")}${filled ? "?" : ""}`];
        });
        const token = `aws:${module}/${name}:${name.charAt(0).toUpperCase()}${name.slice(1)}`;
        lines.push(`${token} ${[...new Set(paths)].toSorted().join(" ")}`.trimEnd());
      }
    }
  }
  return lines.toSorted();
}

function main([checkout, day]: readonly string[]): void {
  if (checkout === undefined || day === undefined) throw new Error("Give the checkout and the day of its commit.");
  writeFileSync(
    FILE,
    `// Made by scripts/generate-replacements.ts; do not edit.
//
// What of a resource is never changed in place. Source: schemas of hashicorp/terraform-provider-aws (ForceNew, RequiresReplace) at
// ${day}, in the names of @pulumi/aws. Facts only: no code is taken over. A line is a type and its paths, \`?\` behind one that
// the provider fills in where nothing is given.

export const REPLACEMENTS_DATE = "${day}";

export const REPLACEMENTS =
  "${replacementLines(checkout).join("\\n")}";
`,
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) main(process.argv.slice(2));
