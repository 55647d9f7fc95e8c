import type { KubernetesObject } from "../model.ts";
import { type IssuerSettings, ListenerProtocol, type ListenerSettings } from "../settings/index.ts";
import { ACME } from "./defaults.ts";
import { secretOf } from "./listeners.ts";

const GROUP = "cert-manager.io/v1";

export interface IssuerContext {
  /** Name of the Gateway; the issuer carries it too. */
  readonly name: string;
  readonly namespace: string;
  readonly region: string;
  /** Its HTTP listener, for proof by HTTP. */
  readonly httpListener: string | undefined;
}

/** The ClusterIssuer of a Gateway. With Route 53 it uses the rights of cert-manager's own role, so no key is stored. */
export function planIssuer(
  issuer: IssuerSettings,
  { name, namespace, region, httpListener }: IssuerContext,
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
export const planCertificates = (
  listeners: Readonly<Record<string, ListenerSettings>>,
  { name: issuer, namespace }: Pick<IssuerContext, "name" | "namespace">,
): KubernetesObject[] =>
  Object.entries(listeners)
    .filter(([, listener]) => listener.protocol === ListenerProtocol.Https && listener.certificate === undefined)
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
                issuerRef: { name: issuer, kind: "ClusterIssuer", group: "cert-manager.io" },
              },
            },
          ],
    );
