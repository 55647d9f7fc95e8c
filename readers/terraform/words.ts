import { inputsAs } from "../input-words.ts";
import type { Words } from "../words.ts";

const snakeCase = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** What rules say in the inputs of Pulumi's providers, in the arguments of Terraform's. */
export const TERRAFORM_WORDS: Words = [
  [
    /Set skipAwait to true, and let node groups depend on the release\./,
    "Set wait to false, and name the release in the node groups' depends_on.",
  ],
  [/\bskipAwait: false\b/, "wait = true"],
  [/\batomic: (true|false)\b/, "atomic = $1"],
  [/Set skipAwait to true\./, "Set wait to false."],
  [/Use helm\.v3\.Release with skipAwait\./, "Use helm_release with wait = false."],
  [/\bset skipAwait\b/i, "set wait to false"],
  [/ and skipAwait\b/, " and wait = false"],
  [/\bskipAwait: true\b/, "wait = false"],
  [/\bdependsOn\b/, "depends_on"],
  [/\bbootstrapSelfManagedAddons: false\b/, "bootstrap_self_managed_addons = false"],
  [/\bdefaultAddonsToRemoves\b/, "default_addons_to_remove"],
  [
    /Set metadataOptions\.httpTokens of the launch template to required\./,
    "Set http_tokens in metadata_options of the launch template to required.",
  ],
  [/^httpTokens (optional|required)$/, "http_tokens $1"],
  [/\bmetadataOptions\./, "metadata_options."],
  [/\bendpoint\.(private|public)Access\b/, "endpoint_$1_access"],
  [/\b(?<!endpoint_)(private|public)Access\b/, "endpoint_$1_access"],
  ...inputsAs(snakeCase),
];
