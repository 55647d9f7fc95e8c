import { valueAt } from "../../helm/values.ts";
import type { ClusterModel, HelmReleaseModel } from "../../model/index.ts";
import { type Rule, rule } from "../rule.ts";
import { each } from "../../model/unknown.ts";
import type { FindingDraft } from "../../findings/finding.ts";
import { issuerOf } from "./certificates.ts";
import { gatewaysOf } from "./objects.ts";

const LBC_CHART = "aws/eks-charts stable/aws-load-balancer-controller values.yaml";

interface ReleaseRule extends Omit<Rule, "needs" | "check" | "group"> {
  /** Chart without its repository. */
  readonly chart: string;
  readonly check: (
    release: HelmReleaseModel,
    model: ClusterModel,
  ) => Iterable<Omit<FindingDraft, "subject" | "path"> & { readonly at: string }>;
  readonly also?: Rule["needs"];
}

const releaseRule = ({ chart, check, also = [], ...parts }: ReleaseRule): Rule =>
  rule({
    ...parts,
    group: "gateway",
    needs: ["releases", ...also],
    *check(model: ClusterModel) {
      yield* each(model.releases ?? [], function* (release) {
        if (release.chart.slice(release.chart.lastIndexOf("/") + 1) !== chart) return;
        for (const { at, ...draft } of check(release, model)) {
          yield { subject: `release "${release.name}"`, path: `releases.${release.name}.values.${at}`, ...draft };
        }
      });
    },
  });

export const controllerWebhook = releaseRule({
  id: "gateway-controller-webhook",
  severity: "warning",
  title: "The load balancer controller does not write its class into Services of others",
  why: "Its webhook fails closed: while the controller's pods are away, nobody can create a Service of type LoadBalancer, Cilium for a Gateway among them.",
  source: `${LBC_CHART}: enableServiceMutatorWebhook`,
  chart: "aws-load-balancer-controller",
  *check({ values }) {
    const at = "enableServiceMutatorWebhook";
    if (valueAt(values, at) === false) return;
    yield {
      at,
      found: "on, which is the default",
      expected: "false, and the class written on every Service",
      fix: "Set it to false, and name the class by a CiliumGatewayClassConfig or spec.loadBalancerClass.",
    };
  },
});

const GATES = ["NLBGatewayAPI", "ALBGatewayAPI"] as const;

export const controllerGates = releaseRule({
  id: "gateway-controller-gates",
  severity: "warning",
  title: "The load balancer controller leaves the Gateway API to Cilium",
  why: "It switches its own Gateway controllers on where it finds the CRDs, and wants a bundle of its own choice.",
  source:
    "aws-load-balancer-controller docs/guide/gateway/gateway.md at v3.5.0; its chart: controllerConfig.featureGates",
  chart: "aws-load-balancer-controller",
  also: ["gatewayApi"],
  *check({ values, version }) {
    // Before 3 the gates are off (chart 1.x goes with controller 2.x).
    if (version !== undefined && /^v?1\./.test(version)) return;
    for (const gate of GATES) {
      const at = `controllerConfig.featureGates.${gate}`;
      if (valueAt(values, at) === false) continue;
      yield { at, found: "not off", expected: "false", fix: `Set ${at} to false.` };
    }
  },
});

export const controllerPlace = releaseRule({
  id: "gateway-controller-place",
  severity: "error",
  title: "The load balancer controller is told its Region and VPC",
  why: "It asks the instance metadata otherwise, which pods do not reach with a hop limit of 1, and does not start.",
  source: `aws-load-balancer-controller docs/deploy/installation.md; ${LBC_CHART}: region, vpcId`,
  chart: "aws-load-balancer-controller",
  *check({ values }) {
    if (valueAt(values, "hostNetwork") === true) return;
    for (const at of ["region", "vpcId"]) {
      if ((valueAt(values, at) ?? "") !== "") continue;
      yield { at, found: "nothing", expected: "the cluster's own", fix: `Set ${at}.` };
    }
  },
});

export const certManagerGateways = releaseRule({
  id: "gateway-cert-manager-switch",
  severity: "error",
  title: "cert-manager looks at Gateways where one asks it for a certificate",
  why: "Its Gateway part is off by default: the annotation is ignored and the listener has no certificate.",
  source: "cert-manager docs: usage/gateway; release-notes-1.21",
  chart: "cert-manager",
  also: ["objects"],
  *check({ values }, model) {
    if (!gatewaysOf(model).some((gateway) => issuerOf(gateway) !== undefined)) return;
    const on = ["config.gatewayAPI.enabled", "config.enableGatewayAPI"].some((path) => valueAt(values, path) === true);
    if (on) return;
    yield {
      at: "config.enableGatewayAPI",
      found: "nothing, with an issuer in the annotations of a Gateway",
      expected: "config.enableGatewayAPI: true, from 1.21 on config.gatewayAPI.enabled: true",
      fix: "Set it, and install the Gateway API before cert-manager: it looks for the CRDs once.",
    };
  },
});

/** Sources of external-dns that ask for API versions which the standard bundles do not serve (external-dns source/, v0.20 to v0.22). */
const RISKY_SOURCES: readonly string[] = ["gateway-tlsroute", "gateway-tcproute", "gateway-udproute"];

export const dnsSources = releaseRule({
  id: "gateway-external-dns-sources",
  severity: "error",
  title: "external-dns watches only routes whose API version is served",
  why: "It ends at its start when one of its sources is not served: no name is set any more.",
  source: "external-dns source/ at v0.20.0 to v0.22.0: TLSRoute v1alpha2 until 0.21, TCPRoute and UDPRoute v1alpha2",
  chart: "external-dns",
  also: ["gatewayApi"],
  *check({ values }, { gatewayApi }) {
    const sources = valueAt(values, "sources");
    if (!Array.isArray(sources) || gatewayApi?.channel !== "standard") return;
    for (const source of RISKY_SOURCES.filter((one) => (sources as readonly unknown[]).includes(one))) {
      yield {
        at: "sources",
        found: `${source} with the standard channel`,
        expected: "gateway-httproute and gateway-grpcroute",
        fix: `Remove ${source}, and set names for such routes by hand.`,
      };
    }
  },
});

export const controllerRules = [controllerWebhook, controllerGates, controllerPlace, certManagerGateways, dnsSources];
