import { UNKNOWN } from "../../../../../core/model/unknown.ts";
import { AGENT, NODE, OPERATOR, beside, config, workload } from "../../../../support/live-model.ts";
import { cases } from "../../../../support/rule-cases.ts";

const version = (running: string | undefined, part: "agent" | "relay" = "agent") =>
  beside(
    {
      workloads: [
        part === "agent"
          ? { ...AGENT, version: running as never }
          : workload("relay", "hubble-relay", { version: running as never }),
      ],
    },
    { cilium: { version: "1.20.2", values: {} } },
  );
const values = (tree: object, data: Readonly<Record<string, string | undefined>> = {}) =>
  beside({ config: config(data) }, { cilium: { version: "1.20.2", values: tree as never } });
const group = (min: number, name = "general") => ({
  nodeGroups: [{ name, scaling: { min, desired: min, max: 9 }, labels: {}, instanceTypes: [] }],
});
const gateway = {
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "Gateway",
  metadata: { name: "edge", namespace: "edge" },
};

export default cases({
  "live-planned-version": {
    fails: [
      [
        "agents of before",
        version("1.19.6"),
        { path: "live.workloads.cilium.version", found: "1.19.6", example: true },
      ],
      [
        "an operator of before",
        beside({ workloads: [{ ...OPERATOR, version: "1.19.6" }] }, { cilium: { version: "1.20.2", values: {} } }),
      ],
    ],
    passes: [
      ["the same", version("1.20.2")],
      ["an image without a version", version(undefined)],
      ["the relay, which goes with the chart", version("1.19.6", "relay")],
      ["a plan without Cilium", beside({}, {})],
    ],
    unknown: [["workloads that could not be read", beside({ workloads: UNKNOWN as never }, {})]],
  },
  "live-planned-config": {
    fails: [
      [
        "a key that was changed by hand",
        values({ routingMode: "native" }, { "routing-mode": "tunnel" }),
        { path: "live.config.routing-mode", found: "routing-mode tunnel", example: true },
      ],
      [
        "a switch",
        values({ hubble: { enabled: true } }, { "enable-hubble": "false" }),
        { found: "enable-hubble false" },
      ],
    ],
    passes: [
      ["the same", values({ routingMode: "native", hubble: { enabled: true } })],
      ["a value that the ConfigMap does not hold", values({ operator: { replicas: 2 } })],
      ["a key that is not written", values({ routingMode: "native" }, { "routing-mode": undefined })],
      ["lists and nothing", values({ routingMode: null, hubble: { enabled: ["x"] } })],
      [
        "no ConfigMap, of which another rule tells",
        beside(
          { config: { found: false, data: { "routing-mode": "x" }, errors: [] } },
          { cilium: { version: "1", values: { routingMode: "native" } } },
        ),
      ],
      ["a plan without Cilium", beside({}, {})],
    ],
    unknown: [["a ConfigMap that could not be read", beside({ config: UNKNOWN as never }, {})]],
  },
  "live-planned-kubernetes": {
    fails: [["another version", beside({}, { kubernetesVersion: "1.34" }), { found: "1.35", example: true }]],
    passes: [
      ["the same", beside({}, { kubernetesVersion: "1.35" })],
      ["none planned", beside({}, {})],
    ],
    unknown: [["a server that did not answer", beside({ server: UNKNOWN as never }, { kubernetesVersion: "1.35" })]],
  },
  "live-planned-nodes": {
    fails: [
      ["one of two", beside({}, group(2)), { path: "live.nodes.general", found: "1 of 2 nodes Ready", example: true }],
      ["a node that is not Ready", beside({ nodes: [{ ...NODE, ready: false }] }, group(1))],
      ["a node of no group", beside({ nodes: [{ ...NODE, group: undefined as never }] }, group(1))],
      ["nodes of another group", beside({}, group(1, "gpu"))],
    ],
    passes: [
      ["as many as planned", beside({}, group(1))],
      ["EKS's longer name", beside({ nodes: [{ ...NODE, group: "prod-general" }] }, group(1))],
      ["a name with Pulumi's suffix", beside({ nodes: [{ ...NODE, group: "general-1a2b3c4" }] }, group(1))],
      [
        "two of three groups of one name",
        beside({ nodes: [NODE, { ...NODE, name: "two", group: "general-old" }] }, group(2)),
      ],
    ],
    unknown: [["nodes that could not be read", beside({ nodes: UNKNOWN as never }, group(1))]],
  },
  "live-planned-gateways": {
    fails: [
      [
        "one that was deleted",
        beside({ gateways: [] }, { gateways: [gateway] }),
        { path: "live.gateways.edge/edge", found: "not there", example: true },
      ],
    ],
    passes: [["one that is there", beside({}, { gateways: [gateway] })]],
    unknown: [["Gateways that could not be read", beside({ gateways: UNKNOWN as never }, { gateways: [gateway] })]],
  },
});
