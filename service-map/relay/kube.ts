import type * as Kube from "@kubernetes/client-node";
import type { CoreV1Api, KubeConfig, V1Pod, V1Service } from "@kubernetes/client-node";
import { type Forward, forwardPort } from "./forward.ts";
import { RelayError, type RelayTarget, type TlsMaterial } from "./types.ts";

/** Where the relay of a cluster is looked for. */
export interface KubeOptions {
  /** Whose current context is the cluster. */
  readonly config: KubeConfig;
  /** What read it: the library is large, and so only its users' own. */
  readonly library: typeof Kube;
  /** Namespace of Cilium. */
  readonly namespace: string;
  /**
   * Secret with `ca.crt`, `tls.crt` and `tls.key`, read only when the relay speaks TLS and `tls` names no authority.
   * @default the pair of the UI, else that with which the relay calls agents: any pair of the authority is taken
   */
  readonly tlsSecret?: string;
  /** What the user gave by --tls-* options; goes before the Secret. */
  readonly tls?: TlsMaterial;
}

export interface KubeRelay {
  readonly target: RelayTarget;
  close(): Promise<void>;
}

const SERVICE = "hubble-relay";
const SECRETS = ["hubble-ui-client-certs", "hubble-relay-client-certs"] as const;
/** A relay's certificate carries *.hubble-relay.cilium.io; Cilium's own command line uses this name in its help. */
const SERVER_NAME = "instance.hubble-relay.cilium.io";
/** The chart gives the Service this port when the relay's server side has TLS, else 80. */
const TLS_PORT = 443;

/** Forwards a local socket to a ready pod behind Service hubble-relay, anew for each connection. */
export async function openKubeRelay(options: KubeOptions): Promise<KubeRelay> {
  const { library, config } = options;
  const label = config.getCurrentContext();
  const api = config.makeApiClient(library.CoreV1Api);
  const service = await readService(api, options.namespace, label);
  const tls = speaksTls(service) ? await tlsOf(api, options, label) : undefined;
  const forward: Forward = await forwardPort(library, config, async () => {
    const pod = await readyPod(api, options.namespace, service, label);
    return { namespace: options.namespace, pod: pod.metadata?.name ?? "", port: podPort(service, pod) };
  });
  const target = {
    label,
    address: forward.address,
    problem: () => forward.problem(),
    ...(tls === undefined ? {} : { tls }),
  };
  return { target, close: () => forward.close() };
}

async function readService(api: CoreV1Api, namespace: string, label: string): Promise<V1Service> {
  try {
    return await api.readNamespacedService({ name: SERVICE, namespace });
  } catch (error) {
    if (codeOf(error) === 404) {
      throw new RelayError(
        label,
        `there is no Service ${namespace}/${SERVICE}. Switch hubble.relay.enabled on, or name Cilium's namespace with --kube-namespace.`,
      );
    }
    throw new RelayError(label, `cannot read Service ${namespace}/${SERVICE}: ${messageOf(error)}`);
  }
}

const firstPort = (service: V1Service) => service.spec?.ports?.[0];
const speaksTls = (service: V1Service): boolean => firstPort(service)?.port === TLS_PORT;

async function readyPod(api: CoreV1Api, namespace: string, service: V1Service, label: string): Promise<V1Pod> {
  const selector = Object.entries(service.spec?.selector ?? {}).map(([key, value]) => `${key}=${value}`);
  const { items } = await api.listNamespacedPod({ namespace, labelSelector: selector.join(",") });
  const ready = items.find(
    ({ metadata, status }) =>
      metadata?.deletionTimestamp === undefined &&
      status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True") === true,
  );
  if (ready !== undefined) return ready;
  throw new RelayError(label, `none of the ${String(items.length)} pods behind ${namespace}/${SERVICE} is ready`);
}

/** `targetPort` is a number or the name of a container's port; a port-forward goes to the pod, past the Service. */
function podPort(service: V1Service, pod: V1Pod): number {
  const port = firstPort(service);
  const target = port?.targetPort ?? port?.port;
  if (typeof target === "number") return target;
  const ports = pod.spec?.containers.flatMap(({ ports }) => ports ?? []) ?? [];
  // 4245 is the chart's hubble.relay.listenPort.
  return ports.find(({ name }) => name === target)?.containerPort ?? 4245;
}

/** Authority and client certificate from the Secret, unless the user named files. */
async function tlsOf(api: CoreV1Api, options: KubeOptions, label: string): Promise<TlsMaterial> {
  const given = options.tls;
  const serverName = given?.serverName ?? SERVER_NAME;
  if (given !== undefined && (given.authorities.length > 0 || given.allowInsecure)) return { ...given, serverName };
  const { namespace, tlsSecret } = options;
  const { name, secret } = await readSecret(api, namespace, tlsSecret === undefined ? SECRETS : [tlsSecret], label);
  const pem = (key: string): Buffer | undefined => {
    const encoded = secret.data?.[key];
    return encoded === undefined ? undefined : Buffer.from(encoded, "base64");
  };
  const [authority, certificate, key] = [pem("ca.crt"), pem("tls.crt"), pem("tls.key")];
  if (authority === undefined) throw new RelayError(label, `Secret ${namespace}/${name} has no key ca.crt`);
  const client = given?.client ?? (certificate && key ? { certificate, key } : undefined);
  return { authorities: [authority], serverName, allowInsecure: false, ...(client === undefined ? {} : { client }) };
}

/** The first that exists. */
async function readSecret(api: CoreV1Api, namespace: string, names: readonly string[], label: string) {
  let problem: unknown;
  for (const name of names) {
    try {
      return { name, secret: await api.readNamespacedSecret({ name, namespace }) };
    } catch (error) {
      problem = error;
      if (codeOf(error) !== 404) break;
    }
  }
  throw new RelayError(
    label,
    `it speaks TLS, and no Secret with its authority can be read (${namespace}: ${names.join(", ")}): ${messageOf(problem)}. ` +
      "Give --tls-ca-cert-files, or another Secret with --kube-tls-secret.",
  );
}

const codeOf = (error: unknown): unknown => (error as { code?: unknown }).code;

/** The API server's own sentence where there is one. */
function messageOf(error: unknown): string {
  const { body } = error as { body?: unknown };
  if (typeof body === "string") {
    try {
      const { message } = JSON.parse(body) as { message?: unknown };
      if (typeof message === "string") return message;
    } catch {
      return body;
    }
  }
  const { cause } = error as { cause?: unknown };
  if (cause instanceof Error) return messageOf(cause);
  return error instanceof Error ? error.message : String(error);
}
