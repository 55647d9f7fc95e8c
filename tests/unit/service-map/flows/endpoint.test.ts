import { describe, expect, it } from "vitest";
import { type Endpoint, nameEndpoint, withoutHash } from "../../../../service-map/flows/endpoint.ts";

/** What an agent says of a pod on another node: its name and labels, not its workload. */
const REMOTE: Endpoint = { identity: 41_022, cluster_name: "prod", namespace: "shop", pod_name: "web-6f4b7c9d5-bcdfg" };
const POD_LABELS = ["k8s:io.kubernetes.pod.namespace=shop", "k8s:io.cilium.k8s.policy.cluster=prod"];
const idOf = (endpoint: Endpoint): string => {
  const named = nameEndpoint(endpoint);
  return "node" in named ? named.node.id : "reserved" in named ? `reserved ${named.reserved}` : "world";
};

describe("an endpoint", () => {
  it.each<[string, Endpoint, string]>([
    [
      "a pod of the reporting node, by workload",
      { ...REMOTE, workloads: [{ name: "web", kind: "Deployment" }] },
      "prod/shop/web",
    ],
    ["a pod of another node, by its name", REMOTE, "prod/shop/web"],
    ["a pod whose workload is empty", { ...REMOTE, workloads: [{}] }, "prod/shop/web"],
    [
      "a pod that is gone, by its labels",
      { identity: 41_022, labels: ["k8s:app=web", ...POD_LABELS] },
      "prod/shop/web",
    ],
    ["a pod without any name, by its identity", { identity: 41_022 }, "identity 41022"],
    ["a pod of which a mask left the namespace alone", { namespace: "shop" }, "shop/unnamed pods"],
    ["the Gateway of the reporter's cluster", { identity: 8, labels: ["reserved:ingress"] }, "reserved ingress"],
    [
      "the API server, which is outside as well",
      { identity: 7, labels: ["reserved:kube-apiserver", "reserved:world"] },
      "reserved kube-apiserver",
    ],
    ["a host, by number alone", { identity: 1 }, "reserved host"],
    ["a reserved identity whose cluster is said", { identity: 8, cluster_name: "prod" }, "prod/reserved:ingress"],
    [
      "an address that one node numbered",
      { identity: 16_777_217, labels: ["cidr:203.0.113.0/24", "reserved:world"] },
      "world",
    ],
    ["an address that one node numbered, without labels", { identity: 16_777_217 }, "world"],
    ["the world over IPv6", { identity: 10 }, "world"],
    ["nothing", {}, "world"],
  ])("is %s", (_, endpoint, id) => {
    expect(idOf(endpoint)).toBe(id);
  });

  it("takes what is no text for nothing", () => {
    const strange = { pod_name: 7, workloads: "web", labels: [1, null], namespace: ["shop"] } as unknown as Endpoint;
    expect(idOf(strange)).toBe("world");
  });

  it.each([
    ["web-6f4b7c9d5-bcdfg", "web"],
    ["web-api-6f4b7c9d5-bcdfg", "web-api"],
    ["fluent-bit-x7k2p", "fluent-bit"],
    ["backup-29384756-x7k2p", "backup"],
    ["backup-29387103-x7k2p", "backup"],
    ["db-0", "db"],
    ["db-12", "db"],
    ["web", "web"],
    ["web-server", "web-server"],
  ])("%s belongs to %s", (pod, workload) => {
    expect(withoutHash(pod)).toBe(workload);
  });
});
