import type { IamRoleModel, IamStatementModel, IamTrustModel } from "../../core/model.ts";
import { UNKNOWN } from "../../core/rules/unknown.ts";
import { type Registered, type Seen, at, given, nothing, ofType, read } from "./registered.ts";

const ROLE = "aws:iam/role:Role";
const INLINE = "aws:iam/rolePolicy:RolePolicy";
const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const POLICY = "aws:iam/policy:Policy";

/** IAM roles with what they may do and who may take them on. */
export function seeIdentity(resources: readonly Registered[]): Seen<readonly IamRoleModel[]> {
  const roles = ofType(resources, ROLE);
  if (roles.length === 0) return nothing;
  return {
    part: roles.map((role) => roleModel(role, resources)),
    origins: Object.fromEntries(roles.map(({ name, urn }) => [`identity.${name}`, urn])),
  };
}

function roleModel(role: Registered, resources: readonly Registered[]): IamRoleModel {
  const attached = ofType(resources, ATTACHMENT).filter((attachment) => belongsTo(attachment, role));
  const policies = ofType(resources, POLICY).filter(({ urn }) =>
    attached.some(({ sources }) => (sources["policyArn"] ?? []).includes(urn)),
  );
  const inline = ofType(resources, INLINE).filter((policy) => belongsTo(policy, role));
  const managed = [
    ...attached.map(({ props }) => at(props, "policyArn")),
    ...read<readonly unknown[]>(role.props, "managedPolicyArns", []),
  ].flatMap((arn) => (typeof arn === "string" ? [arn.slice(arn.lastIndexOf("/") + 1)] : []));
  const trust = trustOf(at(role.props, "assumeRolePolicy"));
  return {
    name: role.name,
    purpose: purposeOf(role, trust, managed),
    statements: [...inline, ...policies].flatMap(({ props }) => statementsOf(at(props, "policy"))),
    managedPolicies: managed,
    trust,
  };
}

/** By the resource that `role` comes from; by its plain name; or, where both are unknown, by the name's prefix. */
function belongsTo({ props, sources, name }: Registered, role: Registered): boolean {
  const from = sources["role"] ?? [];
  if (from.length > 0) return from.includes(role.urn);
  const named = at(props, "role");
  if (typeof named === "string") return named === at(role.props, "name") || named === role.name;
  return name.startsWith(role.name);
}

interface Statement {
  readonly Effect?: string;
  readonly Action?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Principal?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const list = <T>(value: T | readonly T[] | undefined): readonly T[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as readonly T[]) : [value as T];

function documentOf(policy: unknown): readonly Statement[] {
  const parsed: unknown = typeof policy === "string" ? parseJson(policy) : policy;
  return list(at(parsed, "Statement") as Statement | readonly Statement[] | undefined);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function statementsOf(policy: unknown): IamStatementModel[] {
  if (policy === UNKNOWN) return [UNKNOWN as never];
  return documentOf(policy)
    .filter(({ Effect }) => Effect !== "Deny")
    .map(({ Action, Resource, Condition }) => ({
      actions: list(Action),
      resources: list(Resource),
      conditioned: Condition !== undefined,
    }));
}

function trustOf(policy: unknown): IamTrustModel[] {
  if (policy === UNKNOWN) return [UNKNOWN as never];
  return documentOf(policy).map((statement) => {
    const condition = Object.assign({}, ...Object.values(statement.Condition ?? {})) as Record<string, unknown>;
    const find = (suffix: string): string | undefined => {
      const key = Object.keys(condition).find((candidate) => candidate.endsWith(suffix));
      return key === undefined ? undefined : String(condition[key]);
    };
    return {
      kind: trustKind(statement),
      ...given("subject", find(":sub")),
      ...given("audience", find(":aud")),
      actions: list(statement.Action),
    };
  });
}

function trustKind({ Principal, Action }: Statement): IamTrustModel["kind"] {
  if (list(Action).includes("sts:AssumeRoleWithWebIdentity")) return "irsa";
  const services = list(at(Principal, "Service") as string | readonly string[] | undefined);
  if (services.includes("pods.eks.amazonaws.com")) return "pod-identity";
  return services.length > 0 ? "service" : "other";
}

/** A role says what it is for by who may take it on, else by what is attached to it. */
function purposeOf(
  role: Registered,
  trust: readonly IamTrustModel[],
  managed: readonly string[],
): IamRoleModel["purpose"] {
  const document = at(role.props, "assumeRolePolicy");
  const text = typeof document === "string" ? document : "";
  if (trust.some((one) => (one as unknown) !== UNKNOWN && one.subject?.endsWith(":cilium-operator") === true))
    return "operator";
  if (managed.includes("AmazonEKSClusterPolicy") || text.includes('"eks.amazonaws.com')) return "cluster";
  if (managed.includes("AmazonEKSWorkerNodePolicy") || text.includes('"ec2.amazonaws.com')) return "node";
  if (/cilium-?operator|operator/i.test(role.name)) return "operator";
  return managed.includes("AmazonEBSCSIDriverPolicy") ? "addon" : "other";
}
