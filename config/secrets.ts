import { existsSync } from "node:fs";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { rememberSecrets, sealResources } from "../secrets/seal.ts";
import type { CertificateAuthority, HybridSettings, Ref, Settings } from "../core/settings/index.ts";
import { SECRET_SETTINGS, SECRET_TEXT } from "../core/findings/secrets.ts";
import { mayBeSecret } from "./settings-schema.ts";
import { readStackFile } from "./stack-file.ts";
import { NAMESPACE } from "./stack.ts";

/** In the SDK but not in its types: the language host names the keys that hold a secret. */
const { isConfigSecret } = pulumi.runtime as unknown as { readonly isConfigSecret: (key: string) => boolean };

type Values = Readonly<Record<string, unknown>>;

/**
 * Remembers every text that the stack file holds as a secret. The engine tells a program which keys hold one, not which leaf;
 * that stands in the stack file. Where it is not there (another file by `--config-file`, an ESC environment) every text of
 * the key counts as one that the schema lets be encrypted: ids, URLs, keys, and whatever stands in free-form parts. The rest
 * is never a secret: the checks read it, and `plan` refuses it encrypted.
 */
export function rememberStackSecrets(values: Values): void {
  const keys = Object.keys(values).filter((key) => isConfigSecret(`${NAMESPACE}:${key}`));
  const leaves = keys.length === 0 ? [] : leavesOfStackFile();
  const named = keys.flatMap((key) => {
    // An offline plan could not decrypt them, and has written so in their place.
    if (JSON.stringify(values[key]).includes(JSON.stringify(SECRET_TEXT))) return [SECRET_TEXT];
    const own = leaves.filter(([head]) => head === key);
    return own.length === 0 ? possibleSecrets([key], values) : own.flatMap((steps) => textsIn(valueAt(values, steps)));
  });
  const always = SECRET_SETTINGS.flatMap((setting) => textsIn(valueAt(values, setting.split("."))));
  const texts = [...named, ...always];
  if (texts.length === 0) return;
  rememberSecrets(texts);
  sealResources();
}

/** The settings that are secret whatever they hold, as secrets from here on. */
export function withSecrets<T extends Pick<Settings, "mesh" | "hybrid">>(settings: T): T {
  const { mesh, hybrid } = settings;
  return {
    ...settings,
    ...(mesh === undefined
      ? {}
      : { mesh: { ...mesh, certificateAuthority: sealAuthority(mesh.certificateAuthority) } }),
    ...(hybrid?.kubeconfig === undefined ? {} : { hybrid: sealKubeconfig(hybrid, hybrid.kubeconfig) }),
  };
}

const asSecret = (ref: Ref): Ref => pulumi.secret(ref as pulumi.Input<string>);

const sealAuthority = (authority: CertificateAuthority): CertificateAuthority => ({
  ...authority,
  privateKey: asSecret(authority.privateKey),
});

const sealKubeconfig = (hybrid: HybridSettings, kubeconfig: Ref): HybridSettings => ({
  ...hybrid,
  kubeconfig: asSecret(kubeconfig),
});

/** Paths of the encrypted leaves of namespace `cilium-eks`, from the stack file beside the project. */
function leavesOfStackFile(): readonly (readonly string[])[] {
  const name = pulumi.getStack().split("/").at(-1) ?? "";
  const file = ["yaml", "yml"]
    .map((extension) => path.join(pulumi.runtime.getRootDirectory(), `Pulumi.${name}.${extension}`))
    .find((candidate) => existsSync(candidate));
  return file === undefined ? [] : readStackFile(file).secretPaths;
}

/** Texts below a path that may be secrets. */
function possibleSecrets(path: readonly string[], values: Values): string[] {
  const value = valueAt(values, path);
  if (typeof value === "string") return mayBeSecret(path, values) ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.keys(value).flatMap((key) => possibleSecrets([...path, key], values));
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

const valueAt = (value: unknown, steps: readonly string[]): unknown =>
  steps.reduce<unknown>(
    (inner, step) => (typeof inner === "object" && inner !== null ? (inner as Values)[step] : undefined),
    value,
  );
