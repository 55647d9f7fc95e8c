import type {
  GatewaySettings,
  InferenceLoadBalancer,
  InferenceRouteSettings,
} from "../../../../../core/settings/index.ts";
import { cases } from "../../../../support/rule-cases.ts";
import { ON_PREMISES, askedOne, stackWithGpus } from "../../../../support/inference.ts";
import { cilium, eniValues, unknown } from "../../../../support/model.ts";

const PATH = "inference.models.llama";
const admitting = { allowedNamespaces: ["inference-llama"] };
const HTTPS = { protocol: "HTTPS" as const, ...admitting };
const HTTP = { protocol: "HTTP" as const, ...admitting };
const through = (gateway: Partial<GatewaySettings> | undefined) => ({
  stack: stackWithGpus(
    gateway === undefined
      ? {}
      : { gateway: { enabled: true, listeners: { https: HTTPS }, exposure: { type: "internal" }, ...gateway } },
  ),
});
const { gateway: _, ...without } = stackWithGpus();
const listeners = (all: GatewaySettings["listeners"]) => through(all === undefined ? {} : { listeners: all });
const withValues = (values: Parameters<typeof eniValues>[0]) => ({ cilium: cilium({ values: eniValues(values) }) });
const two = {
  ...askedOne({ route: { gateway: { name: "inside", namespace: "gateway-inside" } } }),
  gateway: {
    settings: { listeners: { http: { protocol: "HTTP" as const } } },
    others: { inside: { listeners: { https: HTTPS }, exposure: { type: "internal" as const } } },
  },
};

const own = (loadBalancer: InferenceLoadBalancer, more: Partial<InferenceRouteSettings> = {}) => ({
  ...more,
  option: { kind: "agentgateway" as const, loadBalancer },
});

export default cases({
  "inference-gateway": {
    fails: [
      [
        "a stack without a Gateway",
        askedOne({}, { stack: without }),
        { path: `${PATH}.route.gateway`, found: "without a Gateway" },
      ],
      ["one that is off", askedOne({}, through({ enabled: false })), { found: "without a Gateway" }],
      ["one without listeners", askedOne({}, listeners({})), { found: "without listeners" }],
      [
        "a load balancer of its own that nobody makes",
        askedOne(own({}), through({ enabled: false })),
        { path: `${PATH}.option.loadBalancer`, found: "Load Balancer Controller" },
      ],
    ],
    passes: [
      ["the stack's", askedOne({})],
      ["another one", askedOne({ route: { gateway: { name: "a", namespace: "b" } } }, { stack: without })],
      ["a load balancer of its own, without listeners", askedOne(own({}), listeners({}))],
    ],
    unknown: [["an unknown Gateway", askedOne({}, { stack: { ...without, gateway: unknown } })]],
  },
  "inference-gateway-namespace": {
    fails: [
      [
        "listeners of their own namespace",
        askedOne({}, listeners({ https: { protocol: "HTTPS" } })),
        { path: `${PATH}.namespace`, found: '"inference-llama"', example: true },
      ],
      [
        "other namespaces",
        askedOne({}, listeners({ https: { protocol: "HTTPS", allowedNamespaces: ["shop"] } })),
        { found: "inference-llama" },
      ],
      [
        "the named listener does not",
        askedOne({ route: { listener: "http" } }, listeners({ https: HTTPS, http: { protocol: "HTTP" } })),
        { path: `${PATH}.route.listener`, found: "no HTTP or HTTPS" },
      ],
      ["a listener that is none", askedOne({ route: { listener: "x" } }), { found: '"x", which is no listener' }],
      [
        "a listener of streams",
        askedOne({}, listeners({ tcp: { protocol: "TCP", port: 1, allowedNamespaces: "All" } })),
        { found: "no HTTP" },
      ],
    ],
    passes: [
      [
        "a load balancer of its own, on which no listener is asked for",
        askedOne(own({}), listeners({ https: { protocol: "HTTPS" } })),
      ],
      ["one that names it", askedOne({})],
      ["one for all", askedOne({}, listeners({ https: { protocol: "HTTPS", allowedNamespaces: "All" } }))],
      ["HTTP", askedOne({}, listeners({ http: HTTP }))],
      [
        "the Gateway's own namespace",
        askedOne({ namespace: "gateway-edge" }, listeners({ https: { protocol: "HTTPS" } })),
      ],
      ["no listener, of which another rule tells", askedOne({}, listeners({}))],
      ["another Gateway", askedOne({ route: { gateway: { name: "a", namespace: "b" } } })],
      ["another Gateway of the stack", two],
    ],
    unknown: [["unknown listeners", askedOne({}, listeners({ https: unknown }))]],
  },
  "inference-encrypted": {
    fails: [
      ["HTTP alone", askedOne({}, listeners({ http: HTTP })), { path: `${PATH}.route.listener`, found: "HTTP only" }],
      [
        "HTTP by name",
        askedOne({ route: { listener: "http" } }, listeners({ http: HTTP, https: HTTPS })),
        { found: "HTTP only" },
      ],
      [
        "a load balancer of its own",
        askedOne(own({})),
        { path: `${PATH}.option.loadBalancer.certificateSecret`, found: "HTTP on port 80" },
      ],
    ],
    passes: [
      ["HTTPS", askedOne({})],
      ["both", askedOne({}, listeners({ http: HTTP, https: HTTPS }))],
      [
        "a load balancer of its own with a certificate, whatever the Gateway",
        askedOne(own({ certificateSecret: "llm" }), listeners({ http: HTTP })),
      ],
      ["no listener, of which another rule tells", askedOne({}, listeners({}))],
      ["a listener that is none, of which another rule tells", askedOne({ route: { listener: "x" } })],
      ["another Gateway", askedOne({ route: { gateway: { name: "a", namespace: "b" } } }, listeners({ http: HTTP }))],
    ],
    unknown: [["unknown listeners", askedOne({}, listeners({ https: unknown }))]],
  },
  "inference-silence": {
    fails: [
      [
        "Envoy waits less",
        askedOne(
          { route: { silenceSeconds: 600 } },
          through({ exposure: { type: "internal", idleTimeoutSeconds: 600 } }),
        ),
        { path: `${PATH}.route.silenceSeconds`, found: "300 seconds in Envoy" },
      ],
      [
        "Envoy was told to wait less",
        askedOne({}, withValues({ envoy: { streamIdleTimeoutDurationSeconds: 60 } })),
        { found: "60 seconds in Envoy" },
      ],
      [
        "the load balancer waits less",
        askedOne({ route: { silenceSeconds: 600 } }, withValues({ envoy: { streamIdleTimeoutDurationSeconds: 600 } })),
        { found: "350 seconds in the load balancer", example: true },
      ],
      [
        "the load balancer was told to wait less",
        askedOne({}, through({ exposure: { type: "internal", idleTimeoutSeconds: 60 } })),
        { found: "60 seconds in the load balancer (gateway.exposure" },
      ],
      [
        "a load balancer of its own waits less",
        askedOne(own({}, { route: { silenceSeconds: 351 } })),
        { found: "350 seconds in the load balancer (option.loadBalancer" },
      ],
    ],
    passes: [
      ["what both do by themselves", askedOne({})],
      [
        "a load balancer of its own that waits as long, whatever the Gateway's",
        askedOne(
          own({ idleTimeoutSeconds: 400 }, { route: { silenceSeconds: 400 } }),
          through({ exposure: { type: "internal", idleTimeoutSeconds: 60 } }),
        ),
      ],
      ["Envoy that waits for ever", askedOne({}, withValues({ envoy: { streamIdleTimeoutDurationSeconds: 0 } }))],
      [
        "both long",
        askedOne(
          { route: { silenceSeconds: 900 } },
          {
            ...through({ exposure: { type: "internal", idleTimeoutSeconds: 900 } }),
            ...withValues({ envoy: { streamIdleTimeoutDurationSeconds: 900 } }),
          },
        ),
      ],
      [
        "a Gateway elsewhere, whose load balancer nobody knows",
        askedOne(
          { route: { silenceSeconds: 600, gateway: { name: "a", namespace: "b" } } },
          withValues({ envoy: { streamIdleTimeoutDurationSeconds: 600 } }),
        ),
      ],
    ],
    unknown: [["an unknown value", askedOne({}, withValues({ envoy: { streamIdleTimeoutDurationSeconds: unknown } }))]],
  },
  "inference-link-mtu": {
    fails: [
      [
        "a guessed size",
        askedOne({ nodes: ON_PREMISES }, { strategy: "overlay", ...withValues({}) }),
        { path: `${PATH}.nodes.kind`, found: "every node guesses" },
      ],
      [
        "0, which is a guess too",
        askedOne({ nodes: ON_PREMISES }, { strategy: "overlay", ...withValues({ MTU: 0 }) }),
        { found: "guesses" },
      ],
    ],
    passes: [
      ["a size", askedOne({ nodes: ON_PREMISES }, { strategy: "overlay", ...withValues({ MTU: 1400 }) })],
      ["EC2", askedOne({}, { strategy: "overlay", ...withValues({}) })],
      [
        "no overlay, of which another rule tells",
        askedOne({ nodes: ON_PREMISES }, { strategy: "mixed", ...withValues({}) }),
      ],
    ],
    unknown: [
      ["an unknown size", askedOne({ nodes: ON_PREMISES }, { strategy: "overlay", ...withValues({ MTU: unknown }) })],
    ],
  },
  "inference-open": {
    fails: [
      [
        "what is made where nothing is said",
        askedOne({}, { gateway: { settings: { listeners: { https: HTTPS } } } }),
        { path: `${PATH}.route.gateway` },
      ],
      [
        "everybody by name",
        askedOne({}, through({ exposure: { type: "internet-facing", sourceRanges: ["0.0.0.0/0"] } })),
        { found: "everybody" },
      ],
      ["the host network", askedOne({}, through({ exposure: { type: "host-network" } })), { found: "everybody" }],
      [
        "a load balancer of its own",
        askedOne(own({ public: true })),
        { path: `${PATH}.option.loadBalancer`, found: "everybody" },
      ],
    ],
    passes: [
      ["some", askedOne({}, through({ exposure: { type: "internet-facing", sourceRanges: ["203.0.113.0/24"] } }))],
      ["inside", askedOne({})],
      [
        "a load balancer of its own inside, whatever the Gateway",
        askedOne(own({}), through({ exposure: { type: "internet-facing" } })),
      ],
      ["one of its own for some", askedOne(own({ public: true, sourceRanges: ["203.0.113.0/24"] }))],
      ["the host network inside", askedOne({}, through({ exposure: { type: "host-network", internal: true } }))],
      [
        "a Gateway elsewhere",
        askedOne(
          { route: { gateway: { name: "a", namespace: "b" } } },
          through({ exposure: { type: "internet-facing" } }),
        ),
      ],
    ],
    unknown: [["an unknown exposure", askedOne({}, through({ exposure: unknown }))]],
  },
});
