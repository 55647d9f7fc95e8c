import { SIGNATURE, UNKNOWN_TEXT } from "../../../core/changes/state.ts";
import { UNKNOWN } from "../../../core/model/unknown.ts";
import type { Registered } from "../../../lens/registered.ts";
import { resource } from "./resource.ts";

/** A resource as the engine writes it into a state. */
export interface Written {
  readonly urn: string;
  readonly type: string;
  readonly custom: boolean;
  readonly inputs: unknown;
  readonly [key: string]: unknown;
}

/** Wire form of plain inputs, with the marks that providers add. */
function written(value: unknown): unknown {
  if (value === UNKNOWN) return UNKNOWN_TEXT;
  if (Array.isArray(value)) return value.map(written);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, written(inner)] as const);
  return { ...Object.fromEntries(entries), __defaults: [] };
}

/** A secret as it is stored: encrypted, or in clear after `--show-secrets`. */
export const secret = (content: { readonly ciphertext: string } | { readonly plaintext: string }): unknown => ({
  [SIGNATURE]: "1b47061264138c4ac30d75fd1eb44270",
  ...content,
});

export const asStates = (resources: readonly Registered[]): Written[] =>
  resources.map(({ urn, type, props, sources, provider, name: _name, ...others }) => ({
    urn,
    type,
    custom: !type.includes(":index:"),
    inputs: written(props),
    propertyDependencies: sources,
    ...others,
    ...(provider === undefined ? {} : { provider: `${provider}::6f1dd0bf-8e0f-4f2b-9a5c-0d6d6f8f0b7e` }),
  }));

/** What `pulumi preview --json` writes of a stack that does not exist yet. */
export const asPulumiPreview = (resources: readonly Registered[], region?: string): string =>
  previewOf(asStates(inRegion(resources, region)).map((newState) => ({ op: "create", urn: newState.urn, newState })));

export const previewOf = (steps: readonly unknown[], more: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify(
    {
      config: { "aws:region": "eu-central-1" },
      steps,
      duration: 1_204_000_000,
      changeSummary: { create: steps.length },
      ...more,
    },
    undefined,
    4,
  );

/** What `pulumi stack export` writes. */
export const exportOf = (resources: readonly Written[]): string =>
  JSON.stringify({
    version: 3,
    deployment: { manifest: { version: "v3.250.0" }, secrets_providers: { type: "passphrase" }, resources },
  });

/** The default provider, which has the Region. */
function inRegion(resources: readonly Registered[], region: string | undefined): readonly Registered[] {
  if (region === undefined) return resources;
  const provider = resource("pulumi:providers:aws", "default_7_0_0", { region });
  return [
    provider,
    ...resources.map((one) =>
      one.type.startsWith("aws:") && one.provider === undefined ? { ...one, provider: provider.urn } : one,
    ),
  ];
}
