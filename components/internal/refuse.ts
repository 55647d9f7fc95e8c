import * as pulumi from "@pulumi/pulumi";
import type { Finding } from "../../core/finding.ts";
import { renderFindings } from "../../core/render.ts";

/** One error with every fault, before a resource is registered; Pulumi prints it without a stack. */
export function refuse(
  component: string,
  name: string,
  findings: readonly Finding[],
  origins: Readonly<Record<string, string>> = {},
): never {
  const locate = (path: string) => origins[path] ?? path;
  throw new pulumi.RunError(`\n${renderFindings(findings, { where: `${component} "${name}"`, locate })}`);
}
