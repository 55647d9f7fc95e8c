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

export function rightsOf(command: Command, { namespace = "kube-system", deletes = false } = {}): Rights {
  const reads = [...Object.values(KUBE_READS), LOG_READ].filter(({ commands }: KubeRead) => commands.includes(command));
  const aws: readonly AwsRead[] = Object.values(AWS_READS).filter(({ commands }: AwsRead) =>
    commands.includes(command),
  );
  const rules = (scope: KubeRead["scope"]): PolicyRule[] => reads.filter((read) => read.scope === scope).map(ruleOf);
  const cluster = rules("cluster");
  const system = rules("system");
  return {
    kubernetes: [
      ...(cluster.length === 0
        ? []
        : [{ apiVersion: RBAC, kind: "ClusterRole", metadata: { name: NAME }, rules: cluster }]),
      ...(system.length === 0
        ? []
        : [{ apiVersion: RBAC, kind: "Role", metadata: { name: NAME, namespace }, rules: system }]),
    ],
    aws: {
      Version: "2012-10-17",
      Statement: [
        // None of these calls knows a narrower resource but EKS's; reading names and numbers is all they do.
        { Sid: "Read", Effect: "Allow", Action: aws.flatMap(({ actions }) => actions).toSorted(), Resource: "*" },
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

/** The right that a reading of Kubernetes needs, in words: `list nodes`, `get secrets in kube-system`. */
export const rightInWords = ({ group, plural, scope, names }: KubeRead, namespace: string): string =>
  [
    names === undefined ? "list" : "get",
    group === "" ? plural : `${plural}.${group}`,
    ...(scope === "system" ? [`in ${namespace}`] : []),
  ].join(" ");
