import { setTimeout as sleep } from "node:timers/promises";
import { KubeError, type KubeClient, type KubeObject } from "./kube-client.ts";

/**
 * Nodes and kubelets as far as a rollout needs them: while `wanted()` says so there is one Node, every Pod is bound to it
 * and reported as running, and a Pod that is being deleted is let go. There is no container, no scheduler and no network.
 */
export interface FakeNodes {
  stop(): Promise<void>;
}

export interface FakeNodesOptions {
  /** Whether there are nodes now, asked again and again. */
  readonly wanted: () => boolean;
  /** Called once for every Pod that starts, before it is reported as running: what the program in it would have done. */
  readonly onStart?: (pod: KubeObject) => Promise<void>;
}

const NODE = "fake-node";
const POLL_MS = 300;

export function startFakeNodes(client: KubeClient, options: FakeNodesOptions): FakeNodes {
  const stopping = new AbortController();
  const loop = (async () => {
    while (!stopping.signal.aborted) {
      // The control plane may be slow, or already on its way down: try again, or find that it is over.
      await tick(client, options).catch(() => undefined);
      await sleep(POLL_MS);
    }
  })();
  return {
    stop: () => {
      stopping.abort();
      return loop;
    },
  };
}

async function tick(client: KubeClient, { wanted, onStart }: FakeNodesOptions): Promise<void> {
  if (wanted()) await heartbeat(client);
  else await removeNode(client);
  for (const pod of await client.list("v1", "Pod")) {
    const { deletionTimestamp } = pod.metadata;
    if (deletionTimestamp !== undefined) await letGo(client, pod);
    else if (wanted() && phaseOf(pod) === "Pending") {
      await onStart?.(pod);
      await run(client, pod);
    }
  }
}

/** The Node with a fresh heartbeat; without one the node controller calls it unreachable after 50 s. */
async function heartbeat(client: KubeClient): Promise<void> {
  const now = new Date().toISOString();
  const path = `/api/v1/nodes/${NODE}`;
  const status = {
    capacity: { cpu: "4", memory: "16Gi", pods: "58" },
    allocatable: { cpu: "4", memory: "16Gi", pods: "58" },
    conditions: [
      { type: "Ready", status: "True", reason: "KubeletReady", lastHeartbeatTime: now, lastTransitionTime: now },
    ],
  };
  if ((await client.get({ apiVersion: "v1", kind: "Node", metadata: { name: NODE } })) === undefined) {
    const labels = { "kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64", "kubernetes.io/hostname": NODE };
    await client.request("POST", "/api/v1/nodes", { apiVersion: "v1", kind: "Node", metadata: { name: NODE, labels } });
  }
  await client.request("PATCH", `${path}/status`, { status }, "application/strategic-merge-patch+json");
}

async function removeNode(client: KubeClient): Promise<void> {
  const node = { apiVersion: "v1", kind: "Node", metadata: { name: NODE } };
  if ((await client.get(node)) !== undefined) await client.remove(node);
}

async function run(client: KubeClient, pod: KubeObject): Promise<void> {
  const { namespace = "default", name } = pod.metadata;
  const path = `/api/v1/namespaces/${namespace}/pods/${name}`;
  const spec = pod["spec"] as PodSpec;
  if (spec.nodeName === undefined) {
    const target = { apiVersion: "v1", kind: "Node", name: NODE };
    await client.request("POST", `${path}/binding`, { apiVersion: "v1", kind: "Binding", metadata: { name }, target });
  }
  const now = new Date().toISOString();
  const started = { state: { running: { startedAt: now } }, ready: true, started: true, restartCount: 0, imageID: "" };
  const finished = { state: { terminated: { exitCode: 0 } }, ready: true, restartCount: 0, imageID: "" };
  const status = {
    phase: isJob(pod) ? "Succeeded" : "Running",
    startTime: now,
    podIP: "10.0.0.10",
    conditions: ["Initialized", "Ready", "ContainersReady", "PodScheduled"].map((type) => ({ type, status: "True" })),
    containerStatuses: spec.containers.map(({ name: container, image }) => ({
      name: container,
      image,
      ...(isJob(pod) ? finished : started),
    })),
  };
  await client.request("PATCH", `${path}/status`, { status }, "application/strategic-merge-patch+json");
}

/** What a kubelet does when the containers have ended. */
async function letGo(client: KubeClient, pod: KubeObject): Promise<void> {
  const { namespace = "default", name } = pod.metadata;
  try {
    await client.request("DELETE", `/api/v1/namespaces/${namespace}/pods/${name}`, { gracePeriodSeconds: 0 });
  } catch (error) {
    if (!(error instanceof KubeError && error.code === 404)) throw error;
  }
}

interface PodSpec {
  readonly nodeName?: string;
  readonly containers: readonly { readonly name: string; readonly image: string }[];
}

const phaseOf = (pod: KubeObject) => (pod["status"] as { phase?: string } | undefined)?.phase;

const isJob = (pod: KubeObject) =>
  ((pod.metadata["ownerReferences"] ?? []) as { kind: string }[]).some(({ kind }) => kind === "Job");
