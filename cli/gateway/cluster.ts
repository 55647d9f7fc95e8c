import { connectKube } from "../../readers/kube/client.ts";
import type { KubeOptions } from "../../readers/kube/connect.ts";
import { FaultKind, ReadFault } from "../../readers/kube/fault.ts";
import { versionOf } from "../../lens/live/workloads.ts";
import type { ClusterView, Live } from "./view.ts";

/** Reads what a Gateway consists of; kinds that are not served give empty lists. */
export async function readCluster(options: KubeOptions): Promise<ClusterView> {
  const kube = await connectKube(options, AbortSignal.timeout(DEADLINES * options.timeoutSeconds * 1000));
  const list = async (path: string, labelSelector = ""): Promise<Live[]> => {
    const found: Live[] = [];
    try {
      for await (const { items } of kube.pages(path, { labelSelector })) found.push(...(items as readonly Live[]));
    } catch (error) {
      if (!(error instanceof ReadFault && error.kind === FaultKind.Absent)) throw error;
    }
    return found;
  };
  const crd = (await kube.get(
    "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/gateways.gateway.networking.k8s.io",
  )) as Live | undefined;
  const operator = (await kube.get("/apis/apps/v1/namespaces/kube-system/deployments/cilium-operator")) as
    Live | undefined;
  const group = "/apis/gateway.networking.k8s.io/v1";
  const [classes, gateways, http, grpc, services] = await Promise.all([
    list(`${group}/gatewayclasses`),
    list(`${group}/gateways`),
    list(`${group}/httproutes`),
    list(`${group}/grpcroutes`),
    list("/api/v1/services", "gateway.networking.k8s.io/gateway-name"),
  ]);
  return {
    bundle: crd === undefined ? undefined : (crd.metadata.annotations ?? {}),
    ciliumVersion: versionOf(imageOf(operator)),
    classes,
    gateways,
    routes: [...http, ...grpc],
    services,
  };
}

/** Answers are asked for one after the other, a few at once. */
const DEADLINES = 5;

const imageOf = (operator: Live | undefined): string | undefined => {
  const spec = operator?.spec as { template?: { spec?: { containers?: { image?: string }[] } } } | undefined;
  return spec?.template?.spec?.containers?.[0]?.image;
};
