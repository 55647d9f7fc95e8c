import { isObject } from "../../model/json.ts";
import { rulesOn } from "../rule.ts";
import { ciliumValues } from "../subjects.ts";
import { governingValue } from "../../facts/config-map-keys.ts";
import { minorOfCilium, shown } from "../common.ts";
import { each } from "../../model/unknown.ts";

export default rulesOn(ciliumValues, [
  {
    id: "helm-values-extra-config",
    severity: "warning",
    title: "extraConfig sets nothing that a value of the chart governs",
    why: "It stands last in the agent's ConfigMap: the key wins over the value, past the chart's own checks and past everything else that the chart derives from the value.",
    source: "templates/cilium-configmap.yaml of the Cilium charts 1.19.6 and 1.20.0: extraConfig",
    fix: "Remove the key from extraConfig, and set the value of the chart.",
    *check(values) {
      const extra = values.get("extraConfig");
      if (!isObject(extra)) return;
      yield* each(Object.keys(extra), function* (key) {
        const path = governingValue(key);
        if (path === undefined) return;
        const value = path === "" ? "what the chart works out" : path;
        yield {
          at: `extraConfig.${key}`,
          found: `${key}: ${shown(extra[key])}`,
          expected: path === "" ? "the chart's own value" : `the value ${path}`,
          fix: `Remove ${key} from extraConfig${path === "" ? "." : ` and set ${value}.`}`,
        };
      });
    },
  },
  {
    id: "helm-values-iptables-rules",
    severity: "error",
    title: "The agent installs its iptables rules where it needs them",
    why: "The L7 proxy is reached by them; from 1.20 on kube-proxy replacement and BPF masquerade mark the node's own packets by them. The agent stops at its start without.",
    symptom: 'The agent does not start: L7 proxy requires iptables rules (--install-iptables-rules="true").',
    source: "cilium/cilium daemon/cmd/daemon_main.go, daemon.go (1.20): InstallIptRules",
    fix: "Remove install-iptables-rules from extraConfig.",
    *check(values, { cilium }) {
      if (!values.off("extraConfig.install-iptables-rules")) return;
      const newer = minorOfCilium(cilium) !== "1.19";
      const users = [
        ...(values.off("l7Proxy") || (newer && values.on("bpf.tproxy")) ? [] : ["the L7 proxy"]),
        ...(newer ? ["kubeProxyReplacement", "bpf.masquerade"].filter((path) => values.on(path)) : []),
      ];
      if (users.length === 0) return;
      yield { at: "extraConfig.install-iptables-rules", found: `false with ${users.join(" and ")}`, expected: "true" };
    },
  },
]);
