import { EksAddon } from "../../facts/addons.ts";
import { GATEWAY_REPLICAS } from "../../hybrid/gateway.ts";
import type { HelmReleaseModel } from "../../model/index.ts";
import { HybridStrategy } from "../../settings/index.ts";
import type { FindingDraft } from "../../findings/finding.ts";
import { Values, shown } from "../common.ts";
import { type Rule, rule } from "../rule.ts";
import { type Undecided, each } from "../../model/unknown.ts";
import { chartName, ciliumOfHybrid, settingsRule } from "./common.ts";

const SOURCE =
  "EKS user guide: hybrid-nodes-gateway-getting-started, hybrid-nodes-gateway-cni; aws/eks-hybrid-nodes-gateway";

export const gatewayAsked = settingsRule({
  id: "hybrid-gateway-asked",
  severity: "error",
  title: "The hybrid nodes gateway is described where it is used, with nodes, tables and pods",
  why: "It runs on nodes of its own, and writes the way to the pods into route tables: without either it does nothing.",
  source: SOURCE,
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
});

export const gatewayNodes = settingsRule({
  id: "hybrid-gateway-nodes",
  severity: "error",
  title: "The hybrid nodes gateway has two nodes, in two zones",
  why: "One works and one waits, on a node each: with a single node nobody takes over, and an update of the node cuts every pod on premises off.",
  source: SOURCE,
  *check({ gateway }, { settings, nodeGroups = [] }) {
    if (gateway === undefined || settings === undefined) return;
    const group = settings.nodeGroups[gateway.nodeGroup];
    if (group === undefined) return;
    if (group.scaling.min < GATEWAY_REPLICAS)
      yield {
        at: "gateway.nodeGroup",
        found: `${gateway.nodeGroup} with ${String(group.scaling.min)} nodes at least`,
        expected: "2 or more",
        fix: `Set nodeGroups.${gateway.nodeGroup}.scaling.min to 2.`,
      };
    const planned = nodeGroups.find(({ name }) => name === gateway.nodeGroup);
    const zones = group.zones?.length ?? planned?.subnets.length;
    if (zones !== undefined && zones < 2)
      yield {
        at: "gateway.nodeGroup",
        severity: "warning",
        found: `${gateway.nodeGroup} in one zone`,
        expected: "two zones",
        fix: `Give nodeGroups.${gateway.nodeGroup} a second zone.`,
      };
  },
});

export const gatewayIdentity = rule({
  id: "hybrid-gateway-identity",
  group: "hybrid",
  severity: "error",
  title: "The hybrid nodes gateway gets its rights by Pod Identity",
  why: "Its chart takes no annotations for the service account, so IRSA is no way; without the agent it may change no route.",
  source: `${SOURCE} (charts/eks-hybrid-nodes-gateway/templates/serviceaccount.yaml)`,
  needs: ["hybrid", "addons"],
  *check({ hybrid, addons = [] }) {
    if (hybrid?.settings.strategy !== HybridStrategy.HybridGateway) return;
    if (addons.some(({ name }) => name === EksAddon.PodIdentityAgent)) return;
    yield {
      subject: "hybrid",
      path: "cluster.addons.podIdentityAgent",
      found: "no Pod Identity agent",
      expected: "the add-on eks-pod-identity-agent",
      fix: "Remove cluster.addons.podIdentityAgent.enabled: false.",
    };
  },
});

type ReleaseDraft = Omit<FindingDraft, "subject" | "path"> & { readonly at: string };

function* onGateway(
  releases: readonly HelmReleaseModel[],
  check: (values: Values) => Iterable<ReleaseDraft>,
): Generator<FindingDraft | Undecided> {
  yield* each(releases, function* (release) {
    if (chartName(release) !== "eks-hybrid-nodes-gateway") return;
    for (const { at, ...draft } of check(new Values(release)))
      yield {
        subject: `Helm release "${release.name}"`,
        path: `releases.${release.name}.values.${at}`,
        ...draft,
      };
  });
}

export const gatewayValues = rule({
  id: "hybrid-gateway-values",
  group: "hybrid",
  severity: "error",
  title: "The hybrid nodes gateway's release says what it is for",
  why: "The chart refuses to be rendered without its three lists; with autoMode, its default, its pods wait for nodes of EKS Auto Mode; and one replica has nobody to take over.",
  source: "aws/eks-hybrid-nodes-gateway charts/eks-hybrid-nodes-gateway",
  needs: ["releases"],
  *check({ releases = [], controlPlane }) {
    yield* onGateway(releases, function* (values) {
      for (const at of ["vpcCIDR", "podCIDRs"]) {
        if (!values.has(at)) yield { at, found: "nothing", expected: "blocks", fix: `Set ${at}.` };
      }
      if (controlPlane?.autoMode === false && !values.off("autoMode.enabled"))
        yield {
          at: "autoMode.enabled",
          found: shown(values.get("autoMode.enabled") ?? true),
          expected: "false, without EKS Auto Mode",
          fix: "Set autoMode.enabled to false.",
        };
      const replicas = values.get("replicas");
      if (typeof replicas === "number" && replicas < GATEWAY_REPLICAS)
        yield { at: "replicas", found: String(replicas), expected: "2", fix: "Set replicas to 2." };
    });
  },
});

export const gatewayBlocks = rule({
  id: "hybrid-gateway-vpc-blocks",
  group: "hybrid",
  severity: "warning",
  title: "The hybrid nodes gateway leads to the whole VPC",
  why: "It tells hybrid nodes of one block: what lies in the VPC's other blocks is reached by their own routes, or not at all.",
  source: "aws/eks-hybrid-nodes-gateway internal/cilium/vtep.go",
  needs: ["releases", "network"],
  *check({ releases = [], network }) {
    const blocks = network?.vpcCidrs ?? [];
    yield* onGateway(releases, function* (values) {
      const told = values.text("vpcCIDR");
      const missing = blocks.filter((cidr) => cidr !== told);
      if (told === undefined || told === "" || missing.length === 0) return;
      yield {
        at: "vpcCIDR",
        found: `${told}, without ${missing.join(", ")}`,
        expected: "the block that nodes and pods in AWS have",
        fix: "Keep them in one block, or route the others to the premises, and waive this.",
      };
    });
  },
});

export const gatewayCilium = rule({
  id: "hybrid-gateway-cilium",
  group: "hybrid",
  severity: "error",
  title: "Cilium beside the hybrid nodes gateway has its tunnel end point, and no layer 7",
  why: "Without vtep agents send nothing to the gateway; with the L7 proxy they may take its packets and drop them, so neither Gateway API nor Ingress nor L7 policies go with it.",
  source: "EKS user guide: hybrid-nodes-gateway-cni, Required settings",
  needs: ["releases"],
  *check(model) {
    const cilium = ciliumOfHybrid(model);
    if (cilium === undefined) return;
    yield* onGateway(model.releases ?? [], function* () {
      const faults: [bad: boolean, path: string, expected: string][] = [
        [!cilium.on("vtep.enabled"), "vtep.enabled", "true"],
        [!cilium.off("l7Proxy"), "l7Proxy", "false"],
        [cilium.gateway, "gatewayAPI.enabled", "false"],
        [cilium.on("ingressController.enabled"), "ingressController.enabled", "false"],
      ];
      for (const [bad, path, expected] of faults) {
        if (bad)
          yield {
            at: "vpcCIDR",
            found: `Cilium with ${path} ${shown(cilium.get(path) ?? "left out")}`,
            expected: `${path}: ${expected}`,
            fix: `Set ${path} to ${expected} in Cilium's values; use mixed with routed pods for layer 7.`,
          };
      }
    });
  },
});

export const gatewayRules: readonly Rule[] = [
  gatewayAsked,
  gatewayNodes,
  gatewayIdentity,
  gatewayValues,
  gatewayBlocks,
  gatewayCilium,
];
