import { Deferred } from "../contracts/deferred.ts";
import { planRelease } from "../helm/charts.ts";
import { networkPolicy } from "../network-policies/index.ts";
import { httpRoute } from "../gateway-api/index.ts";
import type { ControllerPlan } from "../controllers/controller.ts";
import type { KubernetesObject } from "../model/index.ts";
import type { ObservabilitySettings, OidcSettings, UiExposureSettings } from "../settings/index.ts";
import type { ObservabilityContext } from "./context.ts";
import { CILIUM_NAMESPACE, HUBBLE_RESOURCES, OAUTH2_PROXY_CHART, UI_NAMESPACE, UI_POD_PORT } from "./defaults.ts";
import type { UiPlan } from "./types.ts";

const PROXY = OAUTH2_PROXY_CHART.name;

/** The UI has no authentication: nothing reaches it but the node, which port-forwards come from, and the proxy where there is one. */
export function planUi(
  { ui = false, uiExposure }: ObservabilitySettings,
  context: ObservabilityContext,
): UiPlan | undefined {
  if (!ui) return undefined;
  const policy = uiPolicy(uiExposure !== undefined);
  const gateway = uiExposure?.gateway ?? context.gateway;
  // A rule says what is missing (observability-ui-route).
  if (uiExposure === undefined || gateway === undefined || context.routes === undefined) return { policy };
  const { hostname, listener } = uiExposure;
  return {
    policy,
    exposure: {
      proxy: planProxy(uiExposure, context),
      route: httpRoute(
        "hubble-ui",
        {
          namespace: UI_NAMESPACE,
          hostnames: [hostname],
          parentRefs: [{ ...gateway, ...(listener === undefined ? {} : { sectionName: listener }) }],
          rules: [{ backendRefs: [{ name: PROXY, port: 80 }] }],
        },
        { ...context.routes, gateway },
      ),
      url: `https://${hostname}/`,
    },
  };
}

const uiPolicy = (behindProxy: boolean): KubernetesObject =>
  networkPolicy({
    name: "hubble-ui",
    namespace: CILIUM_NAMESPACE,
    description: "Hubble UI shows every flow to whoever reaches it: only its proxy, and the node for port-forwards.",
    pods: { "k8s-app": "hubble-ui" },
    ingress: [
      { from: { entities: ["host"] } },
      ...(behindProxy
        ? [
            {
              from: { pods: [{ labels: { "app.kubernetes.io/name": PROXY }, namespace: UI_NAMESPACE }] },
              ports: [{ port: UI_POD_PORT }],
            },
          ]
        : []),
    ],
  });

/** oauth2-proxy docs: configuration/overview, and configuration/providers/openid_connect. */
const planProxy = ({ hostname, oidc }: UiExposureSettings, context: ObservabilityContext): ControllerPlan => ({
  kind: "install",
  deferred: [{ path: "serviceAccount.annotations", from: Deferred.RoleAnnotations }],
  release: {
    ...planRelease(OAUTH2_PROXY_CHART, {
      registry: context.registry,
      namespace: UI_NAMESPACE,
      values: {
        config: {
          existingSecret: oidc.secret,
          // The chart's own file lets every mail address in and ends at file:///dev/null.
          configFile: configFile(hostname, oidc),
        },
        service: { portNumber: 80 },
        resources: HUBBLE_RESOURCES,
        replicaCount: 2,
      },
    }),
    // Its secret is made by hand or by another tool once the namespace is there; waiting for pods would wait for that.
    skipAwait: true,
  },
});

const toml = (value: string | boolean | readonly string[]): string => JSON.stringify(value);

function configFile(hostname: string, { issuerUrl, emailDomains, allowedGroups }: OidcSettings): string {
  const lines: Readonly<Record<string, string | boolean | readonly string[] | undefined>> = {
    provider: "oidc",
    oidc_issuer_url: issuerUrl,
    redirect_url: `https://${hostname}/oauth2/callback`,
    upstreams: [`http://hubble-ui.${CILIUM_NAMESPACE}.svc.cluster.local/`],
    // Without domains only groups decide.
    email_domains: emailDomains ?? ["*"],
    allowed_groups: allowedGroups,
    reverse_proxy: true,
    skip_provider_button: true,
    code_challenge_method: "S256",
    cookie_secure: true,
    cookie_samesite: "lax",
    whitelist_domains: [hostname],
  };
  return Object.entries(lines)
    .flatMap(([key, value]) => (value === undefined ? [] : [`${key} = ${toml(value)}`]))
    .join("\n");
}
