import { rulesOn } from "../rule.ts";
import { hybridSettings, wholeModel } from "../subjects.ts";
import { planPremises, premisesModel, premisesOf } from "../../hybrid/premises.ts";
import { HybridStrategy } from "../../settings/index.ts";
import { runRules } from "../run.ts";
import announce from "./announce.ts";
import bgp from "./bgp.ts";

const SOURCE = "docs/hybrid.md; cilium/cilium Documentation/network/clustermesh/setup.rst";

/** `1.18.8-1` -> `1.18.8`. */
const upstream = (version: string): string => version.replace(/-.*$/, "");

export default [
  ...rulesOn(hybridSettings, [
    {
      id: "hybrid-premises-peer",
      severity: "error",
      title: "With clusterMesh the cluster on premises is a peer of the mesh, and is described once",
      why: "Its Cilium is worked out from the peer: a version or blocks that say something else give a cluster that the mesh does not know.",
      source: SOURCE,
      fix: "Describe the cluster on premises once, as a peer of the mesh with onPremises: true.",
      *check({ strategy, kubeconfig, ciliumVersion, podCidrs }, { settings }) {
        if (strategy !== HybridStrategy.ClusterMesh) {
          if (kubeconfig !== undefined)
            yield {
              at: "kubeconfig",
              found: `set, with ${strategy}`,
              expected: "clusterMesh",
              fix: "Remove it: the hybrid nodes are in this cluster.",
            };
          return;
        }
        if (settings?.mesh === undefined) return;
        const [found] = Object.entries(settings.mesh.peers).filter(([, { onPremises }]) => onPremises === true);
        if (found === undefined) {
          yield {
            at: "strategy",
            found: "a mesh without a peer that is on premises",
            expected: "a peer with onPremises: true",
            fix: "Add it to mesh.peers.",
          };
          return;
        }
        const [name, peer] = found;
        if (ciliumVersion !== undefined && peer.ciliumVersion !== undefined) {
          if (upstream(ciliumVersion) !== upstream(peer.ciliumVersion))
            yield {
              at: "ciliumVersion",
              found: `${ciliumVersion}, and ${peer.ciliumVersion} in mesh.peers.${name}`,
              expected: "one version",
              fix: "Write the same into both.",
            };
        }
        if (podCidrs !== undefined && podCidrs.toSorted().join() !== peer.podCidrs.toSorted().join())
          yield {
            at: "podCidrs",
            found: `${podCidrs.join(", ")}, and ${peer.podCidrs.join(", ")} in mesh.peers.${name}`,
            expected: "the same blocks",
            fix: "Write the same into both, or leave hybrid.podCidrs out.",
          };
      },
    },
    {
      id: "hybrid-premises-announced",
      severity: "warning",
      title: "Somebody on premises answers for the mesh API, and knows the way to pods",
      why: "The mesh API has an address that no machine has, and pods have blocks that no router knows: unless BGP tells them, or somebody routes them, the clusters never meet.",
      source: SOURCE,
      fix: "Let BGP tell routers of Services and pods, or route their blocks by hand and waive this.",
      *check({ bgp: asked }, { settings }) {
        const input = settings === undefined ? undefined : premisesOf(settings);
        if (input === undefined) return;
        if (input.nodePort === undefined && asked?.advertise.services === undefined)
          yield {
            at: "bgp",
            found: `nobody who tells routers of ${input.mesh.addresses.join(", ")}`,
            expected: "bgp.advertise.services, or a node port as the peer's port",
            fix: "Set hybrid.bgp with advertise.services; or mesh.peers.*.port to 32379 and its addresses to those of nodes.",
          };
        if (asked?.advertise.podCidr !== true)
          yield {
            at: "bgp",
            found: `nobody who tells routers of ${input.podCidrs.join(", ")}`,
            expected: "bgp.advertise.podCidr, or static routes",
            fix: "Set bgp.advertise.podCidr; or route each node's block by hand, and waive this.",
          };
      },
    },
  ]),
  ...rulesOn(wholeModel("hybrid", "settings"), [
    {
      id: "hybrid-premises-objects",
      severity: "error",
      title: "Objects for the cluster on premises would work there",
      why: "They are applied in a cluster that this plan does not see; what is wrong with them shows there, or nowhere.",
      source: "the rules hybrid-bgp-* and hybrid-l2-announcements",
      fix: "Mend hybrid.bgp or hybrid.loadBalancerPools as the finding says.",
      *check({ settings }) {
        const input = premisesOf(settings);
        if (input === undefined) return;
        const model = premisesModel(planPremises(input));
        for (const { rule: id, subject, path, found, expected, fix } of runRules([...bgp, ...announce], model)
          .findings) {
          yield { subject, path, found: `${found} (${id})`, expected, fix };
        }
      },
    },
  ]),
];
