import type { ClusterModel, JsonObject } from "../../../../../core/model/index.ts";
import { cases } from "../../../../support/rule-cases.ts";
import { cilium, unknown } from "../../../../support/model.ts";

const values = (own: JsonObject): ClusterModel => ({ cilium: cilium({ values: own }) });
const other = (own: JsonObject): ClusterModel => ({
  ...values({}),
  releases: [{ name: "edge", chart: "aws-load-balancer-controller", values: own }],
});
const operator = (own: JsonObject): ClusterModel => values({ operator: own });
const budget = (own: JsonObject): ClusterModel => operator({ podDisruptionBudget: own });
const rolling = (rollingUpdate: JsonObject): ClusterModel => values({ updateStrategy: { rollingUpdate } });

export default cases({
  "helm-values-rollout-valid": {
    fails: [
      [
        "Recreate beside the chart's own rollingUpdate",
        operator({ updateStrategy: { type: "Recreate" } }),
        { path: "cilium.values.operator.updateStrategy.rollingUpdate", found: "the chart's own", example: true },
      ],
      [
        "Recreate beside another",
        other({ updateStrategy: { type: "Recreate", rollingUpdate: { maxSurge: 1 } } }),
        { path: "releases.edge.values.updateStrategy.rollingUpdate", found: '{"maxSurge":1}' },
      ],
      [
        "Recreate for a DaemonSet",
        values({ updateStrategy: { type: "Recreate" } }),
        { path: "cilium.values.updateStrategy.type", found: '"Recreate"' },
      ],
      ["for Envoy's", values({ envoy: { updateStrategy: { type: "Recreate" } } })],
      ["for nodeinit's", values({ nodeinit: { updateStrategy: { type: "Recreate" } } })],
      ["for ztunnel's", values({ encryption: { ztunnel: { updateStrategy: { type: "Recreate" } } } })],
      ["for the DNS proxy's", values({ standaloneDnsProxy: { updateStrategy: { type: "Recreate" } } })],
      ["OnDelete for a Deployment", operator({ updateStrategy: { type: "OnDelete" } }), { found: '"OnDelete"' }],
      ["what no kind has", other({ updateStrategy: { type: "Rolling" } }), { found: '"Rolling"' }],
      ["a word for a number", rolling({ maxUnavailable: "two" }), { found: '"two"' }],
      ["more than all", rolling({ maxUnavailable: "101%" }), { found: '"101%"' }],
      ["a half of one", rolling({ maxUnavailable: 1.5 }), { found: "1.5" }],
      [
        "less than none",
        operator({ updateStrategy: { rollingUpdate: { maxSurge: -1 } } }),
        { path: "cilium.values.operator.updateStrategy.rollingUpdate.maxSurge", found: "-1" },
      ],
      [
        "agents of which none may go",
        rolling({ maxUnavailable: 0 }),
        { path: "cilium.values.updateStrategy.rollingUpdate.maxUnavailable", found: "maxSurge 0" },
      ],
      [
        "proxies of which none may go",
        values({ envoy: { updateStrategy: { rollingUpdate: { maxUnavailable: "0%" } } } }),
      ],
      ["neither more nor less", operator({ updateStrategy: { rollingUpdate: { maxUnavailable: 0, maxSurge: "0%" } } })],
      ["less than no replica", operator({ replicas: -1 }), { path: "cilium.values.operator.replicas", found: "-1" }],
      ["of another chart", other({ replicaCount: -2 }), { path: "releases.edge.values.replicaCount" }],
    ],
    passes: [
      ["Recreate alone", operator({ updateStrategy: { type: "Recreate", rollingUpdate: null } })],
      ["Recreate of a chart that has nothing by itself", other({ updateStrategy: { type: "Recreate" } })],
      ["OnDelete of a chart whose kind nobody knows", other({ updateStrategy: { type: "OnDelete" } })],
      ["a DaemonSet by hand", values({ updateStrategy: { type: "OnDelete" } })],
      ["all at once", rolling({ maxUnavailable: "100%", maxSurge: null })],
      ["none away, but one more", rolling({ maxUnavailable: 0, maxSurge: 1 })],
      ["the default type", operator({ updateStrategy: { type: null, rollingUpdate: { maxUnavailable: null } } })],
      [
        "a surge that the chart has",
        values({
          operator: { updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0 } } },
          encryption: { ztunnel: { updateStrategy: { rollingUpdate: { maxUnavailable: 0 } } } },
        }),
      ],
      ["of another chart", other({ updateStrategy: { rollingUpdate: { maxUnavailable: 0 } } })],
      ["no replica", values({ operator: { replicas: 0 }, replicas: "-1", replicasOf: -1 })],
      ["a type of something else", values({ service: { type: "NodePort" } })],
      ["a strategy that is none", values({ updateStrategy: "RollingUpdate" })],
    ],
    unknown: [["an unknown strategy", operator({ updateStrategy: unknown })]],
  },
  "helm-values-disruption-budget-valid": {
    fails: [
      [
        "minAvailable beside the chart's own maxUnavailable",
        budget({ enabled: true, minAvailable: 1 }),
        {
          path: "cilium.values.operator.podDisruptionBudget.maxUnavailable",
          found: "the chart's own 1",
          example: true,
        },
      ],
      ["both", other({ podDisruptionBudget: { minAvailable: 1, maxUnavailable: 1 } }), { found: "both" }],
      ["a negative number", budget({ maxUnavailable: -1 }), { found: "-1" }],
      [
        "a word",
        budget({ minAvailable: "half", maxUnavailable: null }),
        { path: "cilium.values.operator.podDisruptionBudget.minAvailable", found: '"half"' },
      ],
    ],
    passes: [
      ["minAvailable alone", budget({ enabled: true, minAvailable: "50%", maxUnavailable: null })],
      ["maxUnavailable alone", budget({ enabled: true, maxUnavailable: 2, minAvailable: null })],
      ["off", budget({ enabled: false, minAvailable: 1 })],
      ["off by the chart", budget({ minAvailable: 1 })],
      ["off in another chart", other({ podDisruptionBudget: { enabled: false, minAvailable: 1, maxUnavailable: 1 } })],
      ["another chart's minAvailable", other({ podDisruptionBudget: { minAvailable: 1 } })],
      ["a budget of something else", values({ budget: { enabled: true, minAvailable: 1, maxUnavailable: 1 } })],
      ["a budget that is none", values({ podDisruptionBudget: true })],
    ],
    unknown: [["an unknown budget", budget({ enabled: true, minAvailable: unknown })]],
  },
  "helm-values-ports-valid": {
    fails: [
      [
        "a port too high",
        values({ prometheus: { port: 65536 } }),
        { path: "cilium.values.prometheus.port", found: "65536", example: true },
      ],
      ["one below none", values({ healthPort: -1 }), { path: "cilium.values.healthPort", found: "-1" }],
      ["one as text", values({ hubble: { relay: { listenPort: "70000" } } }), { found: '"70000"' }],
      ["a negative one as text", values({ hubble: { relay: { listenPort: "-1" } } })],
    ],
    passes: [
      ["good ones", values({ prometheus: { port: 65535 }, healthPort: 1, tunnelPort: 0, listenPort: "4245" })],
      ["names", values({ port: "grpc", servicePort: null, externalPort: "x70000" })],
      ["what only ends so", values({ enableSupport: 70000, report: 70000, ports: 70000 })],
    ],
    unknown: [["an unknown port", values({ healthPort: unknown })]],
  },
  "helm-values-pod-choices-valid": {
    fails: [
      [
        "a Service type in other letters",
        values({ hubble: { relay: { service: { type: "Loadbalancer" } } } }),
        { path: "cilium.values.hubble.relay.service.type", found: '"Loadbalancer"', example: true },
      ],
      ["a DNS policy", values({ dnsPolicy: "Cluster" }), { path: "cilium.values.dnsPolicy", found: '"Cluster"' }],
      ["of the operator", operator({ dnsPolicy: "default" }), { found: '"default"' }],
      ["a seccomp profile", values({ podSecurityContext: { seccompProfile: { type: "Confined" } } })],
      ["an AppArmor profile", values({ podSecurityContext: { appArmorProfile: { type: "none" } } })],
      ["an eviction policy", budget({ unhealthyPodEvictionPolicy: "Always" })],
      ["a Service of another chart", other({ service: { type: "x" } }), { path: "releases.edge.values.service.type" }],
    ],
    passes: [
      [
        "each that there is",
        values({
          dnsPolicy: "",
          a: { dnsPolicy: "ClusterFirst", service: { type: "ClusterIP" } },
          b: { dnsPolicy: "ClusterFirstWithHostNet", service: { type: "NodePort" } },
          c: { dnsPolicy: "Default", service: { type: "LoadBalancer" } },
          d: { dnsPolicy: "None", service: { type: "ExternalName" } },
          e: { seccompProfile: { type: "RuntimeDefault" }, unhealthyPodEvictionPolicy: "IfHealthyBudget" },
          f: { seccompProfile: { type: "Localhost" }, unhealthyPodEvictionPolicy: "AlwaysAllow" },
          g: { appArmorProfile: { type: "Unconfined" } },
        }),
      ],
      ["other keys", values({ myService: { type: "x" }, serviceType: "x", externalDnsPolicy: "x", type: "x" })],
      ["what is no text", values({ service: { type: 1 } })],
    ],
    unknown: [["an unknown policy", values({ dnsPolicy: unknown })]],
  },
  "helm-values-volumes-valid": {
    fails: [
      [
        "a name in capitals",
        values({ extraVolumes: [{ name: "Bad_Name", emptyDir: {} }] }),
        { path: "cilium.values.extraVolumes.0.name", found: '"Bad_Name"', example: true },
      ],
      ["no name", values({ extraVolumes: [{ emptyDir: {} }] }), { found: "nothing" }],
      ["a name of 64 letters", values({ extraVolumes: [{ name: "a".repeat(64), emptyDir: {} }] })],
      [
        "a name twice",
        operator({ extraVolumes: [{ name: "a" }, { name: "a" }] }),
        { path: "cilium.values.operator.extraVolumes.1.name", found: '"a" again' },
      ],
      [
        "two kinds at once",
        values({ extraVolumes: [{ name: "a", emptyDir: {}, hostPath: { path: "/x" } }] }),
        { path: "cilium.values.extraVolumes.0", found: "emptyDir and hostPath" },
      ],
      [
        "no path",
        values({ extraVolumeMounts: [{ name: "a" }] }),
        { path: "cilium.values.extraVolumeMounts.0.mountPath", found: "nothing" },
      ],
      ["an empty path", values({ extraVolumeMounts: [{ name: "a", mountPath: "" }] })],
      [
        "a path twice",
        values({
          extraVolumeMounts: [
            { name: "a", mountPath: "/a" },
            { name: "b", mountPath: "/a" },
          ],
        }),
        { path: "cilium.values.extraVolumeMounts.1.mountPath", found: '"/a" again' },
      ],
    ],
    passes: [
      [
        "good ones",
        values({
          extraVolumes: [
            { name: "a", emptyDir: {}, hostPath: null },
            { name: "a".repeat(63), hostPath: { path: "/x" } },
          ],
          extraVolumeMounts: [
            { name: "a", mountPath: "/a" },
            { name: "a", mountPath: "/b" },
          ],
        }),
      ],
      ["one without a kind, which is empty", values({ extraVolumes: [{ name: "a" }] })],
      ["what has another name", values({ volumes: [{ name: "A" }], volumeMounts: [{}], extraVolumes: null })],
    ],
    unknown: [["unknown volumes", values({ extraVolumes: unknown })]],
  },
});
