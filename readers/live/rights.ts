import type { ObjectName } from "../../lens/drift/index.ts";
import { AWS_READS, type AwsRead, type Command, DELETE_ACTION, KUBE_READS, type KubeRead, LOG_READ } from "./reads.ts";

const NAME = "cilium-eks-read";

interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

/** The least rights of a command, as objects and a document that can be applied. */
export interface Rights {
  /** ClusterRole, and a Role in the namespace that Cilium runs in. */
  readonly kubernetes: readonly object[];
  /** IAM policy. */
  readonly aws: object;
}

export interface RightsOptions {
  readonly namespace?: string;
  /** With what `enis --delete` needs. */
  readonly deletes?: boolean;
  /** Objects that are read by name. */
  readonly objects?: readonly ObjectName[];
}

export function rightsOf(command: Command, options: RightsOptions = {}): Rights {
  const { namespace = "kube-system", deletes = false, objects = [] } = options;
  const reads = [...Object.values(KUBE_READS), LOG_READ].filter(({ commands }: KubeRead) => commands.includes(command));
  const aws: readonly AwsRead[] = Object.values(AWS_READS).filter(({ commands }: AwsRead) =>
    commands.includes(command),
  );
  const rules = (scope: KubeRead["scope"]): PolicyRule[] => reads.filter((read) => read.scope === scope).map(ruleOf);
  const spaces = new Set<string | undefined>([undefined, namespace, ...objects.map((object) => object.namespace)]);
  return {
    kubernetes: [...spaces].flatMap((space) => {
      const own = [
        ...(space === undefined ? rules("cluster") : space === namespace ? rules("system") : []),
        ...namedRules(objects.filter((object) => object.namespace === space)),
      ];
      const [kind, metadata] =
        space === undefined ? ["ClusterRole", { name: NAME }] : ["Role", { name: NAME, namespace: space }];
      return own.length === 0 ? [] : [{ apiVersion: RBAC, kind, metadata, rules: own }];
    }),
    aws: {
      Version: "2012-10-17",
      Statement: [
        // None of these calls knows a narrower resource but EKS's; reading names and numbers is all they do.
        {
          Sid: "Read",
          Effect: "Allow",
          Action: [...new Set(aws.flatMap(({ actions }) => actions))].toSorted(),
          Resource: "*",
        },
        ...(deletes ? [DELETE_STATEMENT] : []),
      ],
    },
  };
}

const RBAC = "rbac.authorization.k8s.io/v1";

/** Only interfaces that carry Cilium's tag. */
const DELETE_STATEMENT = {
  Sid: "DeleteLeaked",
  Effect: "Allow",
  Action: [DELETE_ACTION],
  Resource: "arn:*:ec2:*:*:network-interface/*",
  Condition: { StringEquals: { "aws:ResourceTag/io.cilium/cilium-managed": "true" } },
};

const ruleOf = ({ group, plural, names }: KubeRead): PolicyRule => ({
  apiGroups: [group],
  resources: [plural],
  ...(names === undefined ? {} : { resourceNames: names }),
  verbs: [names === undefined && plural !== LOG_READ.plural ? "list" : "get"],
});

/** By name, a rule a kind. */
const namedRules = (objects: readonly ObjectName[]): PolicyRule[] =>
  [...Map.groupBy(objects, ({ apiVersion, kind }) => `${groupOf(apiVersion)} ${kind}`).values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    return [
      {
        apiGroups: [groupOf(first.apiVersion)],
        resources: [pluralOf(first.kind)],
        resourceNames: [...new Set(own.map(({ name }) => name))],
        verbs: ["get"],
      },
    ];
  });

/** `cilium.io` of `cilium.io/v2`; empty for the core's. */
export const groupOf = (apiVersion: string): string =>
  apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "";

/** How the API spells a kind: the convention for names of resources (apimachinery, meta.UnsafeGuessKindToResource), and Gateways. */
function pluralOf(kind: string): string {
  const name = kind.toLowerCase();
  if (name.endsWith("s")) return name === "endpoints" ? name : `${name}es`;
  return /[^aeiou]y$/.test(name) ? `${name.slice(0, -1)}ies` : `${name}s`;
}

/** The right that an object read by name needs, in words. */
export const rightOn = ({ apiVersion, kind, namespace }: ObjectName): string =>
  rightInWords(
    {
      group: groupOf(apiVersion),
      plural: pluralOf(kind),
      scope: namespace === undefined ? "cluster" : "system",
      names: [],
    },
    namespace ?? "",
  );

/** The right that a reading of Kubernetes needs, in words: `list nodes`, `get secrets in kube-system`. */
export const rightInWords = (
  { group, plural, scope, names }: Pick<KubeRead, "group" | "plural" | "scope" | "names">,
  namespace: string,
): string =>
  [
    names === undefined ? "list" : "get",
    group === "" ? plural : `${plural}.${group}`,
    ...(scope === "system" ? [`in ${namespace}`] : []),
  ].join(" ");
