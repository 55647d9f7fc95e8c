import * as pulumi from "@pulumi/pulumi";
import { renderFindings } from "../core/findings/render.ts";
import type { Settings } from "../core/settings/index.ts";
import { locateInStack, parseSettings } from "./parse.ts";
import { NAMESPACE } from "./stack.ts";
import { stackKeys } from "./schema/index.ts";

/** Reads the stack's settings; throws one error that names every fault. The only reader of `pulumi.Config`. */
export function loadSettings(): Settings {
  const config = new pulumi.Config(NAMESPACE);
  const values = Object.fromEntries(
    stackKeys.map((key) => [key, config.getObject<unknown>(key)] as const).filter(([, value]) => value !== undefined),
  );
  const parsed = parseSettings({ region: new pulumi.Config("aws").get("region"), values });
  if (parsed.ok) return parsed.settings;
  throw new pulumi.RunError(
    renderFindings(parsed.findings, { where: `Pulumi.${pulumi.getStack()}.yaml`, locate: locateInStack() }),
  );
}
