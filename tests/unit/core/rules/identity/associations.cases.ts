import { cases } from "../../../../support/rule-cases.ts";
import type { CiliumModel, ClusterModel, HelmReleaseModel, JsonObject } from "../../../../../core/model/index.ts";
import { cilium, eniValues, role, unknown } from "../../../../support/model.ts";

const byPodIdentity = (values: JsonObject = {}): CiliumModel =>
  cilium({ values: eniValues({ eni: { enabled: true }, ...values }) });
const association = (namespace: string, serviceAccount: string, name = "one") => ({ name, namespace, serviceAccount });
const forOperator = (namespace: string, serviceAccount: string, release = byPodIdentity()): ClusterModel => ({
  associations: [association(namespace, serviceAccount)],
  cilium: release,
});
const RIGHT = association("kube-system", "cilium-operator", "right");
const controller = (values: JsonObject = {}): HelmReleaseModel => ({
  name: "lbc",
  chart: "eks/aws-load-balancer-controller",
  namespace: "kube-system",
  values,
});
const forController = (namespace: string, serviceAccount: string, ...releases: HelmReleaseModel[]): ClusterModel => ({
  associations: [association(namespace, serviceAccount)],
  releases,
});
const account = { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "report", namespace: "shop" } };
const ISSUER = "oidc.eks.eu-central-1.amazonaws.com/id/A";
const provider = (issuer: string, ...audiences: string[]): ClusterModel => ({
  oidcProviders: [{ name: "eks", issuer, audiences }],
});
const trusting = (issuer: string | undefined, more: ClusterModel): ClusterModel => ({
  ...more,
  identity: [
    role({
      trust: [
        { kind: "irsa", ...(issuer === undefined ? {} : { issuer }), actions: ["sts:AssumeRoleWithWebIdentity"] },
      ],
    }),
  ],
});
const PATH = "associations.one.serviceAccount";

export default cases({
  "identity-association-operator": {
    fails: [
      [
        "the agents' account",
        forOperator("kube-system", "cilium"),
        { path: PATH, found: "kube-system/cilium", example: true },
      ],
      ["a misspelled one", forOperator("kube-system", "cilium-operater"), { path: PATH }],
      ["another namespace", forOperator("cilium", "cilium-operator"), { path: PATH }],
      [
        "the chart's name, where the values give another",
        forOperator(
          "kube-system",
          "cilium-operator",
          byPodIdentity({ serviceAccounts: { operator: { name: "eni" } } }),
        ),
        { path: PATH },
      ],
    ],
    passes: [
      ["the operator's", forOperator("kube-system", "cilium-operator")],
      [
        "another one beside it",
        { ...forOperator("kube-system", "cilium"), associations: [association("kube-system", "cilium"), RIGHT] },
      ],
      ["a controller's", forOperator("kube-system", "aws-load-balancer-controller")],
      ["an account of an application that begins alike", forOperator("shop", "cilium-report")],
      ["IRSA", forOperator("kube-system", "cilium", cilium())],
      ["an overlay", forOperator("kube-system", "cilium", cilium({ values: { ipam: { mode: "cluster-pool" } } }))],
    ],
    unknown: [["an unknown account", forOperator("kube-system", unknown)]],
  },
  "identity-association-account": {
    fails: [
      [
        "a misspelled controller",
        forController("kube-system", "aws-load-balancer-controler", controller()),
        { path: PATH, found: "controler" },
      ],
      ["another namespace", forController("default", "aws-load-balancer-controller", controller()), { path: PATH }],
      [
        "a misspelled account of the program",
        { associations: [association("shop", "reports")], objects: [account] },
        { path: PATH },
      ],
      [
        "the chart's name, where the values give another",
        forController(
          "kube-system",
          "aws-load-balancer-controllers",
          controller({ serviceAccount: { name: "aws-load-balancer-controller2" } }),
        ),
        { path: PATH },
      ],
    ],
    passes: [
      ["the chart's name", forController("kube-system", "aws-load-balancer-controller", controller())],
      ["a name of the values", forController("kube-system", "lbc", controller({ serviceAccount: { name: "lbc" } }))],
      ["something else", forController("shop", "web", controller())],
      [
        "a chart that is not known",
        forController("shop", "web-app", { name: "web", chart: "web-apps", namespace: "shop", values: {} }),
      ],
      [
        "a release of the default namespace",
        forController("default", "external-dns", { name: "dns", chart: "external-dns", values: {} }),
      ],
      ["an account of the program", { associations: [association("shop", "report")], objects: [account] }],
      ["no release", forController("shop", "web")],
    ],
    unknown: [["an unknown account", forController("kube-system", unknown, controller())]],
  },
  "identity-provider-audience": {
    fails: [
      ["none", provider(ISSUER), { path: "oidcProviders.eks.clientIdLists" }],
      [
        "another",
        provider(ISSUER, "sts.amazon.com"),
        { path: "oidcProviders.eks.clientIdLists", found: "sts.amazon.com" },
      ],
    ],
    passes: [["the audience of EKS's tokens", provider(ISSUER, "sts.amazonaws.com")]],
    unknown: [["unknown audiences", { oidcProviders: [{ name: "eks", issuer: ISSUER, audiences: unknown }] }]],
  },
  "identity-trust-provider": {
    fails: [
      [
        "another cluster's",
        trusting("oidc.eks.eu-central-1.amazonaws.com/id/B", provider(ISSUER)),
        { path: "identity.node.trust", found: "/id/B" },
      ],
    ],
    passes: [
      ["the program's", trusting(ISSUER, provider(ISSUER))],
      ["an issuer that is not told", trusting(undefined, provider("oidc.eks.eu-central-1.amazonaws.com/id/ABCDEF"))],
      ["no provider here", trusting(ISSUER, { oidcProviders: [] })],
      ["a CI's issuer", trusting("token.actions.githubusercontent.com", provider(ISSUER))],
    ],
    unknown: [["an unknown issuer", trusting(ISSUER, provider(unknown))]],
  },
});
