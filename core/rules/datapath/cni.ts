import type { ClusterModel } from "../../model/index.ts";
import { rulesOn } from "../rule.ts";
import { ciliumValues } from "../subjects.ts";
import { shown } from "../common.ts";

/** Plugins that write into the node's CNI configuration beside Cilium: Multus, and Istio's in its own chart. */
const sharesTheNode = ({ releases = [], objects = [] }: ClusterModel): boolean =>
  releases.some(({ chart }) => /(?:^|\/)(?:multus|istio-cni|cni)(?:$|[-.])/.test(chart)) ||
  objects.some(({ kind, metadata: { name } }) => kind === "DaemonSet" && /multus|istio-cni/.test(name));

export default rulesOn(ciliumValues, [
  {
    id: "datapath-chaining",
    severity: "error",
    title: "Chained to the VPC CNI, Cilium leaves addresses and configuration to it",
    why: "An exclusive Cilium moves the VPC CNI's configuration away, and its masquerade or tunnel undoes what the VPC CNI does.",
    source: "Cilium docs: installation/cni-chaining-aws-cni; cilium/cilium#16007",
    fix: "Set cni.exclusive and enableIPv4Masquerade to false, routingMode to native and endpointRoutes.enabled to true.",
    *check(values) {
      if (!values.chained) return;
      const wanted: [path: string, right: boolean, expected: string][] = [
        ["cni.exclusive", values.off("cni.exclusive"), "false"],
        ["enableIPv4Masquerade", values.off("enableIPv4Masquerade"), "false"],
        ["routingMode", values.text("routingMode") === "native", "native"],
        ["endpointRoutes.enabled", values.on("endpointRoutes.enabled"), "true"],
      ];
      for (const [at, right, expected] of wanted) {
        if (!right) yield { at, found: shown(values.get(at)), expected, fix: `Set ${at} to ${expected}.` };
      }
    },
  },
  {
    id: "datapath-cni-exclusive",
    severity: "warning",
    title: "Cilium owns the node's CNI configuration",
    why: "With cni.exclusive off, a configuration that something else leaves on the node wins by its file name; custom configurations are read at start only.",
    source: "values.yaml of the Cilium charts: cni.exclusive, cni.customConf",
    fix: "Leave cni.exclusive and cni.customConf at their defaults, or waive this where Multus or Istio's CNI plugin needs it.",
    *check(values, model) {
      if (values.chained) return;
      if (values.off("cni.exclusive") && !sharesTheNode(model))
        yield {
          at: "cni.exclusive",
          found: "false without chaining",
          expected: "true",
          fix: "Remove it, or waive this where Multus or Istio's CNI plugin needs it.",
        };
      if (values.on("cni.customConf"))
        yield {
          at: "cni.customConf",
          found: "true",
          expected: "false",
          fix: "Use eni.nodeSpec and CiliumNodeConfigs instead (chart 1.19 and newer).",
        };
    },
  },
  {
    id: "datapath-aws-iptables",
    severity: "warning",
    title: "Leftovers of the VPC CNI's iptables rules are taken away",
    why: "AWS-SNAT-CHAIN and AWS-CONNMARK-CHAIN rewrite pod traffic on nodes that ran the VPC CNI before.",
    source: "values.yaml of the Cilium charts: cni.iptablesRemoveAWSRules; cilium/cilium#25804, #17845",
    fix: "Remove it: true is the default.",
    *check(values) {
      if (values.eni && values.off("cni.iptablesRemoveAWSRules"))
        yield {
          at: "cni.iptablesRemoveAWSRules",
          found: "false",
          expected: "true",
        };
    },
  },
]);
