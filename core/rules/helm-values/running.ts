import { rulesOn } from "../rule.ts";
import { ciliumValues } from "../subjects.ts";
import type { Values } from "../common.ts";

const PRIORITY_CLASSES: readonly string[] = ["system-node-critical", "system-cluster-critical"];

/** Where the chart takes the name of a priority class. */
const PRIORITIES = [
  "priorityClassName",
  "operator.priorityClassName",
  "envoy.priorityClassName",
  "hubble.relay.priorityClassName",
  "hubble.ui.priorityClassName",
  "clustermesh.apiserver.priorityClassName",
  "nodeinit.priorityClassName",
] as const;

/** Parts beside the operator whose pods can be counted, and what switches them on. */
const PARTS = [
  { path: "hubble.relay.replicas", on: "hubble.relay.enabled", what: "Hubble Relay" },
  { path: "hubble.ui.replicas", on: "hubble.ui.enabled", what: "the Hubble UI" },
  { path: "clustermesh.apiserver.replicas", on: "clustermesh.useAPIServer", what: "the mesh's API server" },
] as const;

const isNone = (values: Values, path: string): boolean => values.get(path) === 0;

export default rulesOn(ciliumValues, [
  {
    id: "helm-values-operator-runs",
    severity: "error",
    title: "An operator runs",
    why: "The operator attaches ENIs and gives each node its addresses, and takes the agent-not-ready taint away: without one no pod of a new node ever starts.",
    symptom:
      "Pods stay in ContainerCreating; CiliumNodes have no addresses, and no pod has the label io.cilium/app=operator.",
    source: "templates/cilium-operator/deployment.yaml of the Cilium charts; Cilium docs: network/concepts/ipam/eni",
    fix: "Leave operator.enabled and operator.replicas at their defaults.",
    *check(values) {
      // The release that only pulls images before an upgrade has neither (Cilium docs: operations/upgrade, pre-flight check).
      if (values.off("agent")) return;
      if (values.off("operator.enabled"))
        yield { at: "operator.enabled", found: "false", expected: "true", fix: "Remove it: true is the default." };
      else if (isNone(values, "operator.replicas"))
        yield { at: "operator.replicas", found: "0", expected: "1 or more", fix: "Remove it: 2 is the default." };
    },
  },
  {
    id: "helm-values-part-without-pods",
    severity: "warning",
    title: "A part that is switched on has pods",
    why: "With no replica its Service has no endpoint: what asks it waits and fails, as if it were broken.",
    source: "values.yaml of the Cilium charts",
    fix: "Switch the part off, or give it a replica.",
    *check(values) {
      for (const { path, on, what } of PARTS)
        if (values.on(on) && isNone(values, path))
          yield {
            at: path,
            found: `0, with ${on}`,
            expected: `1 or more for ${what}`,
            fix: `Set ${on} to false, or remove ${path}.`,
          };
    },
  },
  {
    id: "helm-values-priority-class",
    severity: "error",
    title: "Cilium's priority classes exist when a new cluster gets Cilium",
    why: "A pod with a class that does not exist is refused. Kubernetes itself has system-node-critical and system-cluster-critical; others must be made before, and nothing else is before Cilium.",
    symptom: 'The DaemonSet has no pod, with the event: no PriorityClass with name "…" was found.',
    source: "Kubernetes docs: pod-priority-preemption; kubernetes/kubernetes plugin/pkg/admission/priority",
    fix: "Use system-node-critical, or make the PriorityClass before Cilium.",
    also: ["controlPlane"],
    *check(values, { controlPlane, objects = [] }) {
      if (controlPlane === undefined || controlPlane.existing !== undefined) return;
      const made = objects.filter(({ kind }) => kind === "PriorityClass").map(({ metadata }) => metadata.name);
      for (const at of PRIORITIES) {
        const name = values.text(at);
        if (name === undefined || name === "" || PRIORITY_CLASSES.includes(name) || made.includes(name)) continue;
        yield { at, found: name, expected: [...PRIORITY_CLASSES, ...made].join(", ") };
      }
    },
  },
]);
