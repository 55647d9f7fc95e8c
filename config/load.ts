import * as pulumi from "@pulumi/pulumi";
import { knownSecrets } from "../secrets/seal.ts";
import { renderFindings } from "../core/findings/render.ts";
import { withoutSecrets } from "../core/findings/secrets.ts";
import type { Settings } from "../core/settings/index.ts";
import { locateInStack, parseSettings } from "./parse.ts";
import { rememberStackSecrets, withSecrets } from "./secrets.ts";
import { NAMESPACE } from "./stack.ts";
import { stackKeys } from "./schema.generated.ts";

/** Reads the stack's settings; throws one error that names every fault. The only reader of `pulumi.Config`. */
export function loadSettings(): Settings {
  const config = new pulumi.Config(NAMESPACE);
  const values = Object.fromEntries(
    stackKeys.map((key) => [key, config.getObject<unknown>(key)] as const).filter(([, value]) => value !== undefined),
  );
  rememberStackSecrets(values);
  const parsed = parseSettings({ region: new pulumi.Config("aws").get("region"), values });
  if (parsed.ok) return withSecrets(parsed.settings);
  const text = renderFindings(parsed.findings, { where: `Pulumi.${pulumi.getStack()}.yaml`, locate: locateInStack() });
  throw new pulumi.RunError(withoutSecrets(text, knownSecrets()));
}
