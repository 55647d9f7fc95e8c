import { rulesOn } from "../rule.ts";
import { type Subject, subjectOf } from "../subject.ts";
import { chartName, roles } from "../subjects.ts";
import { suggest } from "../../facts/suggest.ts";
import { usesEni, valueAt } from "../../helm/values.ts";
import { IRSA_AUDIENCE } from "../../iam/trust.ts";
import type { ClusterModel, OidcProviderModel, PodIdentityAssociationModel } from "../../model/index.ts";
import { isSet, operatorSubject } from "./common.ts";

const POD_IDENTITY = "EKS user guide: pod-id-association";

const associations: Subject<PodIdentityAssociationModel, "associations"> = subjectOf({
  needs: ["associations"],
  of: (model) => model.associations,
  read: (one) => one,
  place: ({ name }) => ({ subject: `Pod Identity association "${name}"`, path: `associations.${name}` }),
});

const providers: Subject<OidcProviderModel, "oidcProviders"> = subjectOf({
  needs: ["oidcProviders"],
  of: (model) => model.oidcProviders,
  read: (one) => one,
  place: ({ name }) => ({ subject: `OIDC provider "${name}"`, path: `oidcProviders.${name}` }),
});

/** Service accounts that charts make unless they are told another name (their values.yaml: serviceAccount). */
const SERVICE_ACCOUNTS: Readonly<Record<string, string>> = {
  "aws-load-balancer-controller": "aws-load-balancer-controller",
  "external-dns": "external-dns",
  "cert-manager": "cert-manager",
  karpenter: "karpenter",
  "aws-ebs-csi-driver": "ebs-csi-controller-sa",
  "aws-efs-csi-driver": "efs-csi-controller-sa",
};

interface ServiceAccount {
  readonly namespace: string;
  readonly name: string;
}

/** Service accounts that the program's charts and objects are known to make. */
function serviceAccounts({ releases = [], objects = [] }: ClusterModel): ServiceAccount[] {
  return [
    ...releases.flatMap(({ chart, namespace = "default", values }) => {
      const known = SERVICE_ACCOUNTS[chartName(chart)];
      const named = valueAt(values, "serviceAccount.name") ?? valueAt(values, "controller.serviceAccount.name");
      const name = typeof named === "string" && named !== "" ? named : known;
      return known === undefined || name === undefined ? [] : [{ namespace, name }];
    }),
    ...objects
      .filter(({ kind }) => kind === "ServiceAccount")
      .map(({ metadata: { name, namespace = "default" } }) => ({ namespace, name })),
  ];
}

/** Namespace and name of the operator's own, where a role by Pod Identity is what it needs. */
function operatorAccount(model: ClusterModel): ServiceAccount | undefined {
  const { cilium } = model;
  if (cilium === undefined || !usesEni(cilium) || isSet(cilium.values, "eni.iamRole")) return undefined;
  const [, , namespace = "", name = ""] = operatorSubject(model).split(":");
  return { namespace, name };
}

export default [
  ...rulesOn(associations, [
    {
      id: "identity-association-operator",
      severity: "error",
      title: "The association meant for Cilium is for the operator's service account",
      why: "EC2 is called by the operator, under a service account of its own. The agents' account, or the right name in another namespace, gets the role and nobody uses it.",
      symptom: "The operator logs that it finds no credentials; no ENI is made and pods stay in ContainerCreating.",
      source: `${POD_IDENTITY}; chart cilium 1.19.6 values.yaml: serviceAccounts.operator`,
      fix: "Name the operator's namespace and service account.",
      also: ["cilium"],
      *check({ namespace, serviceAccount }, model) {
        const wanted = operatorAccount(model);
        if (wanted === undefined) return;
        const isRight = (one: ServiceAccount): boolean =>
          one.namespace === wanted.namespace && one.name === wanted.name;
        if ((model.associations ?? []).some((one) => isRight({ namespace: one.namespace, name: one.serviceAccount })))
          return;
        const meant =
          serviceAccount === wanted.name || (namespace === wanted.namespace && /^cilium(?:-|$)/.test(serviceAccount));
        if (!meant) return;
        yield {
          at: "serviceAccount",
          found: `${namespace}/${serviceAccount}`,
          expected: `${wanted.namespace}/${wanted.name}`,
        };
      },
    },
    {
      id: "identity-association-account",
      severity: "error",
      title: "Associations name service accounts as the charts make them",
      why: "An association for a name that no pod runs under is taken, and does nothing.",
      symptom: "The controller logs that it finds no credentials, or AccessDenied with the node's role.",
      source: `${POD_IDENTITY}; values.yaml of the charts: serviceAccount.name`,
      fix: "Name the service account as the chart makes it.",
      *check({ namespace, serviceAccount }, model) {
        const all = serviceAccounts(model);
        if (all.some((one) => one.namespace === namespace && one.name === serviceAccount)) return;
        const elsewhere = all.find(({ name }) => name === serviceAccount);
        const [near] = suggest(
          serviceAccount,
          all.filter((one) => one.namespace === namespace).map(({ name }) => name),
        );
        const wanted = elsewhere ?? (near === undefined ? undefined : { namespace, name: near });
        if (wanted === undefined) return;
        yield {
          at: "serviceAccount",
          found: `${namespace}/${serviceAccount}`,
          expected: `${wanted.namespace}/${wanted.name}`,
          fix: `Set it to ${wanted.namespace}/${wanted.name}.`,
        };
      },
    },
  ]),
  ...rulesOn(providers, [
    {
      id: "identity-provider-audience",
      severity: "error",
      title: "The cluster's OIDC provider takes the audience of its tokens",
      why: "EKS makes tokens for sts.amazonaws.com: a provider without this client id refuses every one of them, whatever the roles say.",
      symptom: "Pods get InvalidIdentityToken: Incorrect token audience.",
      source: "EKS user guide: enable-iam-roles-for-service-accounts",
      fix: `Put ${IRSA_AUDIENCE} into clientIdLists.`,
      *check({ audiences }) {
        if (audiences.includes(IRSA_AUDIENCE)) return;
        yield {
          at: "clientIdLists",
          found: audiences.length === 0 ? "none" : audiences.join(", "),
          expected: IRSA_AUDIENCE,
        };
      },
    },
  ]),
  ...rulesOn(roles(), [
    {
      id: "identity-trust-provider",
      severity: "error",
      title: "Roles for service accounts trust the provider that the program makes",
      why: "IAM looks the token's issuer up among the account's providers: a role that names another cluster's refuses the tokens of this one.",
      symptom: "Pods get AccessDenied from sts:AssumeRoleWithWebIdentity.",
      source: "EKS user guide: associate-service-account-role; IAM user guide: id_roles_create_for-idp_oidc",
      fix: "Take the provider's ARN and URL from the resource itself.",
      also: ["oidcProviders"],
      *check({ trust }, { oidcProviders = [] }) {
        for (const { kind, issuer } of trust) {
          if (kind !== "irsa" || issuer === undefined || !/^oidc[.-]eks\./.test(issuer)) continue;
          const issuers = oidcProviders.map((provider) => provider.issuer);
          if (issuers.length === 0 || issuers.includes(issuer)) continue;
          yield { at: "trust", found: `trust in ${issuer}`, expected: issuers.join(", ") };
        }
      },
    },
  ]),
];
