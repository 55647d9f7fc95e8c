import { EKS_VERSIONS } from "../../core/facts/kubernetes.ts";
import { instanceTypes } from "../../core/facts/instances.ts";
import { QUOTAS } from "../../core/facts/quotas.ts";
import { REGIONS } from "../../core/facts/regions.ts";
import { catalogue } from "../../core/rules/index.ts";
import type { EditorNode } from "./editor-schema.ts";

/** What an editor offers and underlines in a text. Looser than the rules: what they let through is never underlined. */
export const TEXTS: Readonly<Record<string, EditorNode>> = {
  cidr: {
    pattern: String.raw`^(?:(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)/(?:3[0-2]|[12]?\d)|[\da-fA-F:.]*:[\da-fA-F:.]*/\d{1,3})$`,
    patternErrorMessage: "A block such as 10.0.0.0/16: four numbers up to 255, a slash, and 0 to 32.",
  },
  regions: {
    pattern: `^(?:[a-z]{2}|us-(?:gov|iso[a-z]?)|eu-isoe|eusc-[a-z]{2})-(?:north|south|east|west|central|northeast|northwest|southeast|southwest)-[0-9]$`,
    patternErrorMessage: "A Region such as eu-central-1.",
    examples: REGIONS,
  },
  "kubernetes-versions": { examples: EKS_VERSIONS.map(({ version }) => version).toReversed() },
  // Snippets and not examples: a hover lists every example.
  "instance-types": {
    pattern: String.raw`^[a-z][a-z0-9-]*\.(?:nano|micro|small|medium|large|x?large|[0-9]+xlarge|metal(?:-[a-z0-9]+)?)$`,
    patternErrorMessage: "An instance type: family, dot, size, such as m6i.large.",
    defaultSnippets: instanceTypes().map((type) => ({ label: type, body: type })),
  },
  "quota-codes": {
    pattern: "^L-[0-9A-F]{8}$",
    patternErrorMessage: "A quota code such as L-DF5E4CA3.",
    defaultSnippets: Object.values(QUOTAS).map(({ quotaCode, name }) => ({
      label: quotaCode,
      description: name,
      body: quotaCode,
    })),
  },
};

/** Keys of a map that an editor offers, with what each is. */
export const KEYS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  rules: Object.fromEntries(catalogue.map(({ id, title, severity }) => [id, `${title} (${severity}).`])),
  "quota-codes": Object.fromEntries(
    Object.values(QUOTAS).map(({ quotaCode, name, default: value }) => [
      quotaCode,
      `${name}; ${value.toLocaleString("en")} in a new account.`,
    ]),
  ),
};
