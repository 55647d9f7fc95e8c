import type { KubernetesObject } from "../model/index.ts";
import {
  CertManagerMode,
  ExposureType,
  type GatewayPartSettings,
  type GatewayTlsSettings,
  LoadBalancerController,
} from "../settings/index.ts";
import { deferredAnnotations } from "./annotations.ts";
import { planAddresses, planSubnets } from "./addresses.ts";
import { classOwner, planClass } from "./class.ts";
import type { GatewayContext } from "./context.ts";
import { planCertManager, planExternalDns, planLoadBalancerController } from "./controllers.ts";
import { DEFAULT_EXPOSURE, DEMO_NAMESPACE } from "./defaults.ts";
import { DEFAULT_GATEWAY_NAME } from "../settings/defaults.ts";
import { demoObjects, demoOn, demoUrl } from "./demo.ts";
import { planGatewayObject } from "./gateway-object.ts";
import { planHostNetwork } from "./host-network.ts";
import { imageNotes } from "./images.ts";
import { planRouteObjects } from "./route-objects.ts";
import { planCertificateObjects } from "./tls.ts";
import type { GatewayObjects, GatewayPlan } from "./types.ts";

/** Plans a Gateway with its class, addresses, certificates, controllers and routes; undefined where there are no listeners. */
export function planGateway(settings: GatewayPartSettings, context: GatewayContext): GatewayPlan | undefined {
  const { listeners = {}, exposure = DEFAULT_EXPOSURE, tls = {} } = settings;
  if (Object.keys(listeners).length === 0) return undefined;
  const name = settings.name ?? DEFAULT_GATEWAY_NAME;
  const place = { name, namespace: settings.namespace ?? `gateway-${name}` };
  const subnets = planSubnets(exposure, context);
  const addresses = planAddresses(exposure, subnets);
  const url = demoUrl(settings);
  const objects = planObjects(settings, { ...context, ...place, addresses, subnets });
  const controllers = planControllers(settings, context);
  return {
    ...place,
    objects,
    deferred: deferredAnnotations(objects.gateway),
    addresses,
    subnets,
    ...controllers,
    ...(tls.acmCertificateArn === undefined ? {} : { acmCertificateArn: tls.acmCertificateArn }),
    ...(exposure.type === ExposureType.HostNetwork ? { hostNetwork: planHostNetwork(settings) } : {}),
    ...(url === undefined ? {} : { demoUrl: url }),
    notes: imageNotes({ ...controllers, objects }, context.registry),
  };
}

type Place = Pick<GatewayPlan, "name" | "namespace" | "addresses" | "subnets">;

function planObjects(settings: GatewayPartSettings, context: GatewayContext & Place): GatewayObjects {
  const { exposure = DEFAULT_EXPOSURE } = settings;
  const { name, namespace } = context;
  return {
    namespaces: [namespaceOf(namespace), ...(demoOn(settings) ? [namespaceOf(DEMO_NAMESPACE)] : [])],
    classes: classOwner(settings) === "own" ? planClass({ name, namespace }, exposure) : [],
    gateway: planGatewayObject(settings, context),
    certificates: planCertificateObjects(settings, context),
    demo: demoOn(settings) ? demoObjects() : [],
    routes: planRouteObjects(settings, context),
  };
}

const namespaceOf = (name: string): KubernetesObject => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } });

/** The Helm releases: on the host network no controller has a part in the load balancer. */
function planControllers(
  settings: GatewayPartSettings,
  context: GatewayContext,
): Pick<GatewayPlan, "controller" | "certManager" | "externalDns"> {
  const { exposure, tls = {}, externalDns, loadBalancerController = LoadBalancerController.Install } = settings;
  const installs =
    exposure?.type !== ExposureType.HostNetwork && loadBalancerController === LoadBalancerController.Install;
  return {
    ...(installs ? { controller: planLoadBalancerController(context) } : {}),
    ...(tls.certManager === CertManagerMode.Install ? { certManager: planCertManager(zonesOf(tls), context) } : {}),
    ...(tls.certManager === CertManagerMode.Present ? { certManager: { kind: "present" as const } } : {}),
    ...(externalDns === undefined ? {} : { externalDns: planExternalDns(externalDns, context) }),
  };
}

/** Zones that cert-manager writes to. */
const zonesOf = ({ issuer, extraHostedZoneIds = [] }: GatewayTlsSettings): string[] => [
  ...(issuer?.route53?.hostedZoneIds ?? []),
  ...extraHostedZoneIds,
];
