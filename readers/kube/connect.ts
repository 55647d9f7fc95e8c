import type { RequestOptions } from "node:https";
import { KubeError } from "./fault.ts";
import { type KubeconfigOptions, readKubeconfig } from "./kubeconfig.ts";
import type { Signed } from "./request.ts";

export interface KubeOptions extends KubeconfigOptions {
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

/** The API server of a kubeconfig's context. */
export async function findEndpoint(options: KubeconfigOptions): Promise<Endpoint> {
  const { config } = await readKubeconfig(options);
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
