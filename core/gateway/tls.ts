import type { KubernetesObject } from "../model/index.ts";
import {
  type GatewayPartSettings,
  IssuerKind,
  type IssuerRefSettings,
  type IssuerSettings,
  ListenerProtocol,
  type ListenerSettings,
} from "../settings/index.ts";
import { ACME } from "./defaults.ts";
import { portOf, secretOf } from "./listeners.ts";

const GROUP = "cert-manager.io/v1";

interface TlsContext {
  /** Name of the Gateway; the issuer carries it too. */
  readonly name: string;
  readonly namespace: string;
  readonly region: string;
}

/** The issuer and the Certificates of a Gateway. */
export function planCertificateObjects(settings: GatewayPartSettings, context: TlsContext): KubernetesObject[] {
  const { listeners = {}, tls = {} } = settings;
  const [httpListener] = Object.keys(listeners)
    .filter((key) => listeners[key]?.protocol === ListenerProtocol.Http && portOf(listeners[key]) === HTTP_PORT)
    .toSorted();
  const issuerRef = tls.issuerRef ?? { name: context.name };
  return [
    ...(tls.issuer === undefined ? [] : [planIssuer(tls.issuer, { ...context, httpListener })]),
    ...(tls.certManager === undefined || tls.acmCertificateArn !== undefined
      ? []
      : planCertificates(listeners, { namespace: context.namespace, issuerRef })),
  ];
}

/** Let's Encrypt asks on no other port (Let's Encrypt docs: challenge types). */
const HTTP_PORT = 80;

/** The ClusterIssuer of a Gateway. With Route 53 it uses the rights of cert-manager's own role, so no key is stored. */
function planIssuer(
  issuer: IssuerSettings,
  { name, namespace, region, httpListener }: TlsContext & { readonly httpListener: string | undefined },
): KubernetesObject {
  const dns = (issuer.route53?.hostedZoneIds ?? []).map((hostedZoneID) => ({
    dns01: { route53: { region, hostedZoneID } },
  }));
  const parent = {
    name,
    namespace,
    kind: "Gateway",
    ...(httpListener === undefined ? {} : { sectionName: httpListener }),
  };
  const http = issuer.http01 === true ? [{ http01: { gatewayHTTPRoute: { parentRefs: [parent] } } }] : [];
  return {
    apiVersion: GROUP,
    kind: "ClusterIssuer",
    metadata: { name },
    spec: {
      acme: {
        server: issuer.staging === true ? ACME.staging : ACME.production,
        email: issuer.email,
        privateKeySecretRef: { name: `${name}-acme` },
        solvers: [...dns, ...http],
      },
    },
  };
}

/** A Certificate for each HTTPS listener that names no Secret of its own. */
const planCertificates = (
  listeners: Readonly<Record<string, ListenerSettings>>,
  { namespace, issuerRef }: { readonly namespace: string; readonly issuerRef: IssuerRefSettings },
): KubernetesObject[] =>
  Object.entries(listeners)
    .filter(([, listener]) => listener.protocol === ListenerProtocol.Https && listener.certificate === undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, listener]) =>
      listener.hostname === undefined
        ? []
        : [
            {
              apiVersion: GROUP,
              kind: "Certificate",
              metadata: { name: secretOf(name, listener), namespace },
              spec: {
                secretName: secretOf(name, listener),
                dnsNames: [listener.hostname],
                issuerRef: {
                  name: issuerRef.name,
                  kind: issuerRef.kind ?? IssuerKind.ClusterIssuer,
                  group: "cert-manager.io",
                },
              },
            },
          ],
    );
