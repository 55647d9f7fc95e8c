import { UNKNOWN } from "../../core/model/unknown.ts";
import type { Props } from "../../lens/registered.ts";
import { type Path, isMap } from "../input.ts";
import { valueAt } from "../values.ts";

/** A role that eksctl makes, or an association of Pod Identity. */
export interface EksctlRole {
  readonly name: string;
  readonly props: Props;
  readonly at: Path;
  /** The association that gives it to a service account. */
  readonly association?: Props;
}

type Entry = Readonly<Record<string, unknown>>;

const entries = (value: unknown): readonly (readonly [index: number, entry: Entry])[] =>
  (Array.isArray(value) ? value : []).flatMap((entry: unknown, index) =>
    isMap(entry) ? [[index, entry] as const] : [],
  );

/** Roles of service accounts (IRSA and Pod Identity), and of node groups whose policies are written. */
export const rolesOf = (config: Entry, cluster: string): EksctlRole[] => [
  ...entries(valueAt(config, ["iam", "serviceAccounts"])).flatMap(([index, entry]) => irsa(index, entry)),
  ...entries(valueAt(config, ["iam", "podIdentityAssociations"])).flatMap(([index, entry]) =>
    podIdentity(index, entry, cluster),
  ),
  ...["managedNodeGroups", "nodeGroups"].flatMap((key) =>
    entries(config[key]).flatMap(([index, group]) => ofNodes([key, index, "iam", "attachPolicyARNs"], group)),
  ),
];

/** eksctl writes the trust: issuer, subject and audience (eksctl docs: iamserviceaccounts). The issuer's id is not known before. */
function irsa(index: number, entry: Entry): EksctlRole[] {
  if (entry["attachRoleARN"] !== undefined) return [];
  const name = valueAt(entry, ["metadata", "name"]);
  const namespace = valueAt(entry, ["metadata", "namespace"]) ?? "default";
  if (typeof name !== "string" || typeof namespace !== "string") return [];
  const issuer = "oidc.eks.eu-central-1.amazonaws.com/id/EKSCTL";
  return [
    {
      name,
      at: ["iam", "serviceAccounts", index],
      props: {
        assumeRolePolicy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Action: "sts:AssumeRoleWithWebIdentity",
              Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${issuer}` },
              Condition: {
                StringEquals: {
                  [`${issuer}:sub`]: `system:serviceaccount:${namespace}:${name}`,
                  [`${issuer}:aud`]: "sts.amazonaws.com",
                },
              },
            },
          ],
        }),
        ...policies(entry["attachPolicy"], entry["attachPolicyARNs"]),
      },
    },
  ];
}

function podIdentity(index: number, entry: Entry, cluster: string): EksctlRole[] {
  const { serviceAccountName, namespace, roleARN, permissionPolicy, permissionPolicyARNs } = entry;
  if (roleARN !== undefined || typeof serviceAccountName !== "string") return [];
  return [
    {
      name: serviceAccountName,
      at: ["iam", "podIdentityAssociations", index],
      props: {
        assumeRolePolicy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Action: ["sts:AssumeRole", "sts:TagSession"],
              Principal: { Service: "pods.eks.amazonaws.com" },
            },
          ],
        }),
        ...policies(permissionPolicy, permissionPolicyARNs),
        ...(entry["wellKnownPolicies"] === undefined ? {} : { managedPolicyArns: UNKNOWN }),
      },
      association: { clusterName: cluster, namespace, serviceAccount: serviceAccountName },
    },
  ];
}

/** Policies that are written replace those that eksctl gives nodes by itself. */
function ofNodes(at: Path, group: Entry): EksctlRole[] {
  const arns = valueAt(group, ["iam", "attachPolicyARNs"]);
  if (arns === undefined || valueAt(group, ["iam", "instanceRoleARN"]) !== undefined) return [];
  return [
    {
      name: `${String(group["name"])}-nodes`,
      at,
      props: {
        assumeRolePolicy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } }],
        }),
        managedPolicyArns: arns,
      },
    },
  ];
}

const policies = (document: unknown, arns: unknown): Props => ({
  ...(document === undefined ? {} : { inlinePolicies: [{ policy: document }] }),
  ...(arns === undefined ? {} : { managedPolicyArns: arns }),
});
