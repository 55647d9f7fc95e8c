import type { DeferredValue } from "../contracts/deferred.ts";
import type { ControllerPlan } from "../controllers/controller.ts";
import type { KubernetesObject } from "../model/index.ts";
import type { Ref } from "../settings/index.ts";

/** A Gateway with everything round it, as plain data. */
export interface GatewayPlan {
  readonly name: string;
  readonly namespace: string;
  /** Kubernetes objects by the step they are made in; a destroy takes the steps backwards. */
  readonly objects: GatewayObjects;
  /** What the Gateway is given while deploying. */
  readonly deferred: readonly DeferredValue[];
  readonly addresses: AddressPlan;
  readonly subnets: SubnetChoice;
  /** Undefined where the controller is there already or none is used. */
  readonly controller?: ControllerPlan;
  readonly certManager?: ControllerPlan | CertManagerPresent;
  readonly externalDns?: ControllerPlan;
  readonly acmCertificateArn?: Ref;
  readonly hostNetwork?: HostNetworkPlan;
  readonly demoUrl?: string;
  /** What a reader should know that is no fault. */
  readonly notes: readonly string[];
}

export interface GatewayObjects {
  /** The Gateway's own namespace, and the demo's. */
  readonly namespaces: readonly KubernetesObject[];
  /** GatewayClass and its parameters. */
  readonly classes: readonly KubernetesObject[];
  readonly gateway: KubernetesObject;
  /** Issuer and Certificates. */
  readonly certificates: readonly KubernetesObject[];
  /** Deployment and Service of the demo. */
  readonly demo: readonly KubernetesObject[];
  /** Routes, grants and network policies. */
  readonly routes: readonly KubernetesObject[];
}

export type AddressPlan =
  | { readonly kind: "none" }
  /** As many Elastic IPs as the load balancer has subnets. */
  | { readonly kind: "allocate"; readonly count: number }
  | { readonly kind: "given"; readonly allocationIds: readonly Ref[] };

/** Subnets of the load balancer: public ones, those of the nodes, or given ones. */
export type SubnetChoice =
  | { readonly kind: "public" | "node"; readonly count: number }
  | { readonly kind: "given"; readonly ids: readonly Ref[]; readonly count: number };

interface CertManagerPresent {
  readonly kind: "present";
}

/** NLB of ours in front of Envoy on the nodes' own ports. */
export interface HostNetworkPlan {
  readonly internal: boolean;
  readonly ports: readonly HostNetworkPort[];
  readonly crossZone: boolean | undefined;
  readonly sourceRanges: readonly string[];
  readonly proxyProtocol: boolean;
  readonly preserveClientIp: boolean | undefined;
  readonly deregistrationSeconds: number | undefined;
  readonly idleTimeoutSeconds: number | undefined;
}

export interface HostNetworkPort {
  readonly port: number;
  readonly protocol: "TCP" | "UDP";
  /** The load balancer ends TLS with the certificate of ACM. */
  readonly endsTls: boolean;
}
