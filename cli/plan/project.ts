import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { StackFileError } from "../../config/stack.ts";

/** The Pulumi project that a stack file belongs to. */
export interface Project {
  readonly root: string;
  readonly name: string;
  readonly main: string;
  /** Folder of the policy pack, where the project has one. */
  readonly policyPack?: string;
}

export function readProject(root: string): Project {
  const content: unknown = parse(readFileSync(path.join(root, "Pulumi.yaml"), "utf8"));
  const { name, main } = (content ?? {}) as { name?: unknown; main?: unknown };
  if (typeof name !== "string") throw new StackFileError("Pulumi.yaml has no name.");
  const policyPack = path.join(root, "policies");
  return {
    root,
    name,
    main: typeof main === "string" ? main : "index.ts",
    ...(existsSync(path.join(policyPack, "PulumiPolicy.yaml")) ? { policyPack } : {}),
  };
}
