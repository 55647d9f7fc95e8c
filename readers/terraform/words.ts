import type { Words } from "../words.ts";

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
  [/\bbootstrapSelfManagedAddons\b/, "bootstrap_self_managed_addons"],
  [/\bdefaultAddonsToRemoves\b/, "default_addons_to_remove"],
  [
    /Set metadataOptions\.httpTokens of the launch template to required\./,
    "Set http_tokens in metadata_options of the launch template to required.",
  ],
  [/^httpTokens (optional|required)$/, "http_tokens $1"],
  [/\bhttpPutResponseHopLimit\b/, "http_put_response_hop_limit"],
  [/\bmetadataOptions\.http_put/, "metadata_options.http_put"],
];
