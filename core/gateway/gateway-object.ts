import type { JsonObject, KubernetesObject } from "../model/index.ts";
import {
  type ExposureSettings,
  ExposureType,
  type GatewayPartSettings,
  type RoutesSettings,
} from "../settings/index.ts";
import { Deferred, placeholders } from "../contracts/deferred.ts";
import { addressCount } from "./addresses.ts";
import { infrastructureAnnotations } from "./annotations.ts";
import { classNameOf, classOwner } from "./class.ts";
import { CLUSTER_LABEL, DEFAULT_EXPOSURE, DEMO_NAMESPACE } from "./defaults.ts";
import { planListener, tlsPortsOf, portsOf } from "./listeners.ts";
import type { AddressPlan, SubnetChoice } from "./types.ts";

interface GatewayObjectContext {
  readonly name: string;
  readonly namespace: string;
  readonly clusterName: string;
  readonly addresses: AddressPlan;
  readonly subnets: SubnetChoice;
}

/** The Gateway itself, with everything for its load balancer in `spec.infrastructure`: Cilium copies nothing else. */
export function planGatewayObject(settings: GatewayPartSettings, context: GatewayObjectContext): KubernetesObject {
  const { listeners = {}, exposure = DEFAULT_EXPOSURE, tls, demo } = settings;
  const { name, namespace } = context;
  const acm = tls?.acmCertificateArn !== undefined;
  // The demo and routes of the settings are let in although the listeners do not name their namespaces.
  const alsoFrom = [...(demo?.enabled === true ? [DEMO_NAMESPACE] : []), ...routeNamespaces(settings.routes)];
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
      gatewayClassName: classNameOf(settings, name),
      listeners: Object.entries(listeners)
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, listener]) => planListener(key, listener, { namespace, alsoFrom, acm })),
      ...(exposure.type === ExposureType.HostNetwork
        ? {}
        : { infrastructure: infrastructure(settings, exposure, context) }),
    },
  };
}

function infrastructure(
  settings: GatewayPartSettings,
  exposure: ExposureSettings,
  { clusterName, addresses, subnets }: GatewayObjectContext,
): JsonObject {
  const { listeners = {}, tls } = settings;
  const annotations = infrastructureAnnotations(exposure, {
    ports: portsOf(listeners),
    tlsPorts: tls?.acmCertificateArn === undefined ? [] : tlsPortsOf(listeners),
    chartClass: classOwner(settings) === "chart",
    elasticIps: placeholders(Deferred.ElasticIps, addressCount(addresses)),
    subnets: placeholders(Deferred.SubnetIds, subnets.count),
  });
  return { annotations, labels: { [CLUSTER_LABEL]: clusterName } };
}

const routeNamespaces = ({ http, grpc, tls, tcp, udp }: RoutesSettings = {}): string[] =>
  [http, grpc, tls, tcp, udp].flatMap((routes) =>
    Object.values(routes ?? {}).flatMap(({ namespace }) => (namespace === undefined ? [] : [namespace])),
  );
