import { NLB_CLASS } from "../facts/load-balancer-annotations.ts";
import type { KubernetesObject } from "../model/index.ts";
import { type ExposureSettings, ExposureType, GatewayClassOwner, type GatewayPartSettings } from "../settings/index.ts";

/** The class that the chart makes (templates/cilium-gateway-api-class.yaml). */
const CHART_CLASS = "cilium";
const DEFAULT_CLASS_OWNER = GatewayClassOwner.Own;

/** On the host network there is no load balancer to name a class for. */
export const classOwner = ({ class: owner = DEFAULT_CLASS_OWNER, exposure }: GatewayPartSettings): GatewayClassOwner =>
  exposure?.type === ExposureType.HostNetwork ? GatewayClassOwner.Chart : owner;

export const classNameOf = (settings: GatewayPartSettings, name: string): string =>
  classOwner(settings) === GatewayClassOwner.Chart ? CHART_CLASS : `cilium-${name}`;

interface NamespacedName {
  readonly name: string;
  readonly namespace: string;
}

/** A class with parameters: it names the controller and the clients that are let in. */
export const planClass = (
  { name, namespace }: NamespacedName,
  { sourceRanges }: ExposureSettings,
): KubernetesObject[] => [
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
    metadata: { name: `cilium-${name}` },
    spec: {
      controllerName: "io.cilium/gateway-controller",
      parametersRef: { group: "cilium.io", kind: "CiliumGatewayClassConfig", name, namespace },
    },
  },
];
