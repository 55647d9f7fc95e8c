import { Severity } from "../../findings/finding.ts";
import { rulesOn } from "../rule.ts";
import { wholeModel } from "../subjects.ts";

const PLACE = { subject: "ConfigMap cilium-config", path: "live.config" } as const;

/** What ENI mode stands on (chart 1.19.6 and 1.20.0, templates/cilium-configmap.yaml with eni.enabled). */
const ENI: Readonly<Record<string, string>> = { "routing-mode": "native", "auto-create-cilium-node-resource": "true" };

export default rulesOn(wholeModel("live"), [
  {
    id: "live-config-there",
    severity: Severity.Error,
    title: "The agents' ConfigMap is there",
    why: "Agents and operator read their settings from it when they start; without it new ones do not start.",
    symptom: "Pods of cilium stay in CreateContainerConfigError.",
    source: "Cilium charts 1.19.6 and 1.20.0: templates/cilium-configmap.yaml",
    fix: "Run pulumi up, or helm upgrade with the release's own values: helm get values cilium -n kube-system.",
    *check({ live }) {
      if (live.config.found) return;
      yield { ...PLACE, found: "no ConfigMap cilium-config", expected: "the one that the chart makes" };
    },
  },
  {
    id: "live-config-ipam",
    severity: Severity.Error,
    title: "Agents give addresses from ENIs, or the address mode is one that this project plans",
    why: "The mode is chosen when a cluster is made. Another one on running nodes leaves pods with addresses that nobody routes.",
    source: "Cilium docs: network/concepts/ipam; chart 1.20.0 templates/cilium-configmap.yaml",
    fix: "Set it back and restart the agents; a new mode needs new nodes. Compare with cilium-eks verify --stack STACK.",
    *check({ live }) {
      const { found, data } = live.config;
      const mode = data["ipam"];
      if (!found || mode === "eni" || data["cni-chaining-mode"] === "aws-cni") return;
      if (mode === "cluster-pool" || mode === "multi-pool") return;
      yield {
        ...PLACE,
        path: "live.config.ipam",
        found: mode === undefined ? "no key ipam" : `ipam ${mode}`,
        expected: "eni, cluster-pool or multi-pool, or chaining with aws-cni",
      };
    },
  },
  {
    id: "live-config-eni",
    severity: Severity.Error,
    title: "What ENI mode needs is set as the chart sets it",
    why: "Pods with addresses of the VPC need no tunnel and cannot use one, and without CiliumNodes made by the agents nobody gives a node addresses.",
    source: "Cilium docs: network/concepts/ipam/eni; chart 1.20.0 templates/cilium-configmap.yaml",
    fix: "Take the key out of extraConfig, or whatever else wrote it, and run pulumi up.",
    *check({ live }) {
      const { data } = live.config;
      if (data["ipam"] !== "eni") return;
      for (const [key, wanted] of Object.entries(ENI)) {
        const value = data[key];
        if (value === wanted) continue;
        yield {
          ...PLACE,
          path: `live.config.${key}`,
          found: value === undefined ? `no key ${key}` : `${key} ${value}`,
          expected: wanted,
        };
      }
    },
  },
  {
    id: "live-config-errors",
    severity: Severity.Error,
    title: "No annotation of the ConfigMap tells of an error",
    why: "The chart and the CLI write what they found wrong with the configuration there.",
    source: "cilium cilium-cli/status/k8s.go (annotation.ConfigPrefix)",
    fix: "Do what the annotation says.",
    *check({ live }) {
      for (const error of live.config.errors) yield { ...PLACE, found: error, expected: "no such annotation" };
    },
  },
  {
    id: "live-config-hubble",
    severity: Severity.Warning,
    title: "Hubble is on where its relay runs",
    why: "The relay asks the agents for flows. With Hubble off in the agents it runs and has nothing to say.",
    symptom: "hubble observe and the UI show no flows; the relay's log says `connection refused` for every node.",
    source: "Cilium docs: observability/hubble/setup; chart 1.20.0 templates/cilium-configmap.yaml",
    fix: "Set hubble.enabled in the chart's values and restart the agents, or remove the relay.",
    *check({ live }) {
      const relay = live.workloads.some(({ part, desired }) => part === "relay" && desired > 0);
      if (!relay || live.config.data["enable-hubble"] === "true") return;
      yield { ...PLACE, path: "live.config.enable-hubble", found: "off, with a relay", expected: "enable-hubble true" };
    },
  },
]);
