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

/**
 * What to give as well: an eksctl file says nothing more where one was given, nor of a network; a plan says all that its
 * configuration makes, and the rest is in another.
 */
function sourcesOf(
  missing: readonly Source[],
  { hasCluster, hasPlan }: { readonly hasCluster: boolean; readonly hasPlan: boolean },
): string[] {
  const plan = hasPlan ? "the plan that makes the rest" : "your Terraform plan";
  const ofAws = missing.includes("cluster") || missing.includes("network");
  return [
    ...(missing.includes("values") ? ["the values of Cilium's chart"] : []),
    ...(ofAws ? [missing.includes("cluster") && !hasCluster && !hasPlan ? `${plan} or eksctl file` : plan] : []),
    ...(missing.includes("objects") ? ["your manifests"] : []),
  ];
}

interface PartView {
  readonly models: readonly ClusterModel[];
  readonly isEks: boolean;
  /** An input holds every resource that a configuration makes. */
  readonly hasPlan: boolean;
  readonly skipped: Report["skipped"];
}

/** In one sentence each, what no input told: what is not judged must not look like what is right. */
export function missingParts({ models, isEks, hasPlan, skipped }: PartView): string[] {
  const hasNetwork = models.some(({ network }) => network !== undefined);
  const missing = PARTS.filter(
    ([part]) =>
      // A plan with a network and no security group makes none.
      !(part === "securityGroups" && hasPlan && hasNetwork) &&
      models.every((model) => model[part] === undefined) &&
      skipped.some((rule) => rule.missing.includes(part)),
  );
  const sources = sourcesOf(
    missing.map(([, , source]) => source),
    { hasCluster: models.some(({ controlPlane }) => controlPlane !== undefined), hasPlan },
  );
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
