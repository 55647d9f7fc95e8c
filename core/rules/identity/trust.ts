import { rulesOn } from "../rule.ts";
import { roles } from "../subjects.ts";
import { usesEni } from "../../helm/values.ts";
import { IRSA_AUDIENCE, POD_IDENTITY_ACTIONS } from "../../iam/trust.ts";
import { operatorSubject } from "./common.ts";

const IRSA = "EKS user guide: associate-service-account-role; IAM user guide: id_roles_create_for-idp_oidc";

const AUDIENCE = `StringEquals <issuer>:aud = ${IRSA_AUDIENCE}`;

export default [
  ...rulesOn(roles(), [
    {
      id: "identity-trust-subject",
      severity: "error",
      title: "Roles for service accounts name the one service account",
      why: "Without a subject, or with a wildcard in it, every pod of the cluster that may choose its service account takes the role.",
      source: IRSA,
      fix: "Name the service account.",
      *check({ trust }) {
        for (const { kind, subject } of trust) {
          if (kind !== "irsa" || (subject !== undefined && !/[*?]/.test(subject))) continue;
          yield {
            at: "trust",
            found: subject === undefined ? "no condition on the token's subject" : `the subject ${subject}`,
            expected: "StringEquals <issuer>:sub = system:serviceaccount:<namespace>:<name>",
          };
        }
      },
    },
    {
      id: "identity-trust-issuer",
      severity: "error",
      title: "Conditions on a token name the issuer that the role trusts",
      why: "Keys of conditions begin with the issuer: of another one the token has none, and the condition can never hold.",
      symptom: "Pods get AccessDenied from sts:AssumeRoleWithWebIdentity.",
      source: IRSA,
      fix: "Use the issuer of the cluster's own provider in both.",
      *check({ trust }) {
        for (const { kind, issuer, conditionIssuers = [] } of trust) {
          if (kind !== "irsa" || issuer === undefined) continue;
          const others = conditionIssuers.filter((one) => one !== issuer);
          if (others.length === 0) continue;
          yield { at: "trust", found: `conditions on ${others.join(", ")}`, expected: `conditions on ${issuer}` };
        }
      },
    },
    {
      id: "identity-trust-audience",
      severity: "error",
      title: "Roles for service accounts accept the audience of EKS's tokens",
      why: "EKS makes its tokens for sts.amazonaws.com; a role that asks for another audience refuses every one of them.",
      symptom: "Pods get AccessDenied from sts:AssumeRoleWithWebIdentity.",
      source: IRSA,
      fix: `Set the condition's audience to ${IRSA_AUDIENCE}.`,
      *check({ trust }) {
        for (const { kind, audience } of trust) {
          if (kind !== "irsa" || audience === undefined || audience === IRSA_AUDIENCE) continue;
          yield { at: "trust", found: `the audience ${audience}`, expected: AUDIENCE };
        }
      },
    },
    {
      id: "identity-trust-audience-checked",
      severity: "warning",
      title: "Roles for service accounts check the token's audience",
      why: "Without the check a token that the cluster made for another service is accepted.",
      source: IRSA,
      fix: "Add the condition.",
      *check({ trust }) {
        for (const { kind, audience } of trust) {
          if (kind !== "irsa" || audience !== undefined) continue;
          yield { at: "trust", found: "no condition on the token's audience", expected: AUDIENCE };
        }
      },
    },
    {
      id: "identity-pod-identity-trust",
      severity: "error",
      title: "Roles for EKS Pod Identity allow session tags",
      why: "The agent tags its sessions; with sts:AssumeRole alone every request for credentials is refused.",
      symptom: "Pods get no credentials; the agent's log says AccessDenied for sts:TagSession.",
      source: "EKS user guide: pod-id-role",
      fix: "Allow sts:AssumeRole and sts:TagSession in the trust policy.",
      *check({ trust }) {
        for (const { kind, actions } of trust) {
          if (kind !== "pod-identity") continue;
          const missing = POD_IDENTITY_ACTIONS.filter((action) => !actions.includes(action));
          if (missing.length === 0) continue;
          yield {
            at: "trust",
            found: `no ${missing.join(" and ")}`,
            expected: POD_IDENTITY_ACTIONS.join(" and "),
            fix: `Add ${missing.join(" and ")} to the trust policy.`,
          };
        }
      },
    },
  ]),
  ...rulesOn(roles("operator"), [
    {
      id: "identity-operator-trust",
      severity: "error",
      title: "The operator's role admits the operator's service account",
      why: "STS refuses the operator's token otherwise (AccessDenied), and no ENI is made.",
      symptom: "The operator logs AccessDenied from sts:AssumeRoleWithWebIdentity, and pods stay in ContainerCreating.",
      source: "chart cilium 1.19.6 values.yaml: serviceAccounts.operator",
      fix: "Set the subject of the trust policy's condition to the operator's service account.",
      also: ["cilium"],
      *check({ trust }, model) {
        if (model.cilium === undefined || !usesEni(model.cilium)) return;
        const wanted = operatorSubject(model);
        const subjects = trust.flatMap(({ kind, subject }) =>
          kind === "irsa" && subject !== undefined ? [subject] : [],
        );
        if (subjects.length === 0 || subjects.some((subject) => subject === wanted || /[*?]/.test(subject))) return;
        yield {
          at: "trust",
          found: subjects.join(", "),
          expected: wanted,
          fix: `Set the subject to ${wanted}.`,
        };
      },
    },
  ]),
];
