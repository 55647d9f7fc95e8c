import { inputsAs } from "../input-words.ts";
import type { Words } from "../words.ts";

const pascalCase = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** What rules say in the inputs of Pulumi's providers, in the properties of CloudFormation and of CDK's custom resources. */
export const CLOUDFORMATION_WORDS: Words = [
  [
    /Set skipAwait to true, and let node groups depend on the release\./,
    "Leave wait out, and let node groups depend on the chart (DependsOn, node.addDependency).",
  ],
  [/Set skipAwait to true\./, "Leave wait out."],
  [/\bskipAwait: false\b/, "Wait: true"],
  [/\bskipAwait: true\b/, "no Wait"],
  [/\bset skipAwait\b/i, "leave wait out"],
  [/Use helm\.v3\.Release with skipAwait\./, "Use a Helm release that does not wait."],
  [/\batomic: (true|false)\b/, "Atomic: $1"],
  [/\bdependsOn\b/, "DependsOn"],
  [/\bmetadataOptions\.httpTokens\b/, "MetadataOptions.HttpTokens"],
  [/^httpTokens (optional|required)$/, "HttpTokens $1"],
  ...inputsAs(pascalCase),
];
