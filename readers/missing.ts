import type { ClusterModel } from "../core/model/index.ts";
import type { Report } from "../core/rules/run.ts";

/** Parts in the words of people, and what tells of them. */
const PARTS: readonly (readonly [part: keyof ClusterModel, word: string, from: Source])[] = [
  ["cilium", "Cilium", "values"],
  ["controlPlane", "control plane", "cluster"],
  ["nodeGroups", "node groups", "cluster"],
  ["network", "network", "network"],
  ["identity", "IAM roles", "cluster"],
  ["addons", "add-ons", "cluster"],
  ["securityGroups", "security groups", "network"],
  ["objects", "Kubernetes objects", "objects"],
  ["gatewayApi", "Gateway API bundle", "objects"],
];

type Source = "values" | "cluster" | "network" | "objects";

const SOURCES: Readonly<Record<Source, string>> = {
  values: "the values of Cilium's chart",
  cluster: "your eksctl file or Terraform plan",
  network: "your Terraform plan",
  objects: "your manifests",
};

interface Seen {
  readonly models: readonly ClusterModel[];
  readonly isEks: boolean;
  readonly skipped: Report["skipped"];
}

/** In one sentence each, what no input told: what is not judged must not look like what is right. */
export function missingParts({ models, isEks, skipped }: Seen): string[] {
  const missing = PARTS.filter(
    ([part]) =>
      models.every((model) => model[part] === undefined) && skipped.some((rule) => rule.missing.includes(part)),
  );
  const sources = [...new Set(missing.map(([, , source]) => SOURCES[source]))];
  return [
    ...(isEks ? [] : [NOT_EKS]),
    ...(missing.length === 0
      ? []
      : [
          `No ${list(
            missing.map(([, word]) => word),
            "or",
          )} here: ${String(skipped.length)} rules not run; give it ${list(sources, "and")} as well.`,
        ]),
  ];
}

const NOT_EKS =
  "Nothing here says that the cluster runs on EKS: only rules that hold everywhere were run. Say it by --platform eks.";

const list = (words: readonly string[], join: string): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} ${join} ${words.at(-1) ?? ""}`;
