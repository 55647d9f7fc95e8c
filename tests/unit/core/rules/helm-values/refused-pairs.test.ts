import type { ClusterModel, JsonObject } from "../../../../../core/model/index.ts";
import * as pairs from "../../../../../core/rules/helm-values/refused-pairs.ts";
import { cilium, eniValues, unknown } from "../../../../support/model.ts";
import { describeRules } from "../../../../support/rule-table.ts";

const eni = (more: JsonObject = {}): ClusterModel => ({ cilium: cilium({ values: eniValues(more) }) });
const v = (path: string): string => `cilium.values.${path}`;
const mesh = (kvstoremesh: JsonObject, more: JsonObject = {}) =>
  eni({ clustermesh: { useAPIServer: true, apiserver: { kvstoremesh } }, ...more });
const ui = (more: JsonObject, relay: JsonObject = {}) => eni({ hubble: { ui: { enabled: true, ...more }, relay } });
const backoff = { name: "KUBE_CLIENT_BACKOFF_BASE", value: "1" };

describeRules([
  {
    rule: pairs.apiServerOnce,
    fails: [
      [
        "a host and a reference",
        eni({ k8sServiceHost: "api.example", k8sServiceHostRef: { name: "api", key: "host" } }),
        v("k8sServiceHostRef"),
      ],
    ],
    passes: [["a host", eni({ k8sServiceHost: "api.example" })]],
    undecided: [
      ["an unknown name", eni({ k8sServiceHost: "api.example", k8sServiceHostRef: { name: unknown, key: "host" } })],
    ],
  },
  {
    rule: pairs.mutualAuthentication,
    fails: [
      ["SPIRE alone", eni({ authentication: { mutual: { spire: { enabled: true } } } }), v("authentication.enabled")],
    ],
    passes: [["both", eni({ authentication: { enabled: true, mutual: { spire: { enabled: true } } } })]],
    undecided: [
      ["an unknown switch", eni({ authentication: { enabled: unknown, mutual: { spire: { enabled: true } } } })],
    ],
  },
  {
    rule: pairs.endpointObjects,
    fails: [
      ["slices", eni({ disableEndpointCRD: true, ciliumEndpointSlice: { enabled: true } }), v("disableEndpointCRD")],
      ["a mesh", eni({ disableEndpointCRD: true, clustermesh: { useAPIServer: true } }), v("disableEndpointCRD")],
    ],
    passes: [["neither", eni({ disableEndpointCRD: true })]],
    undecided: [["an unknown switch", eni({ disableEndpointCRD: unknown })]],
  },
  {
    rule: pairs.meshStore,
    fails: [
      [
        "an external store with identities in CRDs",
        mesh({ kvstoreMode: "external" }),
        v("clustermesh.apiserver.kvstoremesh.kvstoreMode"),
      ],
      [
        "an external store without the mesh's API server",
        eni({ clustermesh: { apiserver: { kvstoremesh: { kvstoreMode: "external" } } } }),
        v("clustermesh.apiserver.kvstoremesh.kvstoreMode"),
      ],
      [
        "identities in a kvstore without KVStoreMesh",
        mesh({ enabled: false }, { identityAllocationMode: "kvstore" }),
        v("clustermesh.apiserver.kvstoremesh.enabled"),
      ],
    ],
    passes: [
      ["the default", mesh({})],
      [
        "an external store for identities in a kvstore",
        mesh({ kvstoreMode: "external" }, { identityAllocationMode: "kvstore" }),
      ],
    ],
    undecided: [["an unknown mode", mesh({ kvstoreMode: unknown })]],
  },
  {
    rule: pairs.headerRedaction,
    fails: [
      [
        "both lists",
        eni({ hubble: { redact: { http: { headers: { allow: ["a"], deny: ["b"] } } } } }),
        v("hubble.redact.http.headers"),
      ],
    ],
    passes: [["one list", eni({ hubble: { redact: { http: { headers: { deny: ["b"] } } } } })]],
    undecided: [
      ["an unknown list", eni({ hubble: { redact: { http: { headers: { allow: unknown, deny: ["b"] } } } } })],
    ],
  },
  {
    rule: pairs.standaloneUi,
    fails: [
      [
        "a relay with TLS",
        ui({ standalone: { enabled: true } }, { tls: { server: { enabled: true } } }),
        v("hubble.ui.standalone.tls.certsVolume"),
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
    ],
    undecided: [
      ["an unknown switch", ui({ standalone: { enabled: true } }, { tls: { server: { enabled: unknown } } })],
    ],
  },
  {
    rule: pairs.clientBackoff,
    fails: [["a variable of the back-off", eni({ extraEnv: [backoff] }), v("extraEnv")]],
    passes: [
      ["another variable", eni({ extraEnv: [{ name: "OTHER", value: "1" }] })],
      ["the back-off off", eni({ extraEnv: [backoff], k8sClientExponentialBackoff: { enabled: false } })],
    ],
    undecided: [["unknown variables", eni({ extraEnv: unknown })]],
  },
  {
    rule: pairs.dnsProxyPort,
    fails: [
      ["no port", eni({ standaloneDnsProxy: { enabled: true } }), v("dnsProxy.proxyPort")],
      ["port 0", eni({ standaloneDnsProxy: { enabled: true }, dnsProxy: { proxyPort: 0 } }), v("dnsProxy.proxyPort")],
    ],
    passes: [["a port", eni({ standaloneDnsProxy: { enabled: true }, dnsProxy: { proxyPort: 10094 } })]],
    undecided: [["an unknown port", eni({ standaloneDnsProxy: { enabled: true }, dnsProxy: { proxyPort: unknown } })]],
  },
  {
    rule: pairs.envoyBaseId,
    fails: [["a negative id", eni({ envoy: { baseID: -1 } }), v("envoy.baseID")]],
    passes: [["an id", eni({ envoy: { baseID: 7 } })]],
    undecided: [["an unknown id", eni({ envoy: { baseID: unknown } })]],
  },
  {
    rule: pairs.otherClouds,
    fails: [["Google's", eni({ gke: { enabled: true } }), v("gke.enabled")]],
    passes: [["none", eni({ gke: { enabled: false } })]],
    undecided: [["an unknown switch", eni({ aksbyocni: { enabled: unknown } })]],
  },
  {
    rule: pairs.nativeIpv6,
    fails: [["no range", eni({ ipv6: { enabled: true }, enableIPv6Masquerade: true }), v("ipv6NativeRoutingCIDR")]],
    passes: [
      ["a range", eni({ ipv6: { enabled: true }, enableIPv6Masquerade: true, ipv6NativeRoutingCIDR: "fd00::/104" })],
      ["no masquerade", eni({ ipv6: { enabled: true }, enableIPv6Masquerade: false })],
    ],
    undecided: [["an unknown switch", eni({ ipv6: { enabled: unknown } })]],
  },
]);
