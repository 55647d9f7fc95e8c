import type { KubeObject } from "../support/kube-client.ts";
import { describedAs } from "../support/real-engine.ts";
import type { StackConfig } from "../support/real-project.ts";
import type { ControlPlane } from "../support/testcluster.ts";

/** What the CoreDNS add-on of EKS leaves in a cluster and a chart or a component reaches for. */
const KUBE_DNS: KubeObject = {
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "kube-dns", namespace: "kube-system", labels: { "k8s-app": "kube-dns" } },
  spec: { clusterIP: "None", selector: { "k8s-app": "kube-dns" }, ports: [{ name: "dns", port: 53, protocol: "UDP" }] },
};

/** What EKS starts by itself in a cluster that is not told otherwise, as far as it is patched. */
const daemon = (name: string): KubeObject => ({
  apiVersion: "apps/v1",
  kind: "DaemonSet",
  metadata: { name, namespace: "kube-system" },
  spec: {
    selector: { matchLabels: { "k8s-app": name } },
    template: {
      metadata: { labels: { "k8s-app": name } },
      spec: { containers: [{ name, image: `registry.test/${name}:1` }] },
    },
  },
});

interface Assumed {
  readonly existing?: StackConfig;
  readonly tls?: { readonly certManager?: string };
}

const assumed = (config: StackConfig, key: string): Assumed => config[`cilium-eks:${key}`] ?? {};

/** Puts into the cluster what a stack takes for granted: what EKS has in each, somebody else's cert-manager, the VPC CNI. */
export async function furnish(plane: ControlPlane, config: StackConfig): Promise<void> {
  const { existing } = assumed(config, "cluster");
  if (assumed(config, "gateway").tls?.certManager === "present") {
    await plane.applyCrds(["cert-manager-1.19.1"]);
  }
  await plane.apply([KUBE_DNS, ...(existing === undefined ? [] : [daemon("aws-node"), daemon("kube-proxy")])]);
}

/** The settings of a cluster that exists, with the address of the one at hand. */
export const inPlace = (cluster: StackConfig, plane: ControlPlane): StackConfig =>
  cluster["existing"] === undefined
    ? cluster
    : { ...cluster, existing: { ...(cluster["existing"] as StackConfig), ...describedAs(plane) } };
