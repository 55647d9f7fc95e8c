import { ANNOTATION_PREFIX, NLB_CLASS, stringList, stringMap } from "../../facts/load-balancer-annotations.ts";
import type { ClusterModel, KubernetesObject } from "../../model/index.ts";
import { Values } from "../common.ts";
import {
  type Annotations,
  type GatewaySpec,
  GATEWAY_GROUP,
  groupOf,
  isCilium,
  serviceTemplate,
  specOf,
} from "./objects.ts";

/** A Service of type LoadBalancer, written by somebody or made by Cilium for a Gateway. */
export interface LoadBalancer {
  readonly object: KubernetesObject;
  /** Cilium makes the Service; there are no pods behind it. */
  readonly gateway: boolean;
  /** Field path of the annotations that reach the Service. */
  readonly at: string;
  readonly annotations: Annotations;
  readonly loadBalancerClass: string | undefined;
  readonly externalTrafficPolicy: string | undefined;
  readonly allocatesNodePorts: boolean;
  readonly sourceRanges: readonly string[];
  /** Ports with the protocol of the Gateway's listener, or of the Service. */
  readonly ports: readonly { readonly port: number; readonly protocol: string; readonly name?: string }[];
}

interface ServiceSpec {
  readonly type?: string;
  readonly loadBalancerClass?: string;
  readonly externalTrafficPolicy?: string;
  readonly allocateLoadBalancerNodePorts?: boolean;
  readonly loadBalancerSourceRanges?: readonly string[];
  readonly ports?: readonly { readonly port: number; readonly protocol?: string; readonly name?: string }[];
}

/** The load balancer of an object, or undefined where AWS builds none for it. */
export function loadBalancerOf(model: ClusterModel, object: KubernetesObject): LoadBalancer | undefined {
  if (object.kind === "Service" && groupOf(object) === "") return ofService(object);
  if (object.kind === "Gateway" && groupOf(object) === GATEWAY_GROUP) return ofGateway(model, object);
  return undefined;
}

function ofService(object: KubernetesObject): LoadBalancer | undefined {
  const spec = specOf<ServiceSpec>(object);
  const { loadBalancerClass } = spec;
  if (spec.type !== "LoadBalancer" || (loadBalancerClass !== undefined && loadBalancerClass !== NLB_CLASS)) {
    return undefined;
  }
  return {
    object,
    gateway: false,
    at: "metadata.annotations",
    annotations: object.metadata.annotations ?? {},
    loadBalancerClass,
    externalTrafficPolicy: spec.externalTrafficPolicy,
    allocatesNodePorts: spec.allocateLoadBalancerNodePorts !== false,
    sourceRanges: spec.loadBalancerSourceRanges ?? [],
    ports: (spec.ports ?? []).map(({ port, protocol = "TCP", name }) => ({
      port,
      protocol,
      ...(name === undefined ? {} : { name }),
    })),
  };
}

function ofGateway(model: ClusterModel, object: KubernetesObject): LoadBalancer | undefined {
  const { cilium } = model;
  if (!isCilium(model, object)) return undefined;
  const values = cilium === undefined ? undefined : new Values(cilium);
  const template = serviceTemplate(model, object);
  if (values?.on("gatewayAPI.hostNetwork.enabled") === true || template.type === "NodePort") return undefined;
  const { infrastructure, listeners = [] } = specOf<GatewaySpec>(object);
  return {
    object,
    gateway: true,
    at: "spec.infrastructure.annotations",
    annotations: infrastructure?.annotations ?? {},
    loadBalancerClass: template.loadBalancerClass,
    externalTrafficPolicy: template.externalTrafficPolicy ?? values?.text("gatewayAPI.externalTrafficPolicy"),
    allocatesNodePorts: template.allocateLoadBalancerNodePorts !== false,
    sourceRanges: template.loadBalancerSourceRanges ?? [],
    ports: listeners.map(({ port, protocol }) => ({ port, protocol, name: `port-${String(port)}` })),
  };
}

/** Text of an annotation by its name without prefix; numbers and booleans count as the text they were meant to be. */
export function annotation({ annotations }: Pick<LoadBalancer, "annotations">, name: string): string | undefined {
  const value = annotations[`${ANNOTATION_PREFIX}${name}`];
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : undefined;
}

export const annotationPath = ({ at }: Pick<LoadBalancer, "at">, name: string): string =>
  `${at}.${ANNOTATION_PREFIX}${name}`;

/** `internet-facing` or `internal` as written; undefined where nothing says so. */
export function schemeOf(balancer: LoadBalancer): string | undefined {
  const scheme = annotation(balancer, "aws-load-balancer-scheme");
  if (scheme !== undefined) return scheme;
  const internal = annotation(balancer, "aws-load-balancer-internal");
  return internal === undefined ? undefined : internal === "true" ? "internal" : "internet-facing";
}

/** An attribute of the target group; the proxy protocol has an annotation of its own that wins. */
export const targetGroupAttribute = (balancer: LoadBalancer, name: string): string | undefined =>
  stringMap(annotation(balancer, "aws-load-balancer-target-group-attributes") ?? "").get(name);

export const speaksProxyProtocol = (balancer: LoadBalancer): boolean => {
  const own = annotation(balancer, "aws-load-balancer-proxy-protocol");
  return own === undefined ? targetGroupAttribute(balancer, "proxy_protocol_v2.enabled") === "true" : own === "*";
};

/** Subnets that the load balancer is in: named ones, or one a zone of those that fit its scheme; undefined where nobody knows. */
export function subnetCount(balancer: LoadBalancer, { network }: ClusterModel): number | undefined {
  const named = annotation(balancer, "aws-load-balancer-subnets");
  if (named !== undefined) return stringList(named).length;
  if (network === undefined) return undefined;
  const role = schemeOf(balancer) === "internet-facing" ? "public" : "node";
  const zones = new Set(network.subnets.filter((subnet) => subnet.role === role).map(({ zone }) => zone));
  return zones.size === 0 ? undefined : zones.size;
}
