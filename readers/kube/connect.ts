import type { RequestOptions } from "node:https";
import type * as Kube from "@kubernetes/client-node";
import { KubeError } from "./fault.ts";
import type { Signed } from "./request.ts";

export interface KubeOptions {
  readonly kubeconfig?: string;
  readonly context?: string;
  /** For one answer. */
  readonly timeoutSeconds: number;
}

/** The API server that a kubeconfig leads to, and how it is spoken to. */
export interface Endpoint {
  readonly server: string;
  /** Name of the context. */
  readonly context: string;
  /** Arguments of the program that gives tokens: `aws eks get-token --cluster-name prod --region …`. */
  readonly tokenArguments: readonly string[];
  /** TLS and credentials; asked again where a token may have run out. */
  readonly credentials: () => Promise<Signed>;
}

/** Reads a kubeconfig: the one that is named, `KUBECONFIG`, `~/.kube/config`, or the service account of a pod. */
export async function findEndpoint({ kubeconfig, context }: Omit<KubeOptions, "timeoutSeconds">): Promise<Endpoint> {
  const kube = await loadClient();
  const config = new kube.KubeConfig();
  try {
    if (kubeconfig === undefined) config.loadFromDefault();
    else config.loadFromFile(kubeconfig);
  } catch (error) {
    throw new KubeError(`The kubeconfig cannot be read: ${(error as Error).message}`);
  }
  if (context !== undefined) {
    const names = config.getContexts().map(({ name }) => name);
    if (!names.includes(context))
      throw new KubeError(`The kubeconfig has no context "${context}". It has: ${names.join(", ") || "none"}.`);
    config.setCurrentContext(context);
  }
  const server = config.getCurrentCluster()?.server;
  if (server === undefined)
    throw new KubeError("The kubeconfig has no current cluster. Name a context with --context.");
  const { args = [] } = (config.getCurrentUser()?.exec ?? {}) as { readonly args?: readonly string[] };
  return {
    server,
    context: config.getCurrentContext(),
    tokenArguments: args,
    credentials: async () => {
      const options: RequestOptions = {};
      await config.applyToHTTPSOptions(options);
      return options as Signed;
    },
  };
}

/** The client is large, so it is not installed with this package; whoever looks into clusters adds it. */
async function loadClient(): Promise<typeof Kube> {
  try {
    return await import("@kubernetes/client-node");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new KubeError(
      "Looking into the cluster needs the package @kubernetes/client-node: npm install @kubernetes/client-node@2.",
    );
  }
}
