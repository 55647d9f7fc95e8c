import type { IamRoleModel, IamTrustModel } from "../core/model/index.ts";
import { UNKNOWN } from "../core/model/unknown.ts";
import { ciliumCharts } from "./cilium.ts";
import { statementsOf, trustOf } from "./policy-documents.ts";
import { type Registered, type PartView, at, items, nothing, ofType, sourcesOf } from "./registered.ts";

const ROLE = "aws:iam/role:Role";
const INLINE = "aws:iam/rolePolicy:RolePolicy";
const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const POLICY = "aws:iam/policy:Policy";
const ASSOCIATION = "aws:eks/podIdentityAssociation:PodIdentityAssociation";
const OPERATOR = "cilium-operator";

/** IAM roles with what they may do and who may take them on. */
export function viewIdentity(resources: readonly Registered[]): PartView<readonly IamRoleModel[]> {
  const roles = ofType(resources, ROLE);
  if (roles.length === 0) return nothing;
  const operators = operatorRoles(resources);
  return {
    part: roles.map((role) => roleModel(role, resources, operators)),
    origins: Object.fromEntries(roles.map(({ name, urn }) => [`identity.${name}`, urn])),
  };
}

function roleModel(role: Registered, resources: readonly Registered[], operators: ReadonlySet<string>): IamRoleModel {
  const attached = ofType(resources, ATTACHMENT).filter((attachment) => belongsTo(attachment, role));
  const own = ofType(resources, POLICY).filter(({ urn }) =>
    attached.some((attachment) => sourcesOf(attachment, "policyArn").has(urn)),
  );
  const fromOwn = new Set(own.map(({ urn }) => urn));
  const inline = ofType(resources, INLINE).filter((policy) => belongsTo(policy, role));
  const managed = [
    ...attached
      .filter((attachment) => ![...sourcesOf(attachment, "policyArn")].some((urn) => fromOwn.has(urn)))
      .map(({ props }) => at(props, "policyArn")),
    ...items(role.props, "managedPolicyArns"),
  ].map((arn) => (typeof arn === "string" ? arn.slice(arn.lastIndexOf("/") + 1) : (UNKNOWN as never)));
  const trust = trustOf(at(role.props, "assumeRolePolicy"));
  return {
    name: role.name,
    purpose: operators.has(role.urn) ? "operator" : purposeOf(role, trust, managed),
    statements: [
      ...[...inline, ...own].flatMap(({ props }) => statementsOf(at(props, "policy"))),
      ...items(role.props, "inlinePolicies").flatMap((policy) => statementsOf(at(policy, "policy"))),
    ],
    managedPolicies: managed,
    trust,
  };
}

/** By the resource that `role` comes from; by its plain name; or, where both are unknown, by the name's prefix. */
function belongsTo(resource: Registered, role: Registered): boolean {
  const from = sourcesOf(resource, "role");
  if (from.size > 0) return from.has(role.urn);
  const named = at(resource.props, "role");
  if (typeof named === "string") return named === at(role.props, "name") || named === role.name;
  return resource.name.startsWith(role.name);
}

/** Roles that the operator is given: by a Pod Identity association, or by the values of the Cilium release. */
function operatorRoles(resources: readonly Registered[]): ReadonlySet<string> {
  const associated = ofType(resources, ASSOCIATION)
    .filter(({ props }) => at(props, "serviceAccount") === OPERATOR)
    .flatMap((association) => [...sourcesOf(association, "roleArn")]);
  const [chart] = ciliumCharts(resources);
  const inValues =
    chart === undefined || at(chart.props, "values.eni.iamRole", "") === "" ? [] : [...sourcesOf(chart, "values")];
  // The values may hold other roles too: only one that a service account takes on can be the operator's.
  const webIdentity = new Set(
    ofType(resources, ROLE)
      .filter(({ props }) =>
        trustOf(at(props, "assumeRolePolicy")).some((one) => isUnknown(one) || one.kind === "irsa"),
      )
      .map(({ urn }) => urn),
  );
  return new Set([...associated, ...inValues.filter((urn) => webIdentity.has(urn))]);
}

const isUnknown = (value: unknown): boolean => value === UNKNOWN;

/** A role says what it is for by who may take it on, else by what is attached to it. */
function purposeOf(
  role: Registered,
  trust: readonly IamTrustModel[],
  managed: readonly string[],
): IamRoleModel["purpose"] {
  const document = at(role.props, "assumeRolePolicy");
  const text = typeof document === "string" ? document : (JSON.stringify(document) ?? "");
  const known = trust.filter((one) => !isUnknown(one));
  if (known.some(({ subject }) => typeof subject === "string" && subject.endsWith(`:${OPERATOR}`))) return "operator";
  const ofServiceAccount = known.some(({ kind }) => kind === "irsa" || kind === "pod-identity");
  if (ofServiceAccount && /operator/i.test(role.name)) return "operator";
  if (managed.includes("AmazonEKSClusterPolicy") || text.includes('"eks.amazonaws.com')) return "cluster";
  if (managed.includes("AmazonEKSWorkerNodePolicy") || text.includes('"ec2.amazonaws.com')) return "node";
  const ofVpcCni = managed.includes("AmazonEKS_CNI_Policy") && /vpc-?cni|aws-node/i.test(role.name);
  if (managed.includes("AmazonEBSCSIDriverPolicy") || ofVpcCni) return "addon";
  if (/cilium.*operator|^operator$/i.test(role.name)) return "operator";
  return /load-?balancer|autoscaler|karpenter|cert-?manager|external-?dns/i.test(role.name) ? "controller" : "other";
}
