import type { ClusterModel, Json, JsonObject } from "../../../../../core/model/index.ts";
import * as mesh from "../../../../../core/rules/mesh/values.ts";
import { cilium, eniValues, network, unknown } from "../../../../support/model.ts";
import { describeRules } from "../../../../support/rule-table.ts";

const NLB = "service.beta.kubernetes.io/aws-load-balancer";
const model = (clustermesh: Json, more: JsonObject = {}): ClusterModel => ({
  cilium: cilium({ values: eniValues({ cluster: { name: "blue", id: 1 }, clustermesh, ...more }) }),
});
const v = (path: string): string => `cilium.values.clustermesh.${path}`;
const api = (apiserver: JsonObject): ClusterModel => model({ useAPIServer: true, apiserver });
const service = (parts: JsonObject): ClusterModel => api({ service: parts });
const auto = (parts: JsonObject): ClusterModel => api({ tls: { auto: parts } });
const peers = (clusters: Json): ClusterModel => model({ config: { enabled: true, clusters } });
const fixed = (addresses: string): ClusterModel => ({
  ...service({ annotations: { [`${NLB}-private-ipv4-addresses`]: addresses } }),
  network: network(),
});

describeRules([
  {
    rule: mesh.meshId,
    fails: [["id 0", model({ useAPIServer: true }, { cluster: { name: "blue", id: 0 } }), "cilium.values.cluster.id"]],
    passes: [
      ["an id", model({ useAPIServer: true })],
      ["no mesh", model({}, { cluster: { name: "blue", id: 0 } })],
    ],
    undecided: [["an unknown id", model({ useAPIServer: true }, { cluster: { name: "blue", id: unknown } })]],
  },
  {
    rule: mesh.meshService,
    fails: [
      ["the chart's default", model({ useAPIServer: true }), v("apiserver.service.type")],
      ["a NodePort", service({ type: "NodePort" }), v("apiserver.service.type")],
    ],
    passes: [["a load balancer", service({ type: "LoadBalancer" })]],
    undecided: [["an unknown type", service({ type: unknown })]],
  },
  {
    rule: mesh.meshInternal,
    fails: [
      ["no annotation", service({ type: "LoadBalancer" }), v("apiserver.service.annotations")],
      [
        "an internet-facing scheme",
        service({ type: "LoadBalancer", annotations: { [`${NLB}-scheme`]: "internet-facing" } }),
        v("apiserver.service.annotations"),
      ],
    ],
    passes: [
      ["an internal scheme", service({ type: "LoadBalancer", annotations: { [`${NLB}-scheme`]: "internal" } })],
      [
        "the built-in controller's word",
        service({ type: "LoadBalancer", annotations: { [`${NLB}-internal`]: "true" } }),
      ],
    ],
    undecided: [["unknown annotations", service({ type: "LoadBalancer", annotations: unknown })]],
  },
  {
    rule: mesh.meshAddress,
    fails: [
      [
        "a load balancer's name",
        peers({ green: { address: "mesh.elb.eu-central-1.amazonaws.com", port: 2379 } }),
        v("config.clusters.green.address"),
      ],
      ["nothing", peers([{ name: "green", port: 2379 }]), v("config.clusters.0")],
    ],
    passes: [
      ["addresses", peers({ green: { ips: ["10.1.8.20"], port: 2379 } })],
      ["a name that the certificate covers", peers({ green: { address: "green.mesh.cilium.io", port: 2379 } })],
    ],
    undecided: [["an unknown address", peers({ green: { address: unknown, port: 2379 } })]],
  },
  {
    rule: mesh.meshRenewal,
    fails: [
      ["the chart's default", model({ useAPIServer: true }), v("apiserver.tls.auto.method")],
      ["a job without a schedule", auto({ method: "cronJob" }), v("apiserver.tls.auto.schedule")],
    ],
    passes: [
      ["a schedule", auto({ method: "cronJob", schedule: "0 3 1 */3 *" })],
      ["cert-manager", auto({ method: "certmanager" })],
      ["certificates from elsewhere", auto({ enabled: false })],
    ],
    undecided: [["an unknown method", auto({ method: unknown })]],
  },
  {
    rule: mesh.meshSelf,
    fails: [["its own name", peers({ blue: { ips: ["10.1.8.20"], port: 2379 } }), v("config.clusters.blue")]],
    passes: [["another name", peers({ green: { ips: ["10.1.8.20"], port: 2379 } })]],
    undecided: [["unknown clusters", peers(unknown)]],
  },
  {
    rule: mesh.meshAddresses,
    fails: [
      ["an address outside", fixed("10.0.0.20,10.0.16.20,192.168.0.1"), v("apiserver.service.annotations")],
      ["a subnet without one", fixed("10.0.0.20"), v("apiserver.service.annotations")],
      ["a subnet with two", fixed("10.0.0.20, 10.0.0.21, 10.0.16.20"), v("apiserver.service.annotations")],
    ],
    passes: [["one a subnet", fixed("10.0.0.20,10.0.16.20")]],
    undecided: [["unknown annotations", { ...service({ annotations: unknown }), network: network() }]],
  },
]);
