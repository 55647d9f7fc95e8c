import { cases } from "../../../../support/rule-cases.ts";
import type {
  CiliumModel,
  ClusterModel,
  GatewayApiModel,
  JsonObject,
  KubernetesObject,
} from "../../../../../core/model/index.ts";
import { cilium, eniValues, settings, unknown } from "../../../../support/model.ts";

const release = (parts: Partial<CiliumModel>): ClusterModel => ({ cilium: cilium(parts) });
const values = (more: JsonObject): ClusterModel => release({ values: eniValues(more) });
const api = (parts: Partial<GatewayApiModel>, version = "1.19.6"): ClusterModel => ({
  cilium: cilium({ version }),
  gatewayApi: { channel: "standard", ...parts },
});
const updated = (parts: Partial<GatewayApiModel>): ClusterModel => ({
  gatewayApi: { channel: "standard", bundle: "v1.6.1", installedBundle: "v1.4.1", ...parts },
});
const route = (kind: string, version: string): KubernetesObject => ({
  apiVersion: `gateway.networking.k8s.io/${version}`,
  kind,
  metadata: { name: "web" },
});

const ordered = (order: "before" | "after" | "none"): ClusterModel => ({
  ...values({ gatewayAPI: { enabled: true } }),
  gatewayApi: { bundle: "v1.4.1", channel: "standard", order },
});

export default cases({
  "versions-gateway-api-pair": {
    fails: [
      ["a new bundle with 1.19", api({ bundle: "v1.6.1" }), { path: "gatewayApi.bundle" }],
      ["an old bundle with 1.20", api({ bundle: "v1.4.1" }, "1.20.2"), { path: "gatewayApi.bundle" }],
    ],
    passes: [
      ["1.19 with its own", api({ bundle: "v1.4.1" })],
      ["1.20 with its own", api({ bundle: "v1.6.1" }, "1.20.2")],
    ],
    unknown: [["an unknown bundle", api({ bundle: unknown })]],
  },
  "versions-gateway-api-present": {
    fails: [
      [
        "Gateways without CRDs",
        values({ gatewayAPI: { enabled: true } }),
        { path: "cilium.values.gatewayAPI.enabled" },
      ],
    ],
    passes: [
      [
        "CRDs in the program",
        { ...values({ gatewayAPI: { enabled: true } }), gatewayApi: { bundle: "v1.4.1", channel: "standard" } },
      ],
      ["no Gateways", values({})],
      [
        "a stack of its own cluster, of which another rule tells",
        { ...values({ gatewayAPI: { enabled: true } }), settings: settings() },
      ],
    ],
    unknown: [["an unknown switch", values({ gatewayAPI: { enabled: unknown } })]],
  },
  "versions-gateway-api-installed": {
    fails: [
      [
        "the Helm value alone in a stack",
        { ...values({ gatewayAPI: { enabled: true } }), settings: settings() },
        { path: "cilium.values.gatewayAPI.enabled", example: true },
      ],
    ],
    passes: [
      [
        "the setting",
        {
          ...values({ gatewayAPI: { enabled: true } }),
          settings: settings(),
          gatewayApi: { bundle: "v1.4.1", channel: "standard" },
        },
      ],
      [
        "a cluster that exists",
        {
          ...values({ gatewayAPI: { enabled: true } }),
          settings: settings({
            cluster: { name: "test", kubernetesVersion: "1.35", existing: { strategy: "no-nodes" } } as never,
          }),
        },
      ],
      ["a program", values({ gatewayAPI: { enabled: true } })],
      ["no Gateways", { ...values({}), settings: settings() }],
    ],
    unknown: [["an unknown switch", { ...values({ gatewayAPI: { enabled: unknown } }), settings: settings() }]],
  },
  "versions-gateway-api-after": {
    fails: [["the bundle after Cilium", ordered("after"), { path: "gatewayApi", example: true }]],
    passes: [
      ["the bundle first", ordered("before")],
      ["no order, of which another rule tells", ordered("none")],
      ["no Gateways", { ...ordered("after"), ...values({}) }],
    ],
    unknown: [["an unknown switch", { ...ordered("after"), ...values({ gatewayAPI: { enabled: unknown } }) }]],
  },
  "versions-gateway-api-unordered": {
    fails: [["no order", ordered("none"), { path: "gatewayApi", example: true }]],
    passes: [
      ["the bundle first", ordered("before")],
      ["the bundle after Cilium, of which another rule tells", ordered("after")],
      ["no Gateways", { ...ordered("none"), ...values({}) }],
    ],
    unknown: [["an unknown switch", { ...ordered("none"), ...values({ gatewayAPI: { enabled: unknown } }) }]],
  },
  "versions-gateway-api-downgrade": {
    fails: [
      [
        "experimental over standard with the first bundle that denies it",
        {
          gatewayApi: {
            channel: "experimental",
            bundle: "v1.5.0",
            installedChannel: "standard",
            installedBundle: "v1.4.1",
          },
        },
        { path: "gatewayApi.channel" },
      ],

      [
        "an older bundle",
        { gatewayApi: { channel: "standard", bundle: "v1.4.1", installedBundle: "v1.6.1" } },
        { path: "gatewayApi.bundle" },
      ],
      [
        "experimental over standard",
        { gatewayApi: { channel: "experimental", installedChannel: "standard" } },
        { path: "gatewayApi.channel" },
      ],
      [
        "the older bundle of an older Cilium than the installed one",
        {
          gatewayApi: { channel: "standard", bundle: "v1.4.1" },
          cilium: cilium({ version: "1.19.6", installedVersion: "1.20.2" }),
        },
        { path: "gatewayApi.bundle" },
      ],
    ],
    passes: [
      ["a newer bundle", { gatewayApi: { channel: "standard", bundle: "v1.6.1", installedBundle: "v1.4.1" } }],
      [
        "another channel where no policy denies it",
        {
          gatewayApi: {
            channel: "experimental",
            bundle: "v1.4.1",
            installedBundle: "v1.4.1",
            installedChannel: "standard",
          },
        },
      ],
    ],
    unknown: [
      [
        "an unknown installed bundle",
        { gatewayApi: { channel: "standard", bundle: "v1.4.1", installedBundle: unknown } },
      ],
    ],
  },
  "versions-gateway-api-tlsroute": {
    fails: [
      [
        "the standard channel over the experimental one",
        updated({ installedChannel: "experimental" }),
        { path: "gatewayApi.channel" },
      ],
      [
        "TLSRoutes in the program",
        { ...updated({}), objects: [route("TLSRoute", "v1alpha2")] },
        { path: "gatewayApi.channel" },
      ],
      [
        "TLSRoutes over the Cilium version that wrote them",
        {
          gatewayApi: { channel: "standard", bundle: "v1.6.1" },
          cilium: cilium({ version: "1.20.2", installedVersion: "1.19.6" }),
          objects: [route("TLSRoute", "v1")],
        },
        { path: "gatewayApi.channel" },
      ],
    ],
    passes: [
      ["no TLSRoutes", updated({ installedChannel: "standard" })],
      ["the experimental channel", updated({ channel: "experimental", installedChannel: "experimental" })],
      ["a patch", updated({ installedBundle: "v1.6.0", installedChannel: "experimental" })],
    ],
    unknown: [["an unknown channel", updated({ installedChannel: unknown })]],
  },
  "versions-gateway-api-served": {
    fails: [
      [
        "a kind of the other channel",
        { gatewayApi: { channel: "standard", bundle: "v1.4.1" }, objects: [route("TLSRoute", "v1alpha2")] },
        { path: "objects.TLSRoute.web.apiVersion" },
      ],
      [
        "a version that is listed and not served",
        { gatewayApi: { channel: "standard", bundle: "v1.6.1" }, objects: [route("TLSRoute", "v1alpha2")] },
        { path: "objects.TLSRoute.web.apiVersion" },
      ],
    ],
    passes: [
      [
        "served versions",
        {
          gatewayApi: { channel: "standard", bundle: "v1.6.1" },
          objects: [route("TLSRoute", "v1"), route("HTTPRoute", "v1")],
        },
      ],
      [
        "objects of other groups",
        {
          gatewayApi: { channel: "standard", bundle: "v1.4.1" },
          objects: [{ apiVersion: "v1", kind: "Service", metadata: { name: "web" } }],
        },
      ],
    ],
    unknown: [
      [
        "an unknown version",
        {
          gatewayApi: { channel: "standard", bundle: "v1.4.1" },
          objects: [{ apiVersion: unknown, kind: "HTTPRoute", metadata: { name: "web" } }],
        },
      ],
    ],
  },
});
