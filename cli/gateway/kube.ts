import { type RequestOptions, request } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import type * as Kube from "@kubernetes/client-node";
import type { ClusterView, Live } from "./view.ts";

export interface KubeOptions {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly timeoutSeconds: number;
}

/** A fault of the call or of the cluster, in words for the user. */
class KubeError extends Error {}

/** Reads what a Gateway consists of; kinds that are not served give empty lists. */
export async function readCluster(options: KubeOptions): Promise<ClusterView> {
  const get = await connect(options);
  const list = async (path: string): Promise<Live[]> =>
    ((await get(path)) as { items?: Live[]; kind?: string } | undefined)?.items ?? [];
  const crd = (await get(
    "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/gateways.gateway.networking.k8s.io",
  )) as Live | undefined;
  const operator = (await get("/apis/apps/v1/namespaces/kube-system/deployments/cilium-operator")) as Live | undefined;
  const group = "/apis/gateway.networking.k8s.io/v1";
  const [classes, gateways, http, grpc, services] = await Promise.all([
    list(`${group}/gatewayclasses`),
    list(`${group}/gateways`),
    list(`${group}/httproutes`),
    list(`${group}/grpcroutes`),
    list("/api/v1/services?labelSelector=gateway.networking.k8s.io%2Fgateway-name"),
  ]);
  return {
    bundle: crd === undefined ? undefined : (crd.metadata.annotations ?? {}),
    ciliumVersion: versionOf(operator),
    classes,
    gateways,
    routes: [...http, ...grpc],
    services,
  };
}

/** `quay.io/cilium/operator-aws:v1.19.6@sha256:…` -> `1.19.6`. */
const versionOf = (operator: Live | undefined): string | undefined => {
  const spec = operator?.spec as { template?: { spec?: { containers?: { image?: string }[] } } } | undefined;
  return /:v(\d+\.\d+\.\d+)/.exec(spec?.template?.spec?.containers?.[0]?.image ?? "")?.[1];
};

type Get = (path: string) => Promise<unknown>;

async function connect({ kubeconfig, context, timeoutSeconds }: KubeOptions): Promise<Get> {
  const kube = await loadClient();
  const config = new kube.KubeConfig();
  try {
    if (kubeconfig === undefined) config.loadFromDefault();
    else config.loadFromFile(kubeconfig);
  } catch (error) {
    throw new KubeError(`The kubeconfig cannot be read: ${(error as Error).message}`);
  }
  if (context !== undefined) config.setCurrentContext(context);
  const server = config.getCurrentCluster()?.server;
  if (server === undefined)
    throw new KubeError("The kubeconfig has no current cluster. Name a context with --context.");
  const options: RequestOptions = {};
  await config.applyToHTTPSOptions(options);
  return async (path) => {
    const signal = AbortSignal.timeout(timeoutSeconds * 1000);
    for (;;) {
      const answer = await getJson(new URL(path, server), { ...options, signal });
      if (answer !== BUSY) return answer;
      await sleep(RETRY_MS);
    }
  };
}

/** The client is large, so it is not installed with this package; whoever looks into clusters adds it. */
async function loadClient(): Promise<typeof Kube> {
  try {
    return await import("@kubernetes/client-node");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new KubeError(
      "Looking into the cluster needs the package @kubernetes/client-node: npm install @kubernetes/client-node@2. Or leave it out with --no-kube.",
    );
  }
}

/** The server asks to come back, for example while it loads a new kind. */
const BUSY = Symbol("busy");
const RETRY_MS = 500;

const getJson = (url: URL, options: RequestOptions): Promise<unknown> =>
  new Promise((settle, reject) => {
    const sent = request(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const status = response.statusCode ?? 0;
        const text = Buffer.concat(chunks).toString("utf8");
        if (status === 404) settle(undefined);
        else if (status === 429) settle(BUSY);
        else if (status >= 400)
          reject(new KubeError(`The API server answered ${String(status)} to ${url.pathname}: ${messageOf(text)}`));
        else settle(JSON.parse(text));
      });
    });
    sent.on("error", (error) => {
      reject(new KubeError(`The API server cannot be reached: ${error.message}`));
    });
    sent.end();
  });

const messageOf = (text: string): string => {
  try {
    return (JSON.parse(text) as { message?: string }).message ?? text;
  } catch {
    return text.slice(0, 200);
  }
};
