import { usesEni } from "../../helm/values.ts";
import { IRSA_AUDIENCE, POD_IDENTITY_ACTIONS } from "../../iam/trust.ts";
import { rule } from "../rule.ts";
import { eachRole, operatorSubject } from "./common.ts";

const IRSA = "EKS user guide: associate-service-account-role; IAM user guide: id_roles_create_for-idp_oidc";

export const trustSubject = rule({
  id: "identity-trust-subject",
  group: "identity",
  severity: "error",
  title: "Roles for service accounts name the one service account",
  why: "Without a subject, or with a wildcard in it, every pod of the cluster that may choose its service account takes the role.",
  source: IRSA,
  needs: ["identity"],
  *check(model) {
    yield* eachRole(model, undefined, function* ({ trust }) {
      for (const { kind, subject } of trust) {
        if (kind !== "irsa" || (subject !== undefined && !/[*?]/.test(subject))) continue;
        yield {
          at: "trust",
          found: subject === undefined ? "no condition on the token's subject" : `the subject ${subject}`,
          expected: "StringEquals <issuer>:sub = system:serviceaccount:<namespace>:<name>",
          fix: "Name the service account.",
        };
      }
    });
  },
});

export const trustAudience = rule({
  id: "identity-trust-audience",
  group: "identity",
  severity: "error",
  title: "Roles for service accounts check the token's audience",
  why: "Without the check a token made for another service is accepted; with another audience than EKS's own none is.",
  source: IRSA,
  needs: ["identity"],
  *check(model) {
    yield* eachRole(model, undefined, function* ({ trust }) {
      for (const { kind, audience } of trust) {
        if (kind !== "irsa" || audience === IRSA_AUDIENCE) continue;
        yield {
          at: "trust",
          ...(audience === undefined ? { severity: "warning" as const } : {}),
          found: audience === undefined ? "no condition on the token's audience" : `the audience ${audience}`,
          expected: `StringEquals <issuer>:aud = ${IRSA_AUDIENCE}`,
          fix: "Add the condition.",
        };
      }
    });
  },
});

export const podIdentityTrust = rule({
  id: "identity-pod-identity-trust",
  group: "identity",
  severity: "error",
  title: "Roles for EKS Pod Identity allow session tags",
  why: "The agent tags its sessions; with sts:AssumeRole alone every request for credentials is refused.",
  source: "EKS user guide: pod-id-role",
  needs: ["identity"],
  *check(model) {
    yield* eachRole(model, undefined, function* ({ trust }) {
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
    });
  },
});

export const operatorTrust = rule({
  id: "identity-operator-trust",
  group: "identity",
  severity: "error",
  title: "The operator's role admits the operator's service account",
  why: "STS refuses the operator's token otherwise (AccessDenied), and no ENI is made.",
  source: "chart cilium 1.19.6 values.yaml: serviceAccounts.operator",
  needs: ["identity", "cilium"],
  *check(model) {
    if (model.cilium === undefined || !usesEni(model.cilium)) return;
    const wanted = operatorSubject(model);
    yield* eachRole(model, ["operator"], function* ({ trust }) {
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
    });
  },
});
