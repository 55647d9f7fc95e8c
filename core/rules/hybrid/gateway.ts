import { rulesOn } from "../rule.ts";
import { hybridSettings, releases, wholeModel } from "../subjects.ts";
import { EksAddon } from "../../facts/addons.ts";
import { GATEWAY_REPLICAS } from "../../hybrid/gateway.ts";
import type { ClusterModel } from "../../model/index.ts";
import { type HybridSettings, HybridStrategy } from "../../settings/index.ts";
import { Values, shown } from "../common.ts";
import { ciliumOfHybrid } from "./common.ts";

const SOURCE =
  "EKS user guide: hybrid-nodes-gateway-getting-started, hybrid-nodes-gateway-cni; aws/eks-hybrid-nodes-gateway";

const gatewayReleases = releases("eks-hybrid-nodes-gateway");

/** The node group that the gateway runs on; undefined where another rule says that there is none. */
function gatewayGroup({ gateway }: HybridSettings, { settings, nodeGroups = [] }: ClusterModel) {
  const settingsOfGroup = gateway === undefined ? undefined : settings?.nodeGroups[gateway.nodeGroup];
  if (gateway === undefined || settingsOfGroup === undefined) return undefined;
  const { nodeGroup: name } = gateway;
  return { name, settings: settingsOfGroup, planned: nodeGroups.find((group) => group.name === name) };
}

export default [
  ...rulesOn(hybridSettings, [
    {
      id: "hybrid-gateway-asked",
      severity: "error",
      title: "The hybrid nodes gateway is described where it is used, with nodes, tables and pods",
      why: "It runs on nodes of its own, and writes the way to the pods into route tables: without either it does nothing.",
      source: SOURCE,
      fix: "Describe the gateway, its routes and the pods' blocks with the strategy hybridGateway, and only there.",
      *check({ strategy, gateway, routes, podCidrs = [] }, { settings }) {
        if (strategy !== HybridStrategy.HybridGateway) {
          if (gateway !== undefined)
            yield { at: "gateway", found: `set, with ${strategy}`, expected: "hybridGateway", fix: "Remove gateway." };
          return;
        }
        if (gateway === undefined)
          yield {
            at: "gateway",
            found: "nothing",
            expected: "a node group and a chart version",
            fix: "Set gateway.nodeGroup to a group of two nodes or more, and gateway.version.",
          };
        else if (settings !== undefined && settings.nodeGroups[gateway.nodeGroup] === undefined)
          yield {
            at: "gateway.nodeGroup",
            found: gateway.nodeGroup,
            expected: `one of ${Object.keys(settings.nodeGroups).join(", ")}`,
            fix: "Name a node group of the stack.",
          };
        if (routes === undefined)
          yield {
            at: "routes",
            found: "nothing",
            expected: "the route tables that the gateway keeps",
            fix: "Set routes with the tables of node and control-plane subnets.",
          };
        if (podCidrs.length === 0)
          yield { at: "podCidrs", found: "none", expected: "the pods' blocks", fix: "Set podCidrs." };
      },
    },
    {
      id: "hybrid-gateway-nodes",
      severity: "error",
      title: "The hybrid nodes gateway has two nodes",
      why: "One works and one waits, on a node each: with a single node nobody takes over, and an update of the node cuts every pod on premises off.",
      source: SOURCE,
      fix: "Set the least size of its node group to 2.",
      *check(asked, model) {
        const group = gatewayGroup(asked, model);
        if (group === undefined || group.settings.scaling.min >= GATEWAY_REPLICAS) return;
        yield {
          at: "gateway.nodeGroup",
          found: `${group.name} with ${String(group.settings.scaling.min)} nodes at least`,
          expected: "2 or more",
          fix: `Set nodeGroups.${group.name}.scaling.min to 2.`,
        };
      },
    },
    {
      id: "hybrid-gateway-zones",
      severity: "warning",
      title: "The hybrid nodes gateway has nodes in two zones",
      why: "With both nodes in one zone nobody takes over when the zone fails, and every pod on premises is cut off.",
      source: SOURCE,
      fix: "Give its node group a second zone.",
      *check(asked, model) {
        const group = gatewayGroup(asked, model);
        const zones = group?.settings.zones?.length ?? group?.planned?.subnets.length;
        if (group === undefined || zones === undefined || zones >= 2) return;
        yield {
          at: "gateway.nodeGroup",
          found: `${group.name} in one zone`,
          expected: "two zones",
          fix: `Give nodeGroups.${group.name} a second zone.`,
        };
      },
    },
  ]),
  ...rulesOn(wholeModel("hybrid", "addons"), [
    {
      id: "hybrid-gateway-identity",
      severity: "error",
      title: "The hybrid nodes gateway gets its rights by Pod Identity",
      why: "Its chart takes no annotations for the service account, so IRSA is no way; without the agent it may change no route.",
      source: `${SOURCE} (charts/eks-hybrid-nodes-gateway/templates/serviceaccount.yaml)`,
      fix: "Remove cluster.addons.podIdentityAgent.enabled: false.",
      *check({ hybrid, addons }) {
        if (hybrid.settings.strategy !== HybridStrategy.HybridGateway) return;
        if (addons.some(({ name }) => name === EksAddon.PodIdentityAgent)) return;
        yield {
          subject: "hybrid",
          path: "cluster.addons.podIdentityAgent",
          found: "no Pod Identity agent",
          expected: "the add-on eks-pod-identity-agent",
        };
      },
    },
  ]),
  ...rulesOn(gatewayReleases, [
    {
      id: "hybrid-gateway-values",
      severity: "error",
      title: "The hybrid nodes gateway's release says what it is for",
      why: "The chart refuses to be rendered without its three lists; with autoMode, its default, its pods wait for nodes of EKS Auto Mode; and one replica has nobody to take over.",
      source: "aws/eks-hybrid-nodes-gateway charts/eks-hybrid-nodes-gateway",
      fix: "Set vpcCIDR, podCIDRs, autoMode.enabled: false and replicas: 2.",
      *check(release, { controlPlane }) {
        const values = new Values(release);
        for (const key of ["vpcCIDR", "podCIDRs"]) {
          if (!values.has(key)) yield { at: `values.${key}`, found: "nothing", expected: "blocks", fix: `Set ${key}.` };
        }
        if (controlPlane?.autoMode === false && !values.off("autoMode.enabled"))
          yield {
            at: "values.autoMode.enabled",
            found: shown(values.get("autoMode.enabled") ?? true),
            expected: "false, without EKS Auto Mode",
            fix: "Set autoMode.enabled to false.",
          };
        const replicas = values.get("replicas");
        if (typeof replicas === "number" && replicas < GATEWAY_REPLICAS)
          yield { at: "values.replicas", found: String(replicas), expected: "2", fix: "Set replicas to 2." };
      },
    },
    {
      id: "hybrid-gateway-vpc-blocks",
      severity: "warning",
      title: "The hybrid nodes gateway leads to the whole VPC",
      why: "It tells hybrid nodes of one block: what lies in the VPC's other blocks is reached by their own routes, or not at all.",
      source: "aws/eks-hybrid-nodes-gateway internal/cilium/vtep.go",
      fix: "Keep them in one block, or route the others to the premises, and waive this.",
      also: ["network"],
      *check(release, { network }) {
        const told = new Values(release).text("vpcCIDR");
        const missing = (network?.vpcCidrs ?? []).filter((cidr) => cidr !== told);
        if (told === undefined || told === "" || missing.length === 0) return;
        yield {
          at: "values.vpcCIDR",
          found: `${told}, without ${missing.join(", ")}`,
          expected: "the block that nodes and pods in AWS have",
        };
      },
    },
    {
      id: "hybrid-gateway-cilium",
      severity: "error",
      title: "Cilium beside the hybrid nodes gateway has its tunnel end point, and no layer 7",
      why: "Without vtep agents send nothing to the gateway; with the L7 proxy they may take its packets and drop them, so neither Gateway API nor Ingress nor L7 policies go with it.",
      source: "EKS user guide: hybrid-nodes-gateway-cni, Required settings",
      fix: "Set vtep.enabled to true, and l7Proxy, gatewayAPI.enabled and ingressController.enabled to false in Cilium's values.",
      *check(_release, model) {
        const cilium = ciliumOfHybrid(model);
        if (cilium === undefined) return;
        const faults: [bad: boolean, path: string, expected: string][] = [
          [!cilium.on("vtep.enabled"), "vtep.enabled", "true"],
          [!cilium.off("l7Proxy"), "l7Proxy", "false"],
          [cilium.gateway, "gatewayAPI.enabled", "false"],
          [cilium.on("ingressController.enabled"), "ingressController.enabled", "false"],
        ];
        for (const [bad, path, expected] of faults) {
          if (!bad) continue;
          yield {
            at: "values.vpcCIDR",
            found: `Cilium with ${path} ${shown(cilium.get(path) ?? "left out")}`,
            expected: `${path}: ${expected}`,
            fix: `Set ${path} to ${expected} in Cilium's values; use mixed with routed pods for layer 7.`,
          };
        }
      },
    },
  ]),
];
