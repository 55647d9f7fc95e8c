import { cases } from "../../../../support/rule-cases.ts";
import type { ClusterModel, Json, JsonObject } from "../../../../../core/model/index.ts";
import { baseline, cilium, eniValues, network, unknown } from "../../../../support/model.ts";

const NLB = "service.beta.kubernetes.io/aws-load-balancer";
const model = (clustermesh: Json, more: JsonObject = {}): ClusterModel => ({
  cilium: cilium({ values: eniValues({ cluster: { name: "blue", id: 1 }, clustermesh, ...more }) }),
});
const v = (path: string): string => `cilium.values.clustermesh.${path}`;
const api = (apiserver: JsonObject): ClusterModel => model({ useAPIServer: true, apiserver });
const service = (parts: JsonObject): ClusterModel => api({ service: parts });
const auto = (parts: JsonObject): ClusterModel => api({ tls: { auto: parts } });
const peers = (clusters: Json): ClusterModel => model({ config: { enabled: true, clusters } });
const fixed = (addresses: string, subnets = 2): ClusterModel => ({
  ...service({ annotations: { [`${NLB}-private-ipv4-addresses`]: addresses } }),
  network: network({ subnets: network().subnets.slice(0, subnets) }),
});

const two = (parts: JsonObject, replicas: unknown = 2) =>
  model({
    useAPIServer: true,
    apiserver: {
      ...(replicas === undefined ? {} : { replicas: replicas as number }),
      service: { type: "LoadBalancer", annotations: { [`${NLB}-type`]: "nlb" }, ...parts },
    },
  });

export default cases({
  "mesh-cluster-id": {
    fails: [
      [
        "id 0",
        model({ useAPIServer: true }, { cluster: { name: "blue", id: 0 } }),
        { path: "cilium.values.cluster.id" },
      ],
    ],
    passes: [
      ["an id", model({ useAPIServer: true })],
      ["no mesh", model({}, { cluster: { name: "blue", id: 0 } })],
    ],
    unknown: [["an unknown id", model({ useAPIServer: true }, { cluster: { name: "blue", id: unknown } })]],
  },
  "mesh-service-type": {
    fails: [
      ["the chart's default", model({ useAPIServer: true }), { path: v("apiserver.service.type") }],
      ["a NodePort", service({ type: "NodePort" }), { path: v("apiserver.service.type") }],
    ],
    passes: [["a load balancer", service({ type: "LoadBalancer" })]],
    unknown: [["an unknown type", service({ type: unknown })]],
  },
  "mesh-service-affinity": {
    fails: [["two replicas behind an NLB of EKS", two({}), { path: v("apiserver.replicas"), example: true }]],
    passes: [
      ["one replica", two({}, 1)],
      ["the load balancer controller's class", two({ loadBalancerClass: "service.k8s.aws/nlb" })],
      ["its type", two({ annotations: { [`${NLB}-type`]: "external" } })],
      ["a NodePort", two({ type: "NodePort" })],
      ["the chart's own number", two({}, null)],
      [
        "no mesh API",
        model({
          apiserver: { replicas: 2, service: { type: "LoadBalancer", annotations: { [`${NLB}-type`]: "nlb" } } },
        }),
      ],
    ],
    unknown: [["an unknown number", two({}, unknown)]],
  },
  "mesh-service-internal": {
    fails: [
      ["no annotation", service({ type: "LoadBalancer" }), { path: v("apiserver.service.annotations") }],
      [
        "an internet-facing scheme",
        service({ type: "LoadBalancer", annotations: { [`${NLB}-scheme`]: "internet-facing" } }),
        { example: true, path: v("apiserver.service.annotations") },
      ],
    ],
    passes: [
      ["no mesh API", model({ apiserver: { service: { type: "LoadBalancer" } } })],
      ["a NodePort", service({ type: "NodePort" })],

      ["an internal scheme", service({ type: "LoadBalancer", annotations: { [`${NLB}-scheme`]: "internal" } })],
      [
        "the built-in controller's word",
        service({ type: "LoadBalancer", annotations: { [`${NLB}-internal`]: "true" } }),
      ],
    ],
    unknown: [["unknown annotations", service({ type: "LoadBalancer", annotations: unknown })]],
  },
  "mesh-address-certificate": {
    fails: [
      ["no address at all", peers({ green: { ips: [], port: 2379 } }), { path: v("config.clusters.green") }],

      [
        "a load balancer's name",
        peers({ green: { address: "mesh.elb.eu-central-1.amazonaws.com", port: 2379 } }),
        { path: v("config.clusters.green.address") },
      ],
      ["nothing", peers([{ name: "green", port: 2379 }]), { path: v("config.clusters.0") }],
    ],
    passes: [
      ["addresses", peers({ green: { ips: ["10.1.8.20"], port: 2379 } })],
      ["a name that the certificate covers", peers({ green: { address: "green.mesh.cilium.io", port: 2379 } })],
    ],
    unknown: [["an unknown address", peers({ green: { address: unknown, port: 2379 } })]],
  },
  "mesh-certificates-renewed": {
    fails: [
      ["the chart's default", model({ useAPIServer: true }), { path: v("apiserver.tls.auto.method") }],
      ["a job without a schedule", auto({ method: "cronJob" }), { path: v("apiserver.tls.auto.schedule") }],
    ],
    passes: [
      ["a schedule", auto({ method: "cronJob", schedule: "0 3 1 */3 *" })],
      ["cert-manager", auto({ method: "certmanager" })],
      ["certificates from elsewhere", auto({ enabled: false })],
    ],
    unknown: [["an unknown method", auto({ method: unknown })]],
  },
  "mesh-connection-to-itself": {
    fails: [
      ["its own name", peers({ blue: { ips: ["10.1.8.20"], port: 2379 } }), { path: v("config.clusters.blue") }],
      ["its own name under another key", peers({ other: { name: "blue" } }), { path: v("config.clusters.other") }],
    ],
    passes: [
      ["no peers", baseline()],
      ["another name", peers({ green: { ips: ["10.1.8.20"], port: 2379 } })],
    ],
    unknown: [["unknown clusters", peers(unknown)]],
  },
  "mesh-addresses-in-subnets": {
    fails: [
      ["an address outside", fixed("10.0.0.20,10.0.16.20,192.168.0.1"), { path: v("apiserver.service.annotations") }],
      ["a subnet without one", fixed("10.0.0.20"), { path: v("apiserver.service.annotations") }],
      [
        "an address that is in none beside no other",
        fixed("10.1.0.20", 1),
        { path: v("apiserver.service.annotations"), found: "10.1.0.20" },
      ],
      ["a subnet with two", fixed("10.0.0.20, 10.0.0.21, 10.0.16.20"), { path: v("apiserver.service.annotations") }],
    ],
    passes: [
      ["one a subnet", fixed("10.0.0.20,10.0.16.20")],
      ["the one subnet's one address", fixed("10.0.0.20", 1)],
    ],
    unknown: [["unknown annotations", { ...service({ annotations: unknown }), network: network() }]],
  },
});
