import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { NAMESPACE, StackFileError } from "../../config/stack.ts";
import type { ProjectPlace } from "./project-root.ts";

/** The Pulumi project that a stack file belongs to. */
export interface Project {
  readonly root: string;
  readonly name: string;
  /** Entry file, from the root or absolute. */
  readonly main: string;
  /** How the program is called in the plan. */
  readonly program: string;
  /** Folder of a policy pack of the project's own. */
  readonly policyPack?: string;
}

/** Folder of the package, in the sources and in the built package alike. */
const home = path.resolve(import.meta.dirname, "../..");

/** The program that makes what a stack file says; index.ts of the repository. */
const BUILT_IN = path.join(home, `index${path.extname(fileURLToPath(import.meta.url))}`);

/** The policy pack that comes with the package; its rules run in this process. */
const OWN_PACK = path.join(home, "policies");

export function readProject({ root, builtIn }: ProjectPlace): Project {
  const { name, main, runtime } = readPulumiYaml(root);
  if (builtIn) return { root, name, main: BUILT_IN, program: "built-in program" };
  if (runtime !== undefined && runtime !== "nodejs") {
    throw new StackFileError(
      `Pulumi.yaml: the runtime is ${runtime}, and plan runs programs of nodejs. Judge any program by the policy pack: pulumi preview --policy-pack ${path.relative(root, OWN_PACK)}`,
    );
  }
  if (main !== undefined && !existsSync(path.join(root, main))) {
    throw new StackFileError(
      `Pulumi.yaml: main is ${main}, and there is no such file. Leave main out to plan with the built-in program.`,
    );
  }
  const entry = main ?? entryOf(root);
  return { root, name, main: entry, program: entry, ...ownPolicyPack(root) };
}

/** In the folder policies, unless that is the pack of this package. */
function ownPolicyPack(root: string): Pick<Project, "policyPack"> {
  const policyPack = path.join(root, "policies");
  return policyPack === OWN_PACK || !existsSync(path.join(policyPack, "PulumiPolicy.yaml")) ? {} : { policyPack };
}

function readPulumiYaml(root: string): {
  readonly name: string;
  readonly main: string | undefined;
  readonly runtime: string | undefined;
} {
  const file = path.join(root, "Pulumi.yaml");
  if (!existsSync(file)) return { name: NAMESPACE, main: undefined, runtime: undefined };
  const content = parsed(file) as { name?: unknown; main?: unknown; runtime?: unknown } | null;
  if (typeof content?.name !== "string") throw new StackFileError("Pulumi.yaml has no name.");
  const { name, main, runtime } = content;
  const language = typeof runtime === "object" && runtime !== null ? (runtime as { name?: unknown }).name : runtime;
  return {
    name,
    main: typeof main === "string" ? main : undefined,
    runtime: typeof language === "string" ? language : undefined,
  };
}

function parsed(file: string): unknown {
  try {
    return parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new StackFileError(
      `${path.basename(file)} is not valid YAML: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** `main` of package.json, else what is there. */
function entryOf(root: string): string {
  const manifest = path.join(root, "package.json");
  if (existsSync(manifest)) {
    const { main } = (parsed(manifest) ?? {}) as { main?: unknown };
    if (typeof main === "string") return main;
  }
  return (
    ["index.ts", "index.js", "index.mjs", "index.cjs"].find((file) => existsSync(path.join(root, file))) ?? "index.ts"
  );
}
