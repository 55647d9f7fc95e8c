import type { ClusterModel, IamRoleModel, IamStatementModel, IamTrustModel } from "../../../core/model/index.ts";
import { UNKNOWN } from "../../../core/model/unknown.ts";
import type { Registered } from "../../../lens/registered.ts";
import { list } from "./cluster.ts";
import { defined, resource, urnOf } from "./resource.ts";

const ROLE = "aws:iam/role:Role";

const ASSOCIATION = "aws:eks/podIdentityAssociation:PodIdentityAssociation";

export const raiseTrust = ({ associations, oidcProviders }: ClusterModel): Registered[] => [
  ...list(associations).map(({ name, namespace, serviceAccount }) =>
    resource(ASSOCIATION, name, { namespace, serviceAccount, roleArn: UNKNOWN }),
  ),
  ...list(oidcProviders).map(({ name, issuer, audiences }) =>
    resource("aws:iam/openIdConnectProvider:OpenIdConnectProvider", name, {
      url: typeof issuer === "string" ? `https://${issuer}` : issuer,
      clientIdLists: audiences,
    }),
  ),
];

export const raiseIdentity = ({ identity }: ClusterModel): Registered[] =>
  list(identity).flatMap((role, at) =>
    (role as unknown) === UNKNOWN
      ? [resource(ROLE, `role-${String(at)}`, { assumeRolePolicy: UNKNOWN })]
      : raiseRole(role),
  );

function raiseRole(role: IamRoleModel): Registered[] {
  const { name, purpose, statements, managedPolicies, trust } = role;
  const own = { sources: { role: [urnOf(ROLE, name)] } };
  return [
    resource(ROLE, name, { assumeRolePolicy: documentOf(trust, (one) => trustStatement(one, purpose)) }),
    ...((statements as unknown) !== UNKNOWN && statements.length === 0
      ? []
      : [resource("aws:iam/rolePolicy:RolePolicy", name, { policy: documentOf(statements, statement) }, own)]),
    ...((managedPolicies as unknown) === UNKNOWN ? [UNKNOWN] : managedPolicies).map((policy, at) =>
      resource(
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        `${name}-${String(at)}`,
        { policyArn: typeof policy === "string" ? `arn:aws:iam::aws:policy/${policy}` : policy },
        own,
      ),
    ),
    // An association says whose role it is where the trust does not.
    ...(purpose === "operator" && !list(trust).some((one) => (one as unknown) !== UNKNOWN && one.kind === "irsa")
      ? [
          resource(
            "aws:eks/podIdentityAssociation:PodIdentityAssociation",
            name,
            { namespace: "kube-system", serviceAccount: "cilium-operator", roleArn: UNKNOWN },
            { sources: { roleArn: [urnOf(ROLE, name)] } },
          ),
        ]
      : []),
  ];
}

/** A policy document, as text; unknown as a whole where a part is. */
function documentOf<T>(items: readonly T[], write: (item: T) => unknown): unknown {
  if ((items as unknown) === UNKNOWN) return UNKNOWN;
  const written = items.map((item) => ((item as unknown) === UNKNOWN ? UNKNOWN : write(item)));
  return holdsUnknown(written) ? UNKNOWN : JSON.stringify({ Version: "2012-10-17", Statement: written });
}

const holdsUnknown = (value: unknown): boolean =>
  value === UNKNOWN || (typeof value === "object" && value !== null && Object.values(value).some(holdsUnknown));

const statement = ({ actions, resources, conditioned }: IamStatementModel): unknown =>
  (conditioned as unknown) === UNKNOWN
    ? UNKNOWN
    : {
        Effect: "Allow",
        Action: actions,
        Resource: resources,
        ...(conditioned ? { Condition: { StringEquals: { "aws:ResourceTag/cluster": "test" } } } : {}),
      };

const SERVICES: Partial<Record<IamRoleModel["purpose"], string>> = {
  cluster: "eks.amazonaws.com",
  node: "ec2.amazonaws.com",
};

function trustStatement(
  {
    kind,
    subject,
    audience,
    actions,
    issuer = "oidc.eks.eu-central-1.amazonaws.com/id/ABCDEF",
    conditionIssuers: [asked = issuer] = [],
  }: IamTrustModel,
  purpose: IamRoleModel["purpose"],
): unknown {
  const condition = defined({ [`${asked}:sub`]: subject, [`${asked}:aud`]: audience });
  const principal: Record<IamTrustModel["kind"], unknown> = {
    irsa: {
      Federated: (issuer as unknown) === UNKNOWN ? UNKNOWN : `arn:aws:iam::111122223333:oidc-provider/${issuer}`,
    },
    "pod-identity": { Service: "pods.eks.amazonaws.com" },
    service: { Service: SERVICES[purpose] ?? "ssm.amazonaws.com" },
    other: { AWS: "arn:aws:iam::111122223333:root" },
  };
  return {
    Effect: "Allow",
    Action: actions.length === 0 && kind === "irsa" ? ["sts:AssumeRoleWithWebIdentity"] : actions,
    Principal: (kind as unknown) === UNKNOWN ? UNKNOWN : principal[kind],
    ...(Object.keys(condition).length === 0 ? {} : { Condition: { StringLike: condition } }),
  };
}
