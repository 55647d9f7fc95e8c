import { rulesOn } from "../rule.ts";
import { objects, ciliumValues, observabilitySettings } from "../subjects.ts";
import { valueAt } from "../../helm/values.ts";
import type { Json, KubernetesObject } from "../../model/index.ts";
import { UI_NAMESPACE } from "../../observability/defaults.ts";
import { ofKind, specOf } from "../gateway/objects.ts";
import { shown } from "../common.ts";

const UI = "hubble-ui";
const WHY =
  "Hubble UI has no authentication: whoever reaches it reads every flow of the cluster, names, paths and headers among them.";
const SOURCE =
  "templates/hubble-ui of the Cilium charts 1.19.6 and 1.20.0; Cilium docs: observability/hubble/hubble-ui";
const FIX = "Remove it, and set observability.uiExposure: oauth2-proxy stands before the UI there.";

/** Annotations by which ingress controllers ask for a login. */
const AUTHENTICATION = [
  "nginx.ingress.kubernetes.io/auth-url",
  "alb.ingress.kubernetes.io/auth-type",
  "traefik.ingress.kubernetes.io/router.middlewares",
];

/** Whether an object names the UI's Service as where requests go. */
function leadsToUi(object: KubernetesObject): string | undefined {
  if (object.kind === "Ingress") {
    const { rules = [], defaultBackend } = specOf<{
      rules?: readonly { http?: { paths?: readonly { backend?: { service?: { name?: string } } }[] } }[];
      defaultBackend?: { service?: { name?: string } };
    }>(object);
    if (defaultBackend?.service?.name === UI) return "spec.defaultBackend";
    const at = rules.findIndex(({ http }) => (http?.paths ?? []).some(({ backend }) => backend?.service?.name === UI));
    return at === -1 ? undefined : `spec.rules.${String(at)}`;
  }
  if (object.kind === "Service") {
    const { type, selector } = specOf<{ type?: string; selector?: Readonly<Record<string, string>> }>(object);
    const selects = selector?.["k8s-app"] === UI || selector?.["app.kubernetes.io/name"] === UI;
    return selects && (type === "LoadBalancer" || type === "NodePort") ? "spec.type" : undefined;
  }
  const { rules = [] } = specOf<{ rules?: readonly { backendRefs?: readonly { name?: string }[] }[] }>(object);
  const at = rules.findIndex(({ backendRefs = [] }) => backendRefs.some(({ name }) => name === UI));
  return at === -1 ? undefined : `spec.rules.${String(at)}.backendRefs`;
}

const OPEN_TYPES: readonly (Json | undefined)[] = ["LoadBalancer", "NodePort"];

/** The planner makes it where it knows a Gateway. */
const isOurRoute = ({ metadata }: KubernetesObject): boolean =>
  metadata.name === "hubble-ui" && metadata.namespace === UI_NAMESPACE;

export default [
  ...rulesOn(
    objects(({ objects }) => [
      ...ofKind(objects, "gateway.networking.k8s.io", "HTTPRoute", "TLSRoute", "TCPRoute"),
      ...ofKind(objects, "networking.k8s.io", "Ingress"),
      ...ofKind(objects, "", "Service"),
    ]),
    [
      {
        id: "observability-ui-authentication",
        severity: "error",
        title: "Nothing leads to Hubble UI but a proxy that asks who it is",
        why: WHY,
        source: SOURCE,
        fix: FIX,
        *check(object) {
          const at = leadsToUi(object);
          if (at === undefined) return;
          const annotations = object.metadata.annotations ?? {};
          if (object.kind === "Ingress" && AUTHENTICATION.some((key) => key in annotations)) return;
          yield {
            at,
            found: object.kind === "Service" ? `${UI} on the network` : `a way to ${UI}`,
            expected: "a proxy with authentication, or port-forward",
          };
        },
      },
    ],
  ),
  ...rulesOn(ciliumValues, [
    {
      id: "observability-ui-values",
      severity: "error",
      title: "The chart does not open Hubble UI",
      why: WHY,
      source: SOURCE,
      fix: FIX,
      *check(values) {
        if (!values.on("hubble.ui.enabled")) return;
        const type = values.get("hubble.ui.service.type");
        if (OPEN_TYPES.includes(type))
          yield { at: "hubble.ui.service.type", found: shown(type), expected: "ClusterIP" };
        const annotations = values.get("hubble.ui.ingress.annotations");
        const asks = AUTHENTICATION.some(
          (key) => typeof annotations === "object" && annotations !== null && key in annotations,
        );
        if (values.on("hubble.ui.ingress.enabled") && !asks)
          yield { at: "hubble.ui.ingress.enabled", found: "true", expected: "no Ingress" };
      },
    },
    {
      id: "observability-relay-exposure",
      severity: "error",
      title: "A relay that is reached from outside asks for certificates",
      why: "The relay answers everybody who reaches it with every flow; only mutual TLS asks who it is.",
      source: "templates/hubble-relay of the Cilium charts 1.19.6 and 1.20.0",
      fix: "Remove hubble.relay.service.type, or set relayTls to mtls.",
      *check(values) {
        const type = values.get("hubble.relay.service.type");
        if (!values.on("hubble.relay.enabled") || !OPEN_TYPES.includes(type)) return;
        if (values.on("hubble.relay.tls.server.enabled") && values.on("hubble.relay.tls.server.mtls")) return;
        yield {
          at: "hubble.relay.service.type",
          found: `${shown(type)} without mutual TLS`,
          expected: "ClusterIP, or hubble.relay.tls.server with enabled and mtls",
        };
      },
    },
  ]),
  ...rulesOn(observabilitySettings, [
    {
      id: "observability-ui-route",
      severity: "error",
      title: "A UI that is opened runs, behind a Gateway that is there",
      why: "Without one of them nothing answers on the hostname.",
      source: "docs/observability.md",
      also: ["cilium", "objects"],
      fix: "Switch the UI on, with a Gateway that leads to it.",
      *check({ ui = false, uiExposure }, { cilium, objects }) {
        if (uiExposure === undefined) return;
        if (!ui) {
          yield { at: "uiExposure", found: "an exposed UI that is off", expected: "ui: true", fix: "Set ui to true." };
        } else if (valueAt(cilium?.values, "gatewayAPI.enabled") !== true) {
          yield {
            at: "uiExposure",
            found: "a cluster without the Gateway API",
            expected: "gateway.enabled",
            fix: "Set gateway.enabled with an HTTPS listener, or remove uiExposure and use cilium hubble ui.",
          };
        } else if (!ofKind(objects, "gateway.networking.k8s.io", "HTTPRoute").some(isOurRoute)) {
          yield {
            at: "uiExposure.gateway",
            found: "no Gateway: the stack makes none",
            expected: "name and namespace of a Gateway",
            fix: "Set uiExposure.gateway, or give the stack's Gateway listeners.",
          };
        }
      },
    },
    {
      id: "observability-ui-login",
      severity: "error",
      title: "Not everybody who can log in somewhere may read flows",
      why: "With every mail address of a public issuer the login keeps nobody out.",
      source: "oauth2-proxy docs: configuration/overview, email-domain and allowed-group",
      fix: "Name the issuer with https, and the domains or groups that may read flows.",
      *check({ uiExposure }) {
        if (uiExposure === undefined) return;
        const { issuerUrl, emailDomains = [], allowedGroups = [] } = uiExposure.oidc;
        if (!issuerUrl.startsWith("https://"))
          yield {
            at: "uiExposure.oidc.issuerUrl",
            found: issuerUrl,
            expected: "an address with https",
            fix: "Write the issuer as its discovery document does.",
          };
        const open = emailDomains.length === 0 || emailDomains.includes("*");
        if (open && allowedGroups.length === 0)
          yield {
            at: "uiExposure.oidc.emailDomains",
            found: emailDomains.length === 0 ? "neither domains nor groups" : "every domain, and no groups",
            expected: "emailDomains of your own, or allowedGroups",
            fix: "Name the domains or groups that may read flows.",
          };
      },
    },
  ]),
];
