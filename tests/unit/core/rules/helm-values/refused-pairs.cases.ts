import { cases } from "../../../../support/rule-cases.ts";
import type { ClusterModel, JsonObject } from "../../../../../core/model/index.ts";
import { cilium, eniValues, unknown } from "../../../../support/model.ts";

const eni = (more: JsonObject = {}): ClusterModel => ({ cilium: cilium({ values: eniValues(more) }) });
const v = (path: string): string => `cilium.values.${path}`;
const mesh = (kvstoremesh: JsonObject, more: JsonObject = {}) =>
  eni({ clustermesh: { useAPIServer: true, apiserver: { kvstoremesh } }, ...more });
const ui = (more: JsonObject, relay: JsonObject = {}) => eni({ hubble: { ui: { enabled: true, ...more }, relay } });
const backoff = { name: "KUBE_CLIENT_BACKOFF_BASE", value: "1" };

const meshTls = (tls: JsonObject, version = "1.20.2", more: JsonObject = {}): ClusterModel => ({
  cilium: cilium({ version, values: eniValues({ clustermesh: { useAPIServer: true, apiserver: { tls }, ...more } }) }),
});

export default cases({
  "helm-values-api-server-once": {
    fails: [
      [
        "a host and a reference",
        eni({ k8sServiceHost: "api.example", k8sServiceHostRef: { name: "api", key: "host" } }),
        { path: v("k8sServiceHostRef") },
      ],
      [
        "a host and a reference that are not known yet",
        eni({ k8sServiceHost: unknown, k8sServiceHostRef: { name: unknown, key: "host" } }),
        { path: v("k8sServiceHostRef") },
      ],
    ],
    passes: [
      ["a host", eni({ k8sServiceHost: "api.example" })],
      ["a host that is not known yet", eni({ k8sServiceHost: unknown })],
      ["a reference without a name", eni({ k8sServiceHost: "api.example", k8sServiceHostRef: { key: "host" } })],
    ],
    unknown: [["unknown values", { cilium: cilium({ values: unknown }) }]],
  },
  "helm-values-mutual-authentication": {
    fails: [
      [
        "SPIRE alone",
        eni({ authentication: { mutual: { spire: { enabled: true } } } }),
        { path: v("authentication.enabled") },
      ],
    ],
    passes: [["both", eni({ authentication: { enabled: true, mutual: { spire: { enabled: true } } } })]],
    unknown: [
      ["an unknown switch", eni({ authentication: { enabled: unknown, mutual: { spire: { enabled: true } } } })],
    ],
  },
  "helm-values-endpoint-objects": {
    fails: [
      [
        "slices",
        eni({ disableEndpointCRD: true, ciliumEndpointSlice: { enabled: true } }),
        { path: v("disableEndpointCRD") },
      ],
      [
        "a mesh",
        eni({ disableEndpointCRD: true, clustermesh: { useAPIServer: true } }),
        { path: v("disableEndpointCRD") },
      ],
    ],
    passes: [["neither", eni({ disableEndpointCRD: true })]],
    unknown: [["an unknown switch", eni({ disableEndpointCRD: unknown })]],
  },
  "helm-values-mesh-store": {
    fails: [
      [
        "an external store with identities in CRDs",
        mesh({ kvstoreMode: "external" }),
        { path: v("clustermesh.apiserver.kvstoremesh.kvstoreMode") },
      ],
      [
        "an external store without the mesh's API server",
        eni({ clustermesh: { apiserver: { kvstoremesh: { kvstoreMode: "external" } } } }),
        { path: v("clustermesh.apiserver.kvstoremesh.kvstoreMode") },
      ],
      [
        "identities in a kvstore without KVStoreMesh",
        mesh({ enabled: false }, { identityAllocationMode: "kvstore" }),
        { path: v("clustermesh.apiserver.kvstoremesh.enabled") },
      ],
    ],
    passes: [
      ["the default", mesh({})],
      [
        "an external store for identities in a kvstore",
        mesh({ kvstoreMode: "external" }, { identityAllocationMode: "kvstore" }),
      ],
      ["identities in CRDs without KVStoreMesh", mesh({ enabled: false })],
    ],
    unknown: [["an unknown mode", mesh({ kvstoreMode: unknown })]],
  },
  "helm-values-mesh-certificates": {
    fails: ["server", "admin", "remote"].map((part) => [
      `the certificate of ${part}`,
      meshTls({ auto: { enabled: false }, [part]: { cert: "LS0t" } }),
      { path: v(`clustermesh.apiserver.tls.${part}.cert`) },
    ]),
    passes: [
      ["generated ones", meshTls({ server: { cert: "LS0t" } })],
      ["none", meshTls({ auto: { enabled: false } })],
      ["chart 1.19", meshTls({ auto: { enabled: false }, server: { cert: "LS0t" } }, "1.19.6")],
      [
        "no API server",
        meshTls({ auto: { enabled: false }, server: { cert: "LS0t" } }, "1.20.2", { useAPIServer: false }),
      ],
    ],
    unknown: [["an unknown switch", meshTls({ auto: { enabled: unknown }, server: { cert: "LS0t" } })]],
  },
  "helm-values-header-redaction": {
    fails: [
      [
        "both lists",
        eni({ hubble: { redact: { http: { headers: { allow: ["a"], deny: ["b"] } } } } }),
        { path: v("hubble.redact.http.headers") },
      ],
    ],
    passes: [["one list", eni({ hubble: { redact: { http: { headers: { deny: ["b"] } } } } })]],
    unknown: [["an unknown list", eni({ hubble: { redact: { http: { headers: { allow: unknown, deny: ["b"] } } } } })]],
  },
  "helm-values-standalone-ui": {
    fails: [
      [
        "a relay with TLS",
        ui({ standalone: { enabled: true } }, { tls: { server: { enabled: true } } }),
        { path: v("hubble.ui.standalone.tls.certsVolume") },
      ],
    ],
    passes: [
      [
        "a volume",
        ui(
          { standalone: { enabled: true, tls: { certsVolume: { secret: { secretName: "ui" } } } } },
          { tls: { server: { enabled: true } } },
        ),
      ],
      ["a relay without TLS", ui({ standalone: { enabled: true } })],
      ["a UI in the cluster", ui({}, { tls: { server: { enabled: true } } })],
    ],
    unknown: [["an unknown switch", ui({ standalone: { enabled: true } }, { tls: { server: { enabled: unknown } } })]],
  },
  "helm-values-client-backoff": {
    fails: [["a variable of the back-off", eni({ extraEnv: [backoff] }), { path: v("extraEnv") }]],
    passes: [
      ["another variable", eni({ extraEnv: [{ name: "OTHER", value: "1" }] })],
      ["the back-off off", eni({ extraEnv: [backoff], k8sClientExponentialBackoff: { enabled: false } })],
    ],
    unknown: [["unknown variables", eni({ extraEnv: unknown })]],
  },
  "helm-values-dns-proxy-port": {
    fails: [
      ["no port", eni({ standaloneDnsProxy: { enabled: true } }), { path: v("dnsProxy.proxyPort") }],
      [
        "port 0",
        eni({ standaloneDnsProxy: { enabled: true }, dnsProxy: { proxyPort: 0 } }),
        { path: v("dnsProxy.proxyPort") },
      ],
    ],
    passes: [["a port", eni({ standaloneDnsProxy: { enabled: true }, dnsProxy: { proxyPort: 10094 } })]],
    unknown: [["an unknown port", eni({ standaloneDnsProxy: { enabled: true }, dnsProxy: { proxyPort: unknown } })]],
  },
  "helm-values-envoy-base-id": {
    fails: [["a negative id", eni({ envoy: { baseID: -1 } }), { path: v("envoy.baseID") }]],
    passes: [
      ["an id", eni({ envoy: { baseID: 7 } })],
      ["the first id", eni({ envoy: { baseID: 0 } })],
      ["the last id", eni({ envoy: { baseID: 4_294_967_295 } })],
    ],
    unknown: [["an unknown id", eni({ envoy: { baseID: unknown } })]],
  },
  "helm-values-other-cloud": {
    fails: [["Google's", eni({ gke: { enabled: true } }), { path: v("gke.enabled") }]],
    passes: [["none", eni({ gke: { enabled: false } })]],
    unknown: [["an unknown switch", eni({ aksbyocni: { enabled: unknown } })]],
  },
  "helm-values-native-routing-ipv6": {
    fails: [
      ["no range", eni({ ipv6: { enabled: true }, enableIPv6Masquerade: true }), { path: v("ipv6NativeRoutingCIDR") }],
      [
        "no range with 1.20",
        {
          cilium: cilium({
            version: "1.20.2",
            values: eniValues({ ipv6: { enabled: true }, enableIPv6Masquerade: true }),
          }),
        },
        { path: v("ipv6NativeRoutingCIDR") },
      ],
    ],
    passes: [
      ["a range", eni({ ipv6: { enabled: true }, enableIPv6Masquerade: true, ipv6NativeRoutingCIDR: "fd00::/104" })],
      ["no masquerade", eni({ ipv6: { enabled: true }, enableIPv6Masquerade: false })],
    ],
    unknown: [["an unknown switch", eni({ ipv6: { enabled: unknown } })]],
  },
});
