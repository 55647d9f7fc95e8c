import type { ClusterModel, JsonObject } from "../../../../../core/model/index.ts";
import * as rules from "../../../../../core/rules/gateway/controllers.ts";
import { gateway, withObjects } from "../../../../support/gateway.ts";
import { unknown } from "../../../../support/model.ts";
import { describeRules } from "../../../../support/rule-table.ts";

const release = (chart: string, values: JsonObject, version = "3.5.0"): ClusterModel =>
  withObjects([gateway({}, { annotations: { "cert-manager.io/cluster-issuer": "a" } })], {
    releases: [{ name: "one", chart, version, values }],
  });
const lbc = (values: JsonObject, version?: string) => release("eks/aws-load-balancer-controller", values, version);
const gates = { controllerConfig: { featureGates: { NLBGatewayAPI: false, ALBGatewayAPI: false } } };
const at = (path: string) => `releases.one.values.${path}`;
const other = release("metrics-server", {});

describeRules([
  {
    rule: rules.controllerWebhook,
    fails: [["the default", lbc({}), at("enableServiceMutatorWebhook")]],
    passes: [
      ["a webhook that is off", lbc({ enableServiceMutatorWebhook: false })],
      ["another chart", other],
    ],
    undecided: [["unknown values", lbc(unknown)]],
  },
  {
    rule: rules.controllerGates,
    fails: [["the defaults", lbc({}), at("controllerConfig.featureGates.NLBGatewayAPI")]],
    passes: [
      ["both off", lbc(gates)],
      ["a version without them", lbc({}, "1.13.0")],
    ],
    undecided: [["unknown values", lbc(unknown)]],
  },
  {
    rule: rules.controllerPlace,
    fails: [
      ["nothing", lbc({}), at("vpcId")],
      ["an empty Region", lbc({ region: "", vpcId: "vpc-1" }), at("region")],
    ],
    passes: [
      ["both", lbc({ region: "eu-central-1", vpcId: "vpc-1" })],
      ["the host network, which reaches the metadata", lbc({ hostNetwork: true })],
    ],
    undecided: [["an unknown VPC", lbc({ region: "eu-central-1", vpcId: unknown })]],
  },
  {
    rule: rules.certManagerGateways,
    fails: [["the default", release("jetstack/cert-manager", {}), at("config.enableGatewayAPI")]],
    passes: [
      ["the older switch", release("cert-manager", { config: { enableGatewayAPI: true } })],
      ["the newer switch", release("cert-manager", { config: { gatewayAPI: { enabled: true } } })],
      ["nobody who asks", withObjects([gateway()], { releases: [{ name: "one", chart: "cert-manager", values: {} }] })],
    ],
    undecided: [["unknown values", release("cert-manager", { config: unknown })]],
  },
  {
    rule: rules.dnsSources,
    fails: [
      ["TLSRoutes", release("external-dns", { sources: ["gateway-httproute", "gateway-tlsroute"] }), at("sources")],
    ],
    passes: [
      ["HTTPRoutes", release("external-dns", { sources: ["gateway-httproute"] })],
      ["no source", release("external-dns", {})],
    ],
    undecided: [["unknown sources", release("external-dns", { sources: unknown })]],
  },
]);
