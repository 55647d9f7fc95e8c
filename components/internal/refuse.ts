import * as pulumi from "@pulumi/pulumi";
import { type Finding, Severity } from "../../core/findings/finding.ts";
import type { Origins } from "../../core/contracts/area-part.ts";
import { originsOf, settingOf } from "../../core/plan/origins.ts";
import { renderFindings } from "../../core/findings/render.ts";
import { withoutSecrets } from "../../core/findings/secrets.ts";
import { knownSecrets } from "./secrets.ts";

interface RefuseOptions {
  readonly origins?: Origins;
  /** Stack key whose settings are the component's own arguments. */
  readonly root?: string;
}

/** One error with every fault, before a resource is registered; Pulumi prints it without a stack. */
export function refuse(
  component: string,
  name: string,
  findings: readonly Finding[],
  options: RefuseOptions = {},
): never {
  throw new pulumi.RunError(textOf(component, name, findings, options));
}

/** Refuses where a finding is an error; logs warnings as they are, each with its rule, its place and what to change. */
export function refuseOrWarn(
  component: string,
  name: string,
  findings: readonly Finding[],
  options: RefuseOptions = {},
): void {
  const errors = findings.filter(({ severity }) => severity === Severity.Error);
  if (errors.length > 0) refuse(component, name, errors, options);
  if (findings.length > 0) void pulumi.log.warn(textOf(component, name, findings, options));
}

function textOf(
  component: string,
  name: string,
  findings: readonly Finding[],
  { origins = originsOf([]), root }: RefuseOptions,
): string {
  const locate = (path: string): string => {
    const setting = settingOf(path, origins);
    return root !== undefined && setting.startsWith(`${root}.`) ? setting.slice(root.length + 1) : setting;
  };
  const text = renderFindings(findings, { where: `${component} "${name}"`, locate });
  return `\n${withoutSecrets(text, knownSecrets())}`;
}
