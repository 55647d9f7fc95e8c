import type { KubernetesObject } from "../model/index.ts";
import { type GatewayPartSettings, type HttpRouteSettings, ListenerProtocol } from "../settings/index.ts";
import { DEMO_IMAGE, DEMO_NAMESPACE, DEMO_PORT } from "./defaults.ts";
import { listenersOf, portOf } from "./listeners.ts";

const NAME = "echo";
const LABELS = { app: NAME };

export const demoOn = ({ demo }: GatewayPartSettings): boolean => demo?.enabled === true;

/** The listener that the demo answers on: one that ends TLS where there is one. */
export const demoListener = ({ listeners = {} }: GatewayPartSettings): string | undefined =>
  [ListenerProtocol.Https, ListenerProtocol.Http].flatMap((protocol) => listenersOf(listeners, protocol))[0];

/** The given name, or the listener's; a wildcard becomes `demo`. Undefined where any name will do. */
export function demoHostname(settings: GatewayPartSettings): string | undefined {
  const listener = demoListener(settings);
  const own = listener === undefined ? undefined : settings.listeners?.[listener]?.hostname;
  return settings.demo?.hostname ?? own?.replace(/^\*/, "demo");
}

/** Where the demo answers; undefined where only a deployment knows, because any name will do. */
export function demoUrl(settings: GatewayPartSettings): string | undefined {
  const { listeners = {} } = settings;
  const hostname = demoHostname(settings);
  const listener = listeners[demoListener(settings) ?? ""];
  if (!demoOn(settings) || hostname === undefined || listener === undefined) return undefined;
  const secure = listener.protocol === ListenerProtocol.Https;
  const port = portOf(listener);
  return `http${secure ? "s" : ""}://${hostname}${port === (secure ? 443 : 80) ? "" : `:${String(port)}`}/`;
}

/** An echo server: it answers with the request's path, and runs as nobody with a read-only file system. */
export const demoObjects = (): KubernetesObject[] => [
  {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: NAME, namespace: DEMO_NAMESPACE, labels: LABELS },
    spec: {
      replicas: 2,
      selector: { matchLabels: LABELS },
      template: {
        metadata: { labels: LABELS },
        spec: {
          securityContext: { runAsNonRoot: true, runAsUser: 65_532, seccompProfile: { type: "RuntimeDefault" } },
          containers: [
            {
              name: NAME,
              image: DEMO_IMAGE,
              args: ["netexec", `--http-port=${String(DEMO_PORT)}`],
              ports: [{ name: "http", containerPort: DEMO_PORT }],
              readinessProbe: { httpGet: { path: "/healthz", port: "http" } },
              resources: { requests: { cpu: "10m", memory: "16Mi" }, limits: { memory: "64Mi" } },
              securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
            },
          ],
        },
      },
    },
  },
  {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: NAME, namespace: DEMO_NAMESPACE, labels: LABELS },
    spec: { selector: LABELS, ports: [{ name: "http", port: 80, targetPort: "http" }] },
  },
];

/** Its route, on the listener that ends TLS where there is one. */
export const demoRoute = (listener: string | undefined, hostname: string | undefined): HttpRouteSettings => ({
  namespace: DEMO_NAMESPACE,
  ...(listener === undefined ? {} : { parentRefs: [{ sectionName: listener }] }),
  ...(hostname === undefined ? {} : { hostnames: [hostname] }),
  rules: [{ backendRefs: [{ name: NAME, port: 80 }] }],
});
