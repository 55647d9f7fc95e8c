import { rulesOn } from "../rule.ts";
import { objects } from "../subjects.ts";
import { httpRoutes, kinds } from "./subjects.ts";
import type { ClusterModel, KubernetesObject } from "../../model/index.ts";
import { type Ref, find, gatewaysOf, issuerOf, listenersOf, namespaceOf, ofKind, specOf } from "./objects.ts";
import { admitsNamespace } from "./admission.ts";

interface Solver {
  readonly dns01?: unknown;
  readonly http01?: { readonly gatewayHTTPRoute?: { readonly parentRefs?: readonly Ref[] } };
}
interface IssuerSpec {
  readonly acme?: { readonly solvers?: readonly Solver[] };
}
interface CertificateSpec {
  readonly dnsNames?: readonly string[];
  readonly issuerRef?: { readonly kind?: string; readonly name: string };
}

/** The issuer, where the program makes it; those of other stacks are not judged. */
function findIssuer(
  { objects }: ClusterModel,
  { kind = "Issuer", name }: { readonly kind?: string; readonly name: string },
  namespace: string,
): KubernetesObject | undefined {
  const issuers = ofKind(objects, "cert-manager.io", kind);
  return kind === "ClusterIssuer"
    ? issuers.find(({ metadata }) => metadata.name === name)
    : find(issuers, name, namespace);
}

/** Names that an issuer is asked for, with the field that asks. */
function asked(object: KubernetesObject): {
  issuer: { kind?: string; name: string } | undefined;
  names: [string, string][];
} {
  if (object.kind === "Certificate") {
    const { dnsNames = [], issuerRef } = specOf<CertificateSpec>(object);
    return { issuer: issuerRef, names: dnsNames.map((name, at) => [name, `spec.dnsNames.${String(at)}`]) };
  }
  const names = [...listenersOf(object).entries()].flatMap(([at, { hostname, tls }]): [string, string][] =>
    hostname === undefined || tls === undefined ? [] : [[hostname, `spec.listeners.${String(at)}.hostname`]],
  );
  return { issuer: issuerOf(object), names };
}

const CHALLENGE_PORT = 80;

/** Gateways and Certificates that ask this issuer. */
const certificatesOf = (model: ClusterModel, issuer: KubernetesObject): KubernetesObject[] =>
  [...gatewaysOf(model), ...ofKind(model.objects, "cert-manager.io", "Certificate")].filter((object) => {
    const ref = asked(object).issuer;
    return ref?.name === issuer.metadata.name && (ref.kind ?? "Issuer") === issuer.kind;
  });

/** Changes the scheme to https and nothing that would lead elsewhere. */
const isSchemeOnly = (to: Record<string, unknown> | undefined): boolean =>
  to !== undefined &&
  to["scheme"] === "https" &&
  to["hostname"] === undefined &&
  to["path"] === undefined &&
  to["port"] === undefined;

export default [
  ...rulesOn(
    objects((model) => [...gatewaysOf(model), ...ofKind(model.objects, "cert-manager.io", "Certificate")]),
    [
      {
        id: "gateway-certificate-wildcard",
        severity: "error",
        title: "Certificates for wildcards come from an issuer with DNS-01",
        why: "ACME proves a wildcard by DNS only: with HTTP-01 alone the certificate is never issued.",
        source: "Let's Encrypt docs: challenge types; cert-manager docs: configuration/acme",
        fix: "Add a dns01 solver (Route 53 with a role), or list the names one by one.",
        *check(object, model) {
          const { issuer: ref, names } = asked(object);
          const wildcards = names.filter(([name]) => name.startsWith("*."));
          const issuer =
            ref === undefined || wildcards.length === 0 ? undefined : findIssuer(model, ref, namespaceOf(object));
          const solvers = issuer === undefined ? undefined : specOf<IssuerSpec>(issuer).acme?.solvers;
          if (ref === undefined || solvers === undefined || solvers.some(({ dns01 }) => dns01 !== undefined)) return;
          for (const [name, at] of wildcards) {
            yield {
              at,
              found: `${name}, from ${ref.kind ?? "Issuer"} ${ref.name}, which proves by HTTP only`,
              expected: "an issuer with a DNS-01 solver",
            };
          }
        },
      },
    ],
  ),
  ...rulesOn(kinds("cert-manager.io", "ClusterIssuer", "Issuer"), [
    {
      id: "gateway-certificate-http01",
      severity: "error",
      title: "HTTP-01 finds a Gateway with an HTTP listener on port 80 that takes its routes",
      why: "Let's Encrypt asks on port 80. The route that answers is made in the namespace of the certificate: a listener that admits only its own never serves it.",
      symptom: "The certificate is never issued.",
      source: "cert-manager docs: configuration/acme/http01, gateway API; Let's Encrypt docs: challenge types",
      fix: "Give the Gateway an HTTP listener on port 80 that admits the namespaces of certificates, or use DNS-01.",
      *check(issuer, model) {
        for (const [at, { http01 }] of (specOf<IssuerSpec>(issuer).acme?.solvers ?? []).entries()) {
          for (const [index, ref] of (http01?.gatewayHTTPRoute?.parentRefs ?? []).entries()) {
            const home = ref.namespace ?? (issuer.kind === "Issuer" ? namespaceOf(issuer) : undefined);
            const gateway = home === undefined ? undefined : find(gatewaysOf(model), ref.name, home);
            if (gateway === undefined || home === undefined) continue;
            const path = `spec.acme.solvers.${String(at)}.http01.gatewayHTTPRoute.parentRefs.${String(index)}`;
            const open = listenersOf(gateway).filter(
              ({ port, protocol }) => port === CHALLENGE_PORT && protocol === "HTTP",
            );
            if (open.length === 0) {
              yield {
                at: path,
                found: `Gateway ${home}/${ref.name}, which has no HTTP listener on port 80`,
                expected: "an HTTP listener on port 80",
                fix: "Add one; it may redirect everything else to HTTPS.",
              };
              continue;
            }
            const askers = certificatesOf(model, issuer).map(namespaceOf);
            const refused = [...new Set(askers)].filter(
              (namespace) => !open.some((listener) => admitsNamespace(model, listener, namespace, home)),
            );
            if (refused.length === 0) continue;
            yield {
              at: path,
              found: `challenges in ${refused.join(", ")}, which the listener does not admit`,
              expected: "allowedRoutes that admit the namespaces of certificates",
              fix: "Set allowedRoutes.namespaces of the HTTP listener to All or to a selector, or use DNS-01.",
            };
          }
        }
      },
    },
  ]),
  ...rulesOn(httpRoutes, [
    {
      id: "gateway-redirect-loop",
      severity: "error",
      title: "A redirect to HTTPS answers on the HTTP listener only",
      why: "On the HTTPS listener it sends the client to where it is.",
      symptom: "Browsers give up after twenty redirects.",
      source: "Gateway API docs: guides/http-redirect-rewrite",
      fix: "Attach this route to the HTTP listener by sectionName, and the application's to the HTTPS one.",
      *check(route, model) {
        const { rules = [], parentRefs = [] } = specOf<{
          rules?: readonly { filters?: readonly { requestRedirect?: Record<string, unknown> }[] }[];
          parentRefs?: readonly Ref[];
        }>(route);
        const index = rules.findIndex(({ filters = [] }) =>
          filters.some(({ requestRedirect: to }) => isSchemeOnly(to)),
        );
        if (index < 0) return;
        for (const [at, { kind = "Gateway", name, namespace, sectionName }] of parentRefs.entries()) {
          const gateway =
            kind === "Gateway" ? find(gatewaysOf(model), name, namespace ?? namespaceOf(route)) : undefined;
          if (gateway === undefined) continue;
          const serving = listenersOf(gateway).filter(
            (listener) => sectionName === undefined || listener.name === sectionName,
          );
          if (!serving.some(({ protocol }) => protocol === "HTTPS")) continue;
          yield {
            at: `spec.parentRefs.${String(at)}`,
            found: sectionName === undefined ? "every listener, HTTPS among them" : `the HTTPS listener ${sectionName}`,
            expected: "sectionName of the HTTP listener",
          };
        }
      },
    },
  ]),
];
