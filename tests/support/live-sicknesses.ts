import type { KubeObject } from "./kube-client.ts";
import {
  type CiliumMinor,
  ciliumConfig,
  ciliumNode,
  condition,
  deployment,
  gatewayObjects,
  node,
  pod,
} from "./live-objects.ts";

/** What is wrong, the rule that tells, and how the cluster differs from a healthy one. */
export interface Sickness {
  readonly what: string;
  readonly rule: string;
  readonly put?: readonly KubeObject[];
  readonly remove?: readonly KubeObject[];
}

const [gatewayClass, gateway, , service, slice] = gatewayObjects() as [
  KubeObject,
  KubeObject,
  KubeObject,
  KubeObject,
  KubeObject,
];

const no = (type: string, reason: string) => ({
  type,
  status: "False",
  reason,
  message: "the controller says so",
  lastTransitionTime: "2026-11-30T00:00:00Z",
  observedGeneration: 1,
});

const sickNode = (...conditions: readonly object[]): KubeObject => node(1, { conditions });
const status = (object: KubeObject, over: object): KubeObject => ({
  ...object,
  status: { ...(object["status"] as object), ...over },
});

/** A CiliumNode whose parts are others. */
function otherCiliumNode(minor: CiliumMinor, over: { readonly eni?: object; readonly operator?: object }): KubeObject {
  const own = ciliumNode(2, minor) as KubeObject & {
    readonly spec: { readonly eni: object };
    readonly status: { readonly ipam: object };
  };
  return {
    ...own,
    spec: { ...own.spec, eni: { ...own.spec.eni, ...over.eni } },
    status: { ...own.status, ipam: { ...own.status.ipam, "operator-status": over.operator ?? {} } },
  };
}

const event = (name: string, kind: string, reason: string, message: string): KubeObject => ({
  apiVersion: "v1",
  kind: "Event",
  metadata: { name, namespace: "default" },
  involvedObject: { kind, name: "shop", namespace: "default" },
  type: "Warning",
  reason,
  message,
  count: 3,
  lastTimestamp: "2026-11-30T00:00:00Z",
});

/** What only time makes a sickness: the cluster is looked at some hours later. */
export const LASTING: readonly Sickness[] = [
  {
    what: "a node that stays NotReady",
    rule: "live-nodes-ready",
    put: [sickNode(condition("Ready", "False", "KubeletNotReady", "cni plugin not initialized"))],
  },
  {
    what: "a taint that stays",
    rule: "live-nodes-agent-taint",
    put: [
      {
        ...node(1),
        spec: {
          ...(node(1)["spec"] as object),
          taints: [{ key: "node.cilium.io/agent-not-ready", value: "true", effect: "NoSchedule" }],
        },
      },
    ],
  },
  {
    what: "a network that stays unavailable",
    rule: "live-nodes-network",
    put: [
      sickNode(condition("Ready", "True", "KubeletReady"), condition("NetworkUnavailable", "True", "NoRouteCreated")),
    ],
  },
  { what: "a node that has no CiliumNode", rule: "live-nodes-cilium-node", put: [node(9)] },
  {
    what: "an operator that is gone",
    rule: "live-workloads-present",
    remove: [deployment("cilium-operator", "quay.io/cilium/operator-aws:v1.20.2")],
  },
  { what: "a configuration that is gone", rule: "live-config-there", remove: [ciliumConfig("1.20")] },
  {
    what: "a tunnel under ENI mode",
    rule: "live-config-eni",
    put: [ciliumConfig("1.20", { "routing-mode": "tunnel" })],
  },
  ...(["1.19", "1.20"] as const).flatMap((minor): Sickness[] => [
    {
      what: `an error of the operator's on a node (${minor})`,
      rule: "live-addresses-operator-error",
      put: [otherCiliumNode(minor, { operator: { error: "InsufficientFreeAddressesInSubnet" } })],
    },
    {
      what: `a node that is full (${minor})`,
      rule: "live-addresses-full",
      put: [ciliumNode(2, minor, { held: 48, used: 41, preAllocate: 1 })],
    },
    {
      what: `interfaces in another subnet (${minor})`,
      rule: "live-addresses-subnet",
      put: [otherCiliumNode(minor, { eni: { "subnet-ids": ["subnet-other"] } })],
    },
  ]),
  {
    what: "a pod that waits",
    rule: "live-pods-stuck",
    put: [
      pod("stuck", 1, "", {
        status: {
          phase: "Pending",
          containerStatuses: [
            {
              name: "main",
              ready: false,
              started: false,
              restartCount: 0,
              image: "x",
              imageID: "",
              state: { waiting: { reason: "ContainerCreating" } },
            },
          ],
        },
      }),
    ],
  },
  { what: "a pod that Cilium does not know", rule: "live-pods-unmanaged", put: [pod("lonely", 2, "100.64.0.99")] },
  {
    what: "a class that nobody takes",
    rule: "live-gateways-class",
    put: [status(gatewayClass, { conditions: [no("Accepted", "Pending")] })],
  },
  {
    what: "a Gateway that is not programmed",
    rule: "live-gateways-programmed",
    put: [status(gateway, { conditions: [no("Programmed", "AddressNotAssigned")] })],
  },
  {
    what: "a listener with a certificate that is not there",
    rule: "live-gateways-listeners",
    put: [
      status(gateway, {
        listeners: [
          {
            name: "http",
            attachedRoutes: 1,
            supportedKinds: [],
            conditions: [no("ResolvedRefs", "InvalidCertificateRef")],
          },
        ],
      }),
    ],
  },
  {
    what: "a load balancer that does not come",
    rule: "live-gateways-address",
    put: [{ ...service, status: { loadBalancer: {} } }],
  },
  {
    what: "a route to a Service without ready pods",
    rule: "live-gateways-backends",
    put: [{ ...slice, endpoints: [{ addresses: ["100.64.0.1"], conditions: { ready: false } }] }],
  },
  {
    what: "a policy that is not valid",
    rule: "live-policies-valid",
    put: [
      {
        apiVersion: "cilium.io/v2",
        kind: "CiliumNetworkPolicy",
        metadata: { name: "wrong", namespace: "default" },
        spec: { endpointSelector: {}, ingress: [{}] },
        status: {
          conditions: [
            {
              type: "Valid",
              status: "False",
              message: "no endpoint selector",
              lastTransitionTime: "2026-11-30T00:00:00Z",
            },
          ],
        },
      },
    ],
  },
  {
    what: "an event of an address that is not there",
    rule: "live-events-no-address",
    put: [event("one", "Pod", "FailedCreatePodSandBox", "plugin cilium-cni failed: all CIDR ranges are exhausted")],
  },
  {
    what: "an event of an agent that does not answer",
    rule: "live-events-no-agent",
    put: [
      event(
        "two",
        "Pod",
        "FailedCreatePodSandBox",
        "unable to connect to Cilium agent: cilium.sock: connection refused",
      ),
    ],
  },
  {
    what: "an event of a load balancer that is not made",
    rule: "live-events-load-balancer",
    put: [event("three", "Service", "FailedDeployModel", "TooManyLoadBalancers")],
  },
];
