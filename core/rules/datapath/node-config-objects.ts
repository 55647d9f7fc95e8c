import { governingValue } from "../../facts/config-map-keys.ts";
import type { KubernetesObject } from "../../model/index.ts";
import { each } from "../../model/unknown.ts";
import { Values, shown } from "../common.ts";
import { type LabelSelector, specOf } from "../gateway/objects.ts";
import { kinds } from "../gateway/subjects.ts";
import { rulesOn } from "../rule.ts";
import { groupsThatFit } from "./egress-policies.ts";

const GUIDE = "Cilium docs: configuration/per-node-config";

interface NodeConfigSpec {
  readonly nodeSelector?: LabelSelector;
  readonly defaults?: Readonly<Record<string, unknown>>;
}

const specIn = (object: KubernetesObject): NodeConfigSpec => specOf<NodeConfigSpec>(object);

/** Options that agents and the operator must agree on, with what the release has. */
const SHARED: Readonly<Record<string, (values: Values) => string>> = {
  ipam: (values) => values.text("ipam.mode") ?? "cluster-pool",
  "routing-mode": (values) => values.text("routingMode") ?? "tunnel",
  "tunnel-protocol": (values) => values.text("tunnelProtocol") ?? "vxlan",
  "cluster-name": (values) => values.text("cluster.name") ?? "default",
  "cluster-id": (values) => shown(values.get("cluster.id") ?? 0),
  "identity-allocation-mode": (values) => values.text("identityAllocationMode") ?? "crd",
};

export default rulesOn(kinds("cilium.io", "CiliumNodeConfig"), [
  {
    id: "datapath-node-config-mode",
    severity: "error",
    title: "Nodes do not differ in what the whole cluster must agree on",
    why: "The operator has one IPAM mode and hands out addresses for that one: agents of another mode get none. Nodes with another routing mode or tunnel do not understand each other's packets.",
    symptom:
      "Agents of these nodes wait for their CiliumNode's addresses, or pods of the two kinds of nodes do not reach each other.",
    source: `${GUIDE}; METR/inspect-action#422; cilium/cilium operator/pkg/ipam`,
    fix: "Take the option out of the CiliumNodeConfig, and set it once in the release's values.",
    also: ["cilium"],
    *check(object, { cilium }) {
      if (cilium === undefined) return;
      const values = new Values(cilium);
      const { defaults = {} } = specIn(object);
      yield* each(Object.keys(defaults), function* (key) {
        const own = SHARED[key];
        if (own === undefined || String(defaults[key]) === own(values)) return;
        yield {
          at: `spec.defaults.${key}`,
          found: String(defaults[key]),
          expected: `${own(values)}, as the release has`,
        };
      });
    },
  },
  {
    id: "datapath-node-config-text",
    severity: "error",
    title: "Options of a CiliumNodeConfig are the agent's, written as text",
    why: "They go into the agent's configuration as they are: the API server refuses anything but text, and the agent looks for its own option names, not for values of the chart.",
    source: `${GUIDE}; CRD ciliumnodeconfigs at 1.19.6: defaults`,
    fix: 'Write the agent\'s option with its value in quotes, for example enable-bpf-masquerade: "true".',
    *check(object) {
      const { defaults = {} } = specIn(object);
      yield* each(Object.keys(defaults), function* (key) {
        const value = defaults[key];
        const at = `spec.defaults.${key}`;
        if (typeof value !== "string")
          yield {
            at,
            found: JSON.stringify(value),
            expected: "text",
            fix: `Write ${key}: ${JSON.stringify(String(value))}.`,
          };
        // Options have dashes and small letters; values of the chart have dots or capitals.
        else if (/[.A-Z_]/.test(key) && governingValue(key) === undefined)
          yield {
            at,
            found: `"${key}", which is no option of the agent`,
            expected: "an option such as enable-bpf-masquerade",
          };
      });
    },
  },
  {
    id: "datapath-node-config-place",
    severity: "error",
    title: "A CiliumNodeConfig lies in Cilium's namespace",
    why: "Agents read those of their own namespace only.",
    symptom: "The agents' configuration stays that of the ConfigMap.",
    source: GUIDE,
    fix: "Create it in the namespace of Cilium's release.",
    also: ["cilium"],
    *check({ metadata }, { cilium }) {
      const namespace = metadata.namespace ?? "default";
      if (cilium === undefined || namespace === cilium.namespace) return;
      yield { at: "metadata.namespace", found: namespace, expected: cilium.namespace };
    },
  },
  {
    id: "datapath-node-config-nodes",
    severity: "warning",
    title: "A CiliumNodeConfig selects nodes that there are",
    why: "One that fits no node changes nothing; nodes are registered with labels once, and agents read the configuration when they start.",
    source: GUIDE,
    fix: "Write labels that a node group has into nodeSelector.",
    also: ["nodeGroups"],
    *check(object, model) {
      const { nodeSelector = {} } = specIn(object);
      const groups = groupsThatFit(nodeSelector, model);
      if (groups === undefined || groups.length > 0) return;
      yield {
        at: "spec.nodeSelector",
        found: `${JSON.stringify(nodeSelector)}, which no node group has`,
        expected: `labels of ${(model.nodeGroups ?? []).map(({ name }) => name).join(" or ")}`,
      };
    },
  },
]);
