import { setTimeout as sleep } from "node:timers/promises";
import type { KubeClient, KubeObject } from "./kube-client.ts";

/**
 * Cilium's operator and the load balancer controller as far as a Gateway's life needs them: every Gateway gets its Service, owned
 * by it and held by the controller's finalizer, and an address; a Service that is being deleted is let go a while later, when
 * its load balancer would be gone.
 */
export interface FakeGateways {
  /** Services that were let go, `namespace/name`. */
  readonly released: readonly string[];
  stop(): Promise<void>;
}

export interface FakeGatewaysOptions {
  /** Whether the controller runs, asked again and again; while it does not, no load balancer is taken down. */
  readonly controllerRuns?: () => Promise<boolean>;
}

/** What the load balancer controller holds Services by (aws-load-balancer-controller pkg/service). */
const FINALIZER = "service.k8s.aws/resources";
const POLL_MS = 300;
/** Longer than a deployment needs to go on where it does not wait. */
const TEARDOWN_MS = 3000;

export function startFakeGateways(
  client: KubeClient,
  { controllerRuns = () => Promise.resolve(true) }: FakeGatewaysOptions = {},
): FakeGateways {
  const stopping = new AbortController();
  const released: string[] = [];
  const loop = (async () => {
    while (!stopping.signal.aborted) {
      // The CRDs may not be there yet, and the control plane may be on its way down.
      await tick(client, { released, controllerRuns }).catch(() => undefined);
      await sleep(POLL_MS);
    }
  })();
  return {
    released,
    stop: () => {
      stopping.abort();
      return loop;
    },
  };
}

interface Context {
  readonly released: string[];
  readonly controllerRuns: () => Promise<boolean>;
}

async function tick(client: KubeClient, { released, controllerRuns }: Context): Promise<void> {
  for (const service of await client.list("v1", "Service")) {
    const { deletionTimestamp, namespace = "default", name } = service.metadata;
    if (typeof deletionTimestamp !== "string" || !isHeld(service)) continue;
    if (Date.now() - Date.parse(deletionTimestamp) < TEARDOWN_MS || !(await controllerRuns())) continue;
    await merge(client, `/api/v1/namespaces/${namespace}/services/${name}`, { metadata: { finalizers: null } });
    released.push(`${namespace}/${name}`);
  }
  for (const gateway of await client.list("gateway.networking.k8s.io/v1", "Gateway")) {
    if (gateway.metadata["deletionTimestamp"] === undefined) await program(client, gateway);
  }
}

const isHeld = ({ metadata }: KubeObject): boolean =>
  (metadata["finalizers"] as readonly string[] | undefined)?.includes(FINALIZER) === true;

async function program(client: KubeClient, gateway: KubeObject): Promise<void> {
  const { name, namespace = "default", uid } = gateway.metadata as { name: string; namespace?: string; uid?: string };
  const { listeners } = gateway["spec"] as { listeners: readonly { readonly port: number }[] };
  await client.apply([
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: {
        name: `cilium-gateway-${name}`,
        namespace,
        finalizers: [FINALIZER],
        ownerReferences: [
          { apiVersion: gateway.apiVersion, kind: "Gateway", name, uid, controller: true, blockOwnerDeletion: false },
        ],
      },
      spec: {
        type: "LoadBalancer",
        loadBalancerClass: "service.k8s.aws/nlb",
        ports: [...new Set(listeners.map(({ port }) => port))].map((port) => ({ name: `port-${String(port)}`, port })),
      },
    },
  ]);
  await merge(client, `/apis/${gateway.apiVersion}/namespaces/${namespace}/gateways/${name}/status`, {
    status: { addresses: [{ type: "Hostname", value: addressOf(namespace, name) }] },
  });
}

/** DNS name of the load balancer that a Gateway gets. */
const addressOf = (namespace: string, name: string): string => `${namespace}-${name}.elb.test`;

const merge = (client: KubeClient, path: string, patch: unknown): Promise<unknown> =>
  client.request("PATCH", path, patch, "application/merge-patch+json");
