import { rulesOn } from "../rule.ts";
import { releases } from "../subjects.ts";
import { valueAt } from "../../helm/values.ts";
import { compareVersions } from "../../facts/version.ts";
import type { ClusterModel, KubernetesObject } from "../../model/index.ts";
import { type RouteSpec, ciliumGatewaysOf, gatewaysOf, issuerOf, listenersOf, routesOf, specOf } from "./objects.ts";

const LBC_CHART = "aws/eks-charts stable/aws-load-balancer-controller values.yaml";

/** Every node group of the model lets pods ask the instance metadata. */
const podsReachMetadata = ({ nodeGroups = [] }: ClusterModel): boolean =>
  nodeGroups.length > 0 && nodeGroups.every(({ metadata }) => (metadata.hopLimit ?? 1) > 1);

const GATES = ["NLBGatewayAPI", "ALBGatewayAPI"] as const;

/** Controller of the classes that each gate serves, and the bundle it is built for (aws-load-balancer-controller v3.5.0, docs/guide/gateway/gateway.md). */
const CONTROLLERS = { NLBGatewayAPI: "gateway.k8s.aws/nlb", ALBGatewayAPI: "gateway.k8s.aws/alb" } as const;
const NEIGHBOUR_BUNDLE = "v1.6.0";

const isClassOf = (object: KubernetesObject, controller: string): boolean =>
  object.kind === "GatewayClass" && specOf<{ controllerName?: string }>(object).controllerName === controller;

const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];

/** Hostnames of Cilium's Gateways and of routes, each once. */
const hostnamesOf = (model: ClusterModel): string[] =>
  [
    ...new Set([
      ...ciliumGatewaysOf(model).flatMap((gateway) => listenersOf(gateway).map(({ hostname = "" }) => hostname)),
      ...routesOf(model).flatMap((route) => specOf<RouteSpec>(route).hostnames ?? []),
    ]),
  ].filter((name) => name !== "");

/** Whether a name is a domain or lies in it; a wildcard lies where its domain does. */
const lies = (name: string, domain: string): boolean => {
  const [bare, filter] = [name.replace(/^\*\./, ""), domain.replace(/^\./, "")];
  return bare === filter || bare.endsWith(`.${filter}`);
};

/** Sources of external-dns that ask for API versions which the standard bundles do not serve (external-dns source/, v0.20 to v0.22). */
const RISKY_SOURCES: readonly string[] = ["gateway-tlsroute", "gateway-tcproute", "gateway-udproute"];

export default [
  ...rulesOn(releases("aws-load-balancer-controller"), [
    {
      id: "gateway-controller-webhook",
      severity: "warning",
      title: "The load balancer controller does not write its class into Services of others",
      why: "Its webhook fails closed: while the controller's pods are away, nobody can create a Service of type LoadBalancer, Cilium for a Gateway among them.",
      source: `${LBC_CHART}: enableServiceMutatorWebhook`,
      fix: "Set it to false, and name the class by a CiliumGatewayClassConfig or spec.loadBalancerClass.",
      *check({ values }) {
        const at = "enableServiceMutatorWebhook";
        if (valueAt(values, at) === false) return;
        yield {
          at: `values.${at}`,
          found: "on, which is the default",
          expected: "false, and the class written on every Service",
        };
      },
    },
    {
      id: "gateway-controller-gates",
      severity: "warning",
      title:
        "The load balancer controller leaves the Gateway API to Cilium, or has a class of its own on a bundle that both know",
      why: "It switches its own Gateway controllers on where it finds the CRDs, and is built for Gateway API v1.6. Both can serve Gateways, each those of its class, while one bundle in the cluster is right for both; Cilium 1.19 goes with v1.4.1.",
      source:
        "aws-load-balancer-controller docs/guide/gateway/gateway.md at v3.5.0; its chart: controllerConfig.featureGates",
      also: ["gatewayApi"],
      fix: "Set NLBGatewayAPI and ALBGatewayAPI of controllerConfig.featureGates to false; or to true, with a GatewayClass of that controller and the bundle of Cilium 1.20.",
      *check({ values, version }, { objects = [], gatewayApi }) {
        // Before 3 the gates are off (chart 1.x goes with controller 2.x).
        if (version !== undefined && /^v?1\./.test(version)) return;
        for (const gate of GATES) {
          const at = `controllerConfig.featureGates.${gate}`;
          const value = valueAt(values, at);
          if (value === false) continue;
          const meant = value === true && objects.some((object) => isClassOf(object, CONTROLLERS[gate]));
          if (meant && gatewayApi?.bundle !== undefined && compareVersions(gatewayApi.bundle, NEIGHBOUR_BUNDLE) >= 0)
            continue;
          if (meant) {
            yield {
              at: `values.${at}`,
              found: `on, with Gateway API ${gatewayApi?.bundle ?? "of somebody else"}`,
              expected: `${NEIGHBOUR_BUNDLE} or newer, which Cilium 1.20 has too`,
            };
            continue;
          }
          yield { at: `values.${at}`, found: "not off", expected: "false", fix: `Set ${at} to false.` };
        }
      },
    },
    {
      id: "gateway-controller-place",
      severity: "error",
      title: "The load balancer controller is told its Region and VPC",
      why: "It asks the instance metadata otherwise, which pods do not reach with a hop limit of 1.",
      symptom: "The controller does not start.",
      source: `aws-load-balancer-controller docs/deploy/installation.md; ${LBC_CHART}: region, vpcId, vpcTags`,
      fix: "Set region, and vpcId or vpcTags, of the chart.",
      *check({ values }, model) {
        if (valueAt(values, "hostNetwork") === true || podsReachMetadata(model)) return;
        if ((valueAt(values, "region") ?? "") === "")
          yield { at: "values.region", found: "nothing", expected: "the cluster's own", fix: "Set region." };
        if ((valueAt(values, "vpcId") ?? "") === "" && Object.keys(valueAt(values, "vpcTags") ?? {}).length === 0)
          yield {
            at: "values.vpcId",
            found: "nothing",
            expected: "the cluster's own, or vpcTags that find it",
            fix: "Set vpcId.",
          };
      },
    },
  ]),
  ...rulesOn(releases("cert-manager"), [
    {
      id: "gateway-cert-manager-switch",
      severity: "error",
      title: "cert-manager looks at Gateways where one asks it for a certificate",
      why: "Its Gateway part is off by default: the annotation is ignored and the listener has no certificate.",
      source: "cert-manager docs: usage/gateway; release-notes-1.21",
      also: ["objects"],
      fix: "Set it, and install the Gateway API before cert-manager: it looks for the CRDs once.",
      *check({ values }, model) {
        if (!gatewaysOf(model).some((gateway) => issuerOf(gateway) !== undefined)) return;
        const on = ["config.gatewayAPI.enabled", "config.enableGatewayAPI"].some(
          (path) => valueAt(values, path) === true,
        );
        if (on) return;
        yield {
          at: "values.config.enableGatewayAPI",
          found: "nothing, with an issuer in the annotations of a Gateway",
          expected: "config.enableGatewayAPI: true, from 1.21 on config.gatewayAPI.enabled: true",
        };
      },
    },
  ]),
  ...rulesOn(releases("external-dns"), [
    {
      id: "gateway-external-dns-sources",
      severity: "error",
      title: "external-dns watches only routes whose API version is served",
      why: "It runs only where every one of its sources is served: otherwise no name is set any more.",
      symptom: "external-dns ends at its start.",
      source:
        "external-dns source/ at v0.20.0 to v0.22.0: TLSRoute v1alpha2 until 0.21, TCPRoute and UDPRoute v1alpha2",
      also: ["gatewayApi"],
      fix: "Leave such sources out, and set names for these routes by hand.",
      *check({ values }, { gatewayApi }) {
        const sources = valueAt(values, "sources");
        if (!Array.isArray(sources) || gatewayApi?.channel !== "standard") return;
        for (const source of RISKY_SOURCES.filter((one) => (sources as readonly unknown[]).includes(one))) {
          yield {
            at: "values.sources",
            found: `${source} with the standard channel`,
            expected: "gateway-httproute and gateway-grpcroute",
            fix: `Remove ${source}, and set names for such routes by hand.`,
          };
        }
      },
    },
    {
      id: "gateway-external-dns-domains",
      severity: "warning",
      title: "external-dns looks after the names of Gateways and routes",
      why: "It sets records only inside its domain filters: a name outside them never leads to the load balancer.",
      symptom: "The name does not resolve, and external-dns logs nothing of it.",
      source: "external-dns docs/flags.md: --domain-filter; its chart's values.yaml: domainFilters",
      also: ["objects"],
      fix: "Add the domain, or waive this where another tool sets the name.",
      *check({ values }, model) {
        const domains = textsOf(valueAt(values, "domainFilters"));
        if (domains.length === 0) return;
        for (const name of hostnamesOf(model).filter((one) => !domains.some((domain) => lies(one, domain))))
          yield {
            at: "values.domainFilters",
            found: `${domains.join(", ")}, not ${name}`,
            expected: `a domain of ${name}`,
          };
      },
    },
  ]),
];
