import type { JsonObject, KubernetesObject } from "../model.ts";
import {
  type ExposureSettings,
  ExposureType,
  type GatewayPartSettings,
  ListenerProtocol,
  type ListenerSettings,
  LoadBalancerController,
  type RoutesSettings,
} from "../settings/index.ts";
import { NLB_CLASS } from "../facts/load-balancer-annotations.ts";
import { infrastructureAnnotations } from "./annotations.ts";
import type { GatewayContext } from "./context.ts";
import { planCertManager, planExternalDns, planLoadBalancerController } from "./controllers.ts";
import { DEFAULT_GATEWAY_NAME, DEMO_NAMESPACE } from "./defaults.ts";
import { demoObjects, demoRoute } from "./demo.ts";
import { ownNamespaces, planListener, portOf } from "./listeners.ts";
import { gatewayPolicies } from "./policies/index.ts";
import { planRoutes, referenceGrants, toHttps } from "./routes/index.ts";
import { planCertificates, planIssuer } from "./tls.ts";
import type { AddressPlan, GatewayPlan, HostNetworkPlan } from "./types.ts";

const DEFAULT_EXPOSURE: ExposureSettings = { type: ExposureType.InternetFacing };

/** Plans a Gateway with its class, addresses, certificates, controllers and routes; undefined where there are no listeners. */
export function planGateway(settings: GatewayPartSettings, context: GatewayContext): GatewayPlan | undefined {
  const { listeners = {}, exposure = DEFAULT_EXPOSURE, tls = {}, externalDns } = settings;
  if (Object.keys(listeners).length === 0) return undefined;
  const name = settings.name ?? DEFAULT_GATEWAY_NAME;
  const namespace = settings.namespace ?? `gateway-${name}`;
  const place = { name, namespace };
  const hostNetwork = exposure.type === ExposureType.HostNetwork;
  const addresses = planAddresses(exposure, context);
  const httpListener = firstOf(listeners, ListenerProtocol.Http);
  const controller = settings.loadBalancerController ?? LoadBalancerController.Install;
  return {
    ...place,
    objects: {
      namespaces: [namespaceOf(namespace), ...(demoOn(settings) ? [namespaceOf(DEMO_NAMESPACE)] : [])],
      classes: hostNetwork ? [] : planClass(place, exposure),
      gateway: planGatewayObject(settings, place, addresses, context),
      certificates: [
        ...(tls.issuer === undefined
          ? []
          : [planIssuer(tls.issuer, { ...place, region: context.region, httpListener })]),
        ...(tls.certManager === undefined || tls.acmCertificateArn !== undefined
          ? []
          : planCertificates(listeners, place)),
      ],
      demo: demoOn(settings) ? demoObjects() : [],
      routes: planRouteObjects(settings, place, context),
    },
    addresses,
    ...(!hostNetwork && controller === LoadBalancerController.Install
      ? { controller: planLoadBalancerController(context) }
      : {}),
    ...(tls.certManager === "install" ? { certManager: planCertManager(settings, context) } : {}),
    ...(tls.certManager === "present" ? { certManager: { kind: "present" as const } } : {}),
    ...(externalDns === undefined ? {} : { externalDns: planExternalDns(externalDns, context) }),
    ...(tls.acmCertificateArn === undefined ? {} : { acmCertificateArn: tls.acmCertificateArn }),
    ...(hostNetwork ? { hostNetwork: planHostNetwork(listeners, exposure) } : {}),
    ...demoUrl(settings),
  };
}

const demoOn = ({ demo }: GatewayPartSettings): boolean => demo?.enabled === true;

const namespaceOf = (name: string): KubernetesObject => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name },
});

interface Place {
  readonly name: string;
  readonly namespace: string;
}

/** A class of our own, because the chart's has no parameters: it names the controller and the clients that are let in. */
const planClass = ({ name, namespace }: Place, { sourceRanges }: ExposureSettings): KubernetesObject[] => [
  {
    apiVersion: "cilium.io/v2alpha1",
    kind: "CiliumGatewayClassConfig",
    metadata: { name, namespace },
    spec: {
      service: {
        type: "LoadBalancer",
        // Named from the first render, so that the controller built into EKS never makes one.
        loadBalancerClass: NLB_CLASS,
        externalTrafficPolicy: "Cluster",
        ...(sourceRanges === undefined ? {} : { loadBalancerSourceRanges: sourceRanges }),
      },
    },
  },
  {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "GatewayClass",
    metadata: { name: classNameOf(name) },
    spec: {
      controllerName: "io.cilium/gateway-controller",
      parametersRef: { group: "cilium.io", kind: "CiliumGatewayClassConfig", name, namespace },
    },
  },
];

const classNameOf = (name: string): string => `cilium-${name}`;

function planAddresses({ type, elasticIps }: ExposureSettings, { publicSubnets }: GatewayContext): AddressPlan {
  if (type === ExposureType.Internal || elasticIps === undefined) return { kind: "none" };
  return elasticIps === "allocate"
    ? { kind: "allocate", count: publicSubnets }
    : { kind: "given", allocationIds: elasticIps };
}

/** What stands for allocation ids until they are known; as many as there will be, so that rules can count them. */
const placeholders = (addresses: AddressPlan): string | undefined => {
  if (addresses.kind === "none") return undefined;
  const count = addresses.kind === "allocate" ? addresses.count : addresses.allocationIds.length;
  return Array.from({ length: count }, (_, at) => `[eip-${String(at + 1)}]`).join(",");
};

function planGatewayObject(
  settings: GatewayPartSettings,
  { name, namespace }: Place,
  addresses: AddressPlan,
  context: GatewayContext,
): KubernetesObject {
  const { listeners = {}, exposure = DEFAULT_EXPOSURE, tls } = settings;
  const acm = tls?.acmCertificateArn !== undefined;
  const alsoFrom = ownNamespaces(demoOn(settings), routeNamespaces(settings.routes));
  const sorted = Object.entries(listeners).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const annotations = infrastructureAnnotations(exposure, portsOf(listeners), {
    ...given("elasticIps", placeholders(addresses)),
    ...given("acmCertificateArn", acm ? "[acm-certificate-arn]" : undefined),
  });
  return {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "Gateway",
    metadata: {
      name,
      namespace,
      // The address is all that a deployment waits for: a listener may wait for a certificate that needs the address.
      annotations: { "pulumi.com/waitFor": "jsonpath={.status.addresses[0].value}" },
    },
    spec: {
      gatewayClassName: exposure.type === ExposureType.HostNetwork ? "cilium" : classNameOf(name),
      listeners: sorted.map(([key, listener]) => planListener(key, listener, { namespace, alsoFrom, acm })),
      ...(exposure.type === ExposureType.HostNetwork
        ? {}
        : { infrastructure: { annotations, labels: { "cilium-eks/cluster": context.clusterName } } }),
    },
  };
}

const given = <K extends string>(key: K, value: string | undefined) =>
  (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: string };

const routeNamespaces = ({ http, grpc, tls, tcp, udp }: RoutesSettings = {}): string[] =>
  [http, grpc, tls, tcp, udp].flatMap((routes) =>
    Object.values(routes ?? {}).flatMap(({ namespace }) => (namespace === undefined ? [] : [namespace])),
  );

export const portsOf = (
  listeners: Readonly<Record<string, ListenerSettings>>,
): { port: number; protocol: "TCP" | "UDP" }[] => {
  const all = Object.values(listeners).map((listener) => ({
    port: portOf(listener),
    protocol: listener.protocol === ListenerProtocol.Udp ? ("UDP" as const) : ("TCP" as const),
  }));
  return [...new Map(all.map((one) => [`${one.protocol}-${String(one.port)}`, one])).values()];
};

/** Routes of the settings, the redirect, the demo's route, grants for certificates elsewhere, and the policies for backends. */
function planRouteObjects(settings: GatewayPartSettings, place: Place, context: GatewayContext): KubernetesObject[] {
  const { listeners = {}, routes = {}, tls = {}, demo, backends = {} } = settings;
  const http = firstOf(listeners, ListenerProtocol.Http);
  const https = firstOf(listeners, ListenerProtocol.Https);
  const redirects = http !== undefined && https !== undefined && (tls.redirect ?? tls.acmCertificateArn === undefined);
  const all: RoutesSettings = {
    ...routes,
    http: {
      ...routes.http,
      ...(redirects ? { [`${place.name}-to-https`]: toHttps({ sectionName: http }) } : {}),
      ...(demoOn(settings) ? { [`${place.name}-demo`]: demoRoute(https ?? http, demo?.hostname) } : {}),
    },
  };
  const policies = Object.entries(backends).map(([service, backend]) => ({ ...backend, service }));
  return [
    ...certificateGrants(listeners, place, context),
    ...planRoutes(all, { ...context, gateway: place }),
    ...(policies.length === 0 ? [] : gatewayPolicies({ gateway: place.name, backends: policies })),
  ];
}

const certificateGrants = (
  listeners: Readonly<Record<string, ListenerSettings>>,
  { namespace }: Place,
  context: GatewayContext,
): KubernetesObject[] =>
  referenceGrants(
    Object.values(listeners).flatMap(({ certificate }) =>
      certificate?.namespace === undefined || certificate.namespace === namespace
        ? []
        : [
            {
              from: { kind: "Gateway", namespace },
              to: { kind: "Secret" as const, namespace: certificate.namespace, name: certificate.secret },
            },
          ],
    ),
    context,
  );

const firstOf = (
  listeners: Readonly<Record<string, ListenerSettings>>,
  protocol: ListenerProtocol,
): string | undefined =>
  Object.entries(listeners)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .find(([, listener]) => listener.protocol === protocol)?.[0];

const planHostNetwork = (
  listeners: Readonly<Record<string, ListenerSettings>>,
  {
    crossZone,
    sourceRanges = ["0.0.0.0/0"],
    proxyProtocol = false,
    preserveClientIp,
    deregistrationSeconds,
  }: ExposureSettings,
): HostNetworkPlan => ({
  internal: false,
  ports: portsOf(listeners),
  crossZone,
  sourceRanges,
  proxyProtocol,
  preserveClientIp,
  deregistrationSeconds,
});

function demoUrl(settings: GatewayPartSettings): { readonly demoUrl?: string } {
  const hostname = settings.demo?.hostname;
  if (!demoOn(settings) || hostname === undefined) return {};
  const secure = firstOf(settings.listeners ?? {}, ListenerProtocol.Https) !== undefined;
  return { demoUrl: `${secure ? "https" : "http"}://${hostname}/` };
}

export const annotationsOf = ({ spec }: KubernetesObject): JsonObject =>
  (spec as { infrastructure?: { annotations?: JsonObject } }).infrastructure?.annotations ?? {};
