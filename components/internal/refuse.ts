import * as pulumi from "@pulumi/pulumi";
import type { Finding } from "../../core/findings/finding.ts";
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
  { origins = originsOf([]), root }: RefuseOptions = {},
): never {
  const locate = (path: string): string => {
    const setting = settingOf(path, origins);
    return root !== undefined && setting.startsWith(`${root}.`) ? setting.slice(root.length + 1) : setting;
  };
  const text = renderFindings(findings, { where: `${component} "${name}"`, locate });
  throw new pulumi.RunError(`\n${withoutSecrets(text, knownSecrets())}`);
}
