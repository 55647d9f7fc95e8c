import { cases } from "../../../../support/rule-cases.ts";
import type { ClusterModel, JsonObject } from "../../../../../core/model/index.ts";
import { cilium, controlPlane, eniValues, unknown } from "../../../../support/model.ts";

const eni = (more: JsonObject = {}): ClusterModel => ({ cilium: cilium({ values: eniValues(more) }) });
const fresh = (more: JsonObject = {}, parts: ClusterModel = {}): ClusterModel => ({
  ...eni(more),
  controlPlane: controlPlane(),
  ...parts,
});
const v = (path: string): string => `cilium.values.${path}`;
const priorityClass = (name: string) => ({
  apiVersion: "scheduling.k8s.io/v1",
  kind: "PriorityClass",
  metadata: { name },
});

export default cases({
  "helm-values-operator-runs": {
    fails: [
      ["no replica", eni({ operator: { replicas: 0 } }), { path: v("operator.replicas") }],
      ["switched off", eni({ operator: { enabled: false } }), { path: v("operator.enabled") }],
    ],
    passes: [
      ["the defaults", eni()],
      ["one", eni({ operator: { replicas: 1 } })],
      ["the release that pulls images first", eni({ agent: false, operator: { enabled: false } })],
    ],
    unknown: [["an unknown number", eni({ operator: { replicas: unknown } })]],
  },
  "helm-values-part-without-pods": {
    fails: [
      ["Relay", eni({ hubble: { relay: { enabled: true, replicas: 0 } } }), { path: v("hubble.relay.replicas") }],
      ["the UI", eni({ hubble: { ui: { enabled: true, replicas: 0 } } }), { path: v("hubble.ui.replicas") }],
      [
        "the mesh",
        eni({ clustermesh: { useAPIServer: true, apiserver: { replicas: 0 } } }),
        { path: v("clustermesh.apiserver.replicas") },
      ],
    ],
    passes: [
      ["a part that is off", eni({ hubble: { relay: { enabled: false, replicas: 0 } } })],
      ["the defaults", eni({ hubble: { relay: { enabled: true } } })],
      ["two", eni({ hubble: { relay: { enabled: true, replicas: 2 } } })],
    ],
    unknown: [["an unknown number", eni({ hubble: { relay: { enabled: true, replicas: unknown } } })]],
  },
  "helm-values-priority-class": {
    fails: [
      ["a class of nobody", fresh({ priorityClassName: "very-high" }), { path: v("priorityClassName") }],
      [
        "the operator's, beside another one",
        fresh({ operator: { priorityClassName: "high" } }, { objects: [priorityClass("low")] }),
        { path: v("operator.priorityClassName") },
      ],
    ],
    passes: [
      ["the defaults", fresh()],
      ["none", fresh({ priorityClassName: "" })],
      ["Kubernetes's own", fresh({ priorityClassName: "system-cluster-critical" })],
      ["one that the program makes", fresh({ priorityClassName: "high" }, { objects: [priorityClass("high")] })],
      [
        "a cluster that exists",
        fresh(
          { priorityClassName: "high" },
          { controlPlane: controlPlane({ existing: { strategy: "split" } as never }) },
        ),
      ],
    ],
    unknown: [["an unknown class", fresh({ priorityClassName: unknown })]],
  },
});
