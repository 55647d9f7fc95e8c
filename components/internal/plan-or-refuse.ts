import * as pulumi from "@pulumi/pulumi";
import { type Finding, Severity } from "../../core/findings/finding.ts";
import type { Proposal } from "../../core/plan/on-cluster.ts";
import { originsOf, settingOf } from "../../core/plan/origins.ts";
import { renderFindings } from "../../core/findings/render.ts";
import { withoutSecrets } from "../../core/findings/secrets.ts";
import { declare } from "./declare.ts";
import { type NamedChild, nameFindings } from "./named-children.ts";
import { knownSecrets } from "../../secrets/seal.ts";

/**
 * The plan to build, or one error with every fault, before a resource is registered; Pulumi prints it without a stack. Every
 * component comes through here. Warnings are logged as they are, each with its rule, its place and what to change.
 */
export function planOrRefuse<P>(
  component: string,
  name: string,
  { plan, findings: evaluated, ...where }: Proposal<P>,
  children: (plan: P) => readonly NamedChild[] = () => [],
): P {
  const findings = [...evaluated, ...(plan === undefined ? [] : nameFindings(name, children(plan)))];
  const errors = findings.filter(({ severity }) => severity === Severity.Error);
  if (plan === undefined || errors.length > 0) {
    const told = toldOf(errors, where);
    declare({ kind: "refused", component, name, findings: told });
    throw new pulumi.RunError(textOf(component, name, told));
  }
  if (findings.length > 0) void pulumi.log.warn(textOf(component, name, toldOf(findings, where)));
  return plan;
}

const clear = (text: string): string => withoutSecrets(text, knownSecrets());

/** The findings in the words of the component's own arguments, without secrets. */
function toldOf(
  findings: readonly Finding[],
  { origins, root }: Pick<Proposal<unknown>, "origins" | "root">,
): Finding[] {
  const all = originsOf(origins === undefined ? [] : [{ origins }]);
  const locate = (path: string): string => {
    const setting = settingOf(path, all);
    return root !== undefined && setting.startsWith(`${root}.`) ? setting.slice(root.length + 1) : setting;
  };
  return findings.map((finding) => ({
    ...finding,
    path: locate(finding.path),
    found: clear(finding.found),
    fix: clear(finding.fix),
  }));
}

const textOf = (component: string, name: string, findings: readonly Finding[]): string =>
  `\n${clear(renderFindings(findings, { where: `${component} "${name}"` }))}`;
