import { cases } from "../../../../support/rule-cases.ts";
import { gateway, http, https, listener, object, route, secret, withObjects } from "../../../../support/gateway.ts";
import { cilium, unknown } from "../../../../support/model.ts";

const fresh = { cilium: cilium({ version: "1.20.2" }) };
const certs = (...certificateRefs: unknown[]) => listener(https, { tls: { mode: "Terminate", certificateRefs } });
const of = (...listeners: unknown[]) => gateway({ listeners });
const REFS = "objects.Gateway.edge.spec.listeners.0.tls.certificateRefs";
const away = { name: "shop-tls", namespace: "certs" };
const grant = (spec: object = {}, namespace = "certs") =>
  object(
    "gateway.networking.k8s.io/v1beta1",
    "ReferenceGrant",
    "edge",
    {
      spec: {
        from: [{ group: "gateway.networking.k8s.io", kind: "Gateway", namespace: "gateway" }],
        to: [{ group: "", kind: "Secret", name: "shop-tls" }],
        ...spec,
      },
    },
    namespace,
  );
const asking = (spec: object, issuer = "letsencrypt") =>
  gateway(spec as never, { annotations: { "cert-manager.io/cluster-issuer": issuer } });
const issuer = (...solvers: unknown[]) =>
  object("cert-manager.io/v1", "ClusterIssuer", "letsencrypt", { spec: { acme: { solvers } } }, undefined);
const byHttp = (...parentRefs: unknown[]) => ({ http01: { gatewayHTTPRoute: { parentRefs } } });
/** Of the Gateway's namespace, proving by the Gateway beside it. */
const ownIssuer = () =>
  object("cert-manager.io/v1", "Issuer", "letsencrypt", { spec: { acme: { solvers: [byHttp({ name: "edge" })] } } });
const edge = { name: "edge", namespace: "gateway" };
const certificate = (spec: object, namespace = "gateway") =>
  object("cert-manager.io/v1", "Certificate", "shop", { spec: { secretName: "shop-tls", ...spec } }, namespace);
const wild = listener(https, { hostname: "*.example.com" });
const HTTP01 = "objects.ClusterIssuer.letsencrypt.spec.acme.solvers.0.http01.gatewayHTTPRoute.parentRefs.0";
const redirect = (parts: object = {}, sectionName?: string) =>
  route({
    parentRefs: [{ ...edge, ...(sectionName === undefined ? {} : { sectionName }) }],
    rules: [{ filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https", ...parts } }] }],
  });

export default cases({
  "gateway-certificate-count": {
    fails: [
      ["two", withObjects([of(certs({ name: "a" }, { name: "b" }))], fresh), { path: REFS }],
      ["none", withObjects([of(listener(https, { tls: { options: { a: "b" } } }))], fresh), { path: REFS }],
    ],
    passes: [
      ["one", withObjects([of(certs({ name: "a" }))], fresh)],
      ["two with 1.19", withObjects([of(certs({ name: "a" }, { name: "b" }))])],
      ["passthrough", withObjects([of(listener(https, { protocol: "TLS", tls: { mode: "Passthrough" } }))], fresh)],
    ],
    unknown: [["unknown ones", withObjects([of(listener(https, { tls: { certificateRefs: unknown } }))], fresh)]],
  },
  "gateway-certificate-kind": {
    fails: [
      [
        "a Certificate",
        withObjects([of(certs({ group: "cert-manager.io", kind: "Certificate", name: "a" }))]),
        { path: `${REFS}.0` },
      ],
      ["a ConfigMap", withObjects([of(certs({ kind: "ConfigMap", name: "a" }))]), { path: `${REFS}.0` }],
    ],
    passes: [["a Secret", withObjects([of(certs({ group: "", kind: "Secret", name: "a" }))])]],
    unknown: [["an unknown kind", withObjects([of(certs({ kind: unknown, name: "a" }))])]],
  },
  "gateway-certificate-grant": {
    fails: [
      ["no grant", withObjects([of(certs(away))]), { path: `${REFS}.0` }],
      ["a grant in the wrong namespace", withObjects([of(certs(away)), grant({}, "gateway")]), { path: `${REFS}.0` }],
      [
        "a grant for another Secret",
        withObjects([of(certs(away)), grant({ to: [{ group: "", kind: "Secret", name: "b" }] })]),
        { path: `${REFS}.0` },
      ],
      [
        "a grant to another namespace",
        withObjects([
          of(certs(away)),
          grant({ from: [{ group: "gateway.networking.k8s.io", kind: "Gateway", namespace: "x" }] }),
        ]),
        { path: `${REFS}.0` },
      ],
    ],
    passes: [
      ["a grant for it", withObjects([of(certs(away)), grant()])],
      ["a grant for all", withObjects([of(certs(away)), grant({ to: [{ group: "", kind: "Secret" }] })])],
      ["its own namespace", withObjects([of(certs({ name: "a", namespace: "gateway" }))])],
    ],
    unknown: [["an unknown namespace", withObjects([of(certs({ name: "a", namespace: unknown }))])]],
  },
  "gateway-certificate-asked": {
    fails: [
      ["a Secret elsewhere", withObjects([asking({ listeners: [certs(away)] })]), { path: `${REFS}.0` }],
      [
        "no hostname",
        withObjects([asking({ listeners: [listener(https, { hostname: undefined })] })]),
        { path: "objects.Gateway.edge.spec.listeners.0.hostname" },
      ],
    ],
    passes: [
      ["a hostname and a Secret beside it", withObjects([asking({})])],
      ["a Certificate of one's own", withObjects([asking({ listeners: [certs(away)] }), certificate({}, "certs")])],
      ["nobody asked", withObjects([of(certs(away))])],
    ],
    unknown: [["an unknown hostname", withObjects([asking({ listeners: [listener(https, { hostname: unknown })] })])]],
  },
  "gateway-certificate-made": {
    fails: [
      ["nobody", withObjects([gateway()]), { path: "objects.Gateway.edge.spec.listeners.1.tls.certificateRefs.0" }],
      [
        "a Certificate for another Secret",
        withObjects([of(certs({ name: "shop-tls" })), certificate({ secretName: "other" })]),
        { path: `${REFS}.0` },
      ],
    ],
    passes: [
      ["the program", withObjects([gateway(), secret()])],
      ["a Certificate", withObjects([gateway(), certificate({})])],
      ["an issuer", withObjects([asking({})])],
    ],
    unknown: [["a Secret with an unknown name", withObjects([gateway(), secret(unknown)])]],
  },
  "gateway-certificate-wildcard": {
    fails: [
      [
        "a Gateway that asks HTTP-01 for one",
        withObjects([asking({ listeners: [wild] }), issuer(byHttp(edge))]),
        { path: "objects.Gateway.edge.spec.listeners.0.hostname" },
      ],
      [
        "a Certificate that does",
        withObjects([
          certificate({
            dnsNames: ["a.example.com", "*.example.com"],
            issuerRef: { kind: "ClusterIssuer", name: "letsencrypt" },
          }),
          issuer(byHttp(edge)),
        ]),
        { path: "objects.Certificate.shop.spec.dnsNames.1" },
      ],
      [
        "an issuer of the namespace that proves by HTTP only",
        withObjects([certificate({ dnsNames: ["*.example.com"], issuerRef: { name: "letsencrypt" } }), ownIssuer()]),
        { path: "objects.Certificate.shop.spec.dnsNames.0" },
      ],
    ],
    passes: [
      [
        "an issuer of the same name in another namespace",
        withObjects([
          certificate({ dnsNames: ["*.example.com"], issuerRef: { name: "letsencrypt" } }, "apps"),
          ownIssuer(),
        ]),
      ],
      [
        "DNS-01 beside it",
        withObjects([asking({ listeners: [wild] }), issuer(byHttp(edge), { dns01: { route53: {} } })]),
      ],
      ["no wildcard", withObjects([asking({}), issuer(byHttp(edge))])],
      ["an issuer of another stack", withObjects([asking({ listeners: [wild] })])],
    ],
    unknown: [["unknown solvers", withObjects([asking({ listeners: [wild] }), issuer(unknown)])]],
  },
  "gateway-certificate-http01": {
    fails: [
      ["no port 80", withObjects([asking({ listeners: [https] }), issuer(byHttp(edge))]), { path: HTTP01 }],
      [
        "an issuer whose Gateway stands beside it",
        withObjects([gateway({ listeners: [https] }), ownIssuer()]),
        { path: "objects.Issuer.letsencrypt.spec.acme.solvers.0.http01.gatewayHTTPRoute.parentRefs.0" },
      ],
      [
        "a namespace that the listener refuses",
        withObjects([
          asking({}),
          issuer(byHttp(edge)),
          certificate({ issuerRef: { kind: "ClusterIssuer", name: "letsencrypt" } }, "apps"),
        ]),
        { path: HTTP01 },
      ],
      [
        "an HTTP listener on another port",
        withObjects([asking({ listeners: [listener(http, { port: 8080 })] }), issuer(byHttp(edge))]),
        { path: HTTP01 },
      ],
    ],
    passes: [
      ["port 80", withObjects([asking({}), issuer(byHttp(edge))])],
      ["DNS-01", withObjects([asking({ listeners: [https] }), issuer({ dns01: {} })])],
      [
        "a cluster's issuer that does not say where its Gateway is",
        withObjects([gateway({ listeners: [https] }), issuer(byHttp({ name: "edge" }))]),
      ],
      [
        "a listener for all",
        withObjects([
          asking({ listeners: [listener(http, { allowedRoutes: { namespaces: { from: "All" } } })] }),
          issuer(byHttp(edge)),
          certificate({ issuerRef: { kind: "ClusterIssuer", name: "letsencrypt" } }, "apps"),
        ]),
      ],
      [
        "a Certificate of an Issuer of that name",
        withObjects([asking({}), issuer(byHttp(edge)), certificate({ issuerRef: { name: "letsencrypt" } }, "apps")]),
      ],
    ],
    unknown: [["unknown listeners", withObjects([asking({ listeners: unknown }), issuer(byHttp(edge))])]],
  },
  "gateway-redirect-loop": {
    fails: [
      ["every listener", withObjects([gateway(), redirect()]), { path: "objects.HTTPRoute.shop.spec.parentRefs.0" }],
      [
        "the HTTPS listener",
        withObjects([gateway(), redirect({}, "https")]),
        { path: "objects.HTTPRoute.shop.spec.parentRefs.0" },
      ],
    ],
    passes: [
      ["the HTTP listener", withObjects([gateway(), redirect({}, "http")])],
      ["another host", withObjects([gateway(), redirect({ hostname: "www.example.com" })])],
    ],
    unknown: [["an unknown section", withObjects([gateway(), redirect({}, unknown)])]],
  },
});
