import type * as Kube from "@kubernetes/client-node";
import { KubeError } from "./fault.ts";

/** Which cluster is meant. */
export interface KubeconfigOptions {
  readonly kubeconfig?: string;
  readonly context?: string;
}

/** A kubeconfig with the wanted context, and the library that read it. */
export interface Kubeconfig {
  readonly library: typeof Kube;
  readonly config: Kube.KubeConfig;
}

/** Reads the kubeconfig that is named, else `KUBECONFIG`, `~/.kube/config`, or the service account of a pod. */
export async function readKubeconfig({ kubeconfig, context }: KubeconfigOptions): Promise<Kubeconfig> {
  const library = await loadLibrary();
  const config = new library.KubeConfig();
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
  return { library, config };
}

/** It is large (66 MB), so it is not installed with this package; whoever looks into clusters adds it. */
async function loadLibrary(): Promise<typeof Kube> {
  try {
    return await import("@kubernetes/client-node");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new KubeError(
      "Looking into the cluster needs the package @kubernetes/client-node: npm install @kubernetes/client-node@2.",
    );
  }
}
