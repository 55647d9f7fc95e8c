import type { ClusterModel, IamTrustModel, JsonObject } from "../../../../../core/model/index.ts";
import {
  operatorTrust,
  podIdentityTrust,
  trustAudience,
  trustSubject,
} from "../../../../../core/rules/identity/trust.ts";
import { cilium, eniValues, role, unknown } from "../../../../support/model.ts";
import { describeRules } from "../../../../support/rule-table.ts";

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
const PATH = "identity.operator.trust";

describeRules([
  {
    rule: trustSubject,
    fails: [
      ["no subject", trusting(anyone), PATH],
      ["a wildcard", trusting(irsa({ subject: "system:serviceaccount:kube-system:*" })), PATH],
    ],
    passes: [
      ["one service account", trusting(irsa())],
      ["another kind of trust", trusting({ kind: "service", actions: ["sts:AssumeRole"] })],
    ],
    undecided: [["an unknown trust", trusting(unknown)]],
  },
  {
    rule: trustAudience,
    fails: [
      ["no audience", trusting(anywhere), PATH, "warning"],
      ["another audience", trusting(irsa({ audience: "vault" })), PATH, "error"],
    ],
    passes: [["the audience of EKS's tokens", trusting(irsa())]],
    undecided: [["an unknown audience", trusting(irsa({ audience: unknown }))]],
  },
  {
    rule: podIdentityTrust,
    fails: [["no session tags", trusting(agent(["sts:AssumeRole"])), PATH]],
    passes: [["both actions", trusting(agent(["sts:AssumeRole", "sts:TagSession"]))]],
    undecided: [["unknown actions", trusting(agent(unknown))]],
  },
  {
    rule: operatorTrust,
    fails: [
      ["another service account", trusting(irsa({ subject: "system:serviceaccount:kube-system:aws-node" })), PATH],
      [
        "an operator under another name",
        trusting(irsa(), { serviceAccounts: { operator: { name: "operator" } } }),
        PATH,
      ],
    ],
    passes: [
      ["the operator's", trusting(irsa())],
      ["Pod Identity, where the association says which pods", trusting(agent(["sts:AssumeRole", "sts:TagSession"]))],
      ["a wildcard, which another rule refuses", trusting(irsa({ subject: "system:serviceaccount:*" }))],
    ],
    undecided: [["an unknown subject", trusting(irsa({ subject: unknown }))]],
  },
]);
