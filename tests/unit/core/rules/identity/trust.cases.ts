import { cases } from "../../../../support/rule-cases.ts";
import type { ClusterModel, IamTrustModel, JsonObject } from "../../../../../core/model/index.ts";
import { cilium, eniValues, role, unknown } from "../../../../support/model.ts";

const SUBJECT = "system:serviceaccount:kube-system:cilium-operator";
const irsa = (parts: Partial<IamTrustModel> = {}): IamTrustModel => ({
  kind: "irsa",
  subject: SUBJECT,
  audience: "sts.amazonaws.com",
  actions: ["sts:AssumeRoleWithWebIdentity"],
  ...parts,
});
const trusting = (trust: IamTrustModel, values: JsonObject = {}): ClusterModel => ({
  identity: [role({ name: "operator", purpose: "operator", trust: [trust] })],
  cilium: cilium({ values: eniValues(values) }),
});
const { subject: _s, ...anyone } = irsa();
const { audience: _a, ...anywhere } = irsa();
const agent = (actions: readonly string[]): IamTrustModel => ({ kind: "pod-identity", actions });
const ISSUER = "oidc.eks.eu-central-1.amazonaws.com/id/ABCDEF";
const PATH = "identity.operator.trust";

export default cases({
  "identity-trust-subject": {
    fails: [
      ["no subject", trusting(anyone), { path: PATH }],
      ["a wildcard", trusting(irsa({ subject: "system:serviceaccount:kube-system:*" })), { path: PATH }],
    ],
    passes: [
      ["one service account", trusting(irsa())],
      ["another kind of trust", trusting({ kind: "service", actions: ["sts:AssumeRole"] })],
    ],
    unknown: [["an unknown trust", trusting(unknown)]],
  },
  "identity-trust-issuer": {
    fails: [
      [
        "conditions on the issuer of another cluster",
        trusting(irsa({ issuer: ISSUER, conditionIssuers: ["oidc.eks.eu-central-1.amazonaws.com/id/OLD"] })),
        { path: PATH, found: "conditions on oidc.eks.eu-central-1.amazonaws.com/id/OLD" },
      ],
    ],
    passes: [
      ["the same issuer", trusting(irsa({ issuer: ISSUER, conditionIssuers: [ISSUER] }))],
      ["no conditions, which other rules tell", trusting(irsa({ issuer: ISSUER, conditionIssuers: [] }))],
      ["a provider that is no ARN", trusting(irsa({ conditionIssuers: [ISSUER] }))],
      ["another kind of trust", trusting({ kind: "service", actions: ["sts:AssumeRole"] })],
    ],
    unknown: [["an unknown provider", trusting(irsa({ issuer: unknown, conditionIssuers: [ISSUER] }))]],
  },
  "identity-trust-audience": {
    fails: [["another audience", trusting(irsa({ audience: "vault" })), { path: PATH }]],
    passes: [
      ["the audience of EKS's tokens", trusting(irsa())],
      ["no condition, which accepts every token", trusting(anywhere)],
    ],
    unknown: [["an unknown audience", trusting(irsa({ audience: unknown }))]],
  },
  "identity-trust-audience-checked": {
    fails: [["no audience", trusting(anywhere), { path: PATH }]],
    passes: [
      ["the audience of EKS's tokens", trusting(irsa())],
      ["another audience, which another rule refuses", trusting(irsa({ audience: "vault" }))],
    ],
    unknown: [["an unknown audience", trusting(irsa({ audience: unknown }))]],
  },
  "identity-pod-identity-trust": {
    fails: [["no session tags", trusting(agent(["sts:AssumeRole"])), { path: PATH }]],
    passes: [["both actions", trusting(agent(["sts:AssumeRole", "sts:TagSession"]))]],
    unknown: [["unknown actions", trusting(agent(unknown))]],
  },
  "identity-operator-trust": {
    fails: [
      [
        "another service account",
        trusting(irsa({ subject: "system:serviceaccount:kube-system:aws-node" })),
        { path: PATH },
      ],
      [
        "an operator under another name",
        trusting(irsa(), { serviceAccounts: { operator: { name: "operator" } } }),
        { path: PATH },
      ],
    ],
    passes: [
      ["the operator's", trusting(irsa())],
      ["Pod Identity, where the association says which pods", trusting(agent(["sts:AssumeRole", "sts:TagSession"]))],
      ["a wildcard, which another rule refuses", trusting(irsa({ subject: "system:serviceaccount:*" }))],
    ],
    unknown: [["an unknown subject", trusting(irsa({ subject: unknown }))]],
  },
});
