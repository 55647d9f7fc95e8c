import { rulesOn } from "../rule.ts";
import { hybridSettings, wholeModel } from "../subjects.ts";
import { usesAwsBuild } from "../../settings/strategies.ts";
import { HybridStrategy, IpamMode, type Settings } from "../../settings/index.ts";
import { DOCS } from "./common.ts";

const modeOf = ({ cilium }: Settings): IpamMode => cilium?.ipam?.mode ?? IpamMode.Eni;

/** What is asked of a Cilium on EC2 nodes; what only ENI mode reads has a rule of its own. */
function askedOfCilium({ gateway, observability, mesh, cluster, cilium = {}, nodeGroups }: Settings): string[] {
  const { ipam: _ipam, operatorIdentity: _identity, ...rest } = cilium;
  const ours = ["version", "installedVersion", "masquerade", "hostRouting", "loadBalancer", "encryption"] as const;
  const others = ["bandwidthManager", "datapathMode", "bigTcp", "upgradeCompatibility", "helmValues"] as const;
  return [
    ...(gateway?.enabled === true ? ["gateway"] : []),
    ...(observability === undefined ? [] : ["observability"]),
    ...(mesh === undefined ? [] : ["mesh"]),
    ...(cluster.existing === undefined ? [] : ["cluster.existing"]),
    ...[...ours, ...others].filter((key) => rest[key] !== undefined).map((key) => `cilium.${key}`),
    ...Object.entries(nodeGroups).flatMap(([name, { pods }]) =>
      pods === undefined ? [] : [`nodeGroups.${name}.pods`],
    ),
  ];
}

export default [
  ...rulesOn(hybridSettings, [
    {
      id: "hybrid-strategy",
      severity: "error",
      title: "The strategy goes with the cluster that it stands on",
      why: "A cluster has one Cilium with one IPAM mode: ENI mode in AWS and another mode on premises cannot live in one cluster (cilium/cilium#16253).",
      source: DOCS,
      fix: "Choose the strategy that goes with cilium.ipam, and describe what it needs.",
      *check({ strategy: chosen, ciliumVersion }, { settings }) {
        if (usesAwsBuild(chosen)) {
          if (settings !== undefined && modeOf(settings) !== IpamMode.VpcCni) {
            yield {
              at: "strategy",
              found: `${chosen}, in a stack whose EC2 nodes have Cilium (cilium.ipam ${modeOf(settings)})`,
              expected: "cilium.ipam vpc-cni, or the strategy clusterMesh or overlay",
              fix: "Choose clusterMesh to keep Cilium in ENI mode on EC2, or set cilium.ipam.mode to vpc-cni.",
            };
          }
          if (ciliumVersion === undefined) {
            yield {
              at: "ciliumVersion",
              found: "nothing",
              expected: "a version of AWS's build, 1.17.x or 1.18.x",
              fix: "Set ciliumVersion, for example 1.18.8-1.",
            };
          }
          return;
        }
        if (settings === undefined) return;
        const mode = modeOf(settings);
        if (chosen === HybridStrategy.Overlay && mode !== IpamMode.ClusterPool && mode !== IpamMode.MultiPool) {
          yield {
            at: "strategy",
            found: `overlay, with cilium.ipam ${mode}`,
            expected: "cilium.ipam cluster-pool or multi-pool",
            fix: "Choose clusterMesh to keep ENI mode in AWS, or set cilium.ipam to cluster-pool with a tunnel.",
          };
        }
        if (chosen === HybridStrategy.ClusterMesh && settings.mesh === undefined) {
          yield {
            at: "strategy",
            found: "clusterMesh, without mesh",
            expected: "cilium-eks:mesh with the cluster on premises as peer",
            fix: "Set mesh, with onPremises: true for that peer.",
          };
        }
      },
    },
  ]),
  ...rulesOn(wholeModel("settings"), [
    {
      id: "hybrid-vpc-cni",
      severity: "error",
      title: "The VPC CNI has EC2 nodes to itself only where hybrid nodes have AWS's build of Cilium",
      why: "Without hybrid nodes such a cluster has no Cilium at all, and nothing here has a use for it; for Cilium beside the VPC CNI there is aws-cni chaining.",
      source: DOCS,
      fix: "Remove cilium.ipam for ENI mode, or choose one of these strategies.",
      *check({ settings, controlPlane }) {
        if (modeOf(settings) !== IpamMode.VpcCni) return;
        const { hybrid } = settings;
        // A component is told of its hybrid nodes by its features, which put their networks into the control plane.
        if (hybrid === undefined ? controlPlane?.remoteNetworks !== undefined : usesAwsBuild(hybrid.strategy)) return;
        yield {
          subject: "Cilium",
          path: "cilium.ipam.mode",
          found:
            hybrid === undefined ? "vpc-cni without hybrid nodes" : `vpc-cni with hybrid.strategy ${hybrid.strategy}`,
          expected: "eni, cluster-pool, multi-pool or aws-cni; or hybrid.strategy mixed or hybridGateway",
        };
      },
    },
    {
      id: "hybrid-vpc-cni-features",
      severity: "error",
      title: "Nothing is asked of Cilium where EC2 nodes do not run it",
      why: "Gateways, Hubble, meshes and every setting of the datapath are Cilium's: on EC2 nodes with the VPC CNI there is nobody to do them, and on hybrid nodes AWS's build has values of its own.",
      source: "EKS user guide: hybrid-nodes-cilium-cni, hybrid-nodes-webhooks (mixed mode clusters)",
      fix: "Remove what is asked of Cilium, or choose the strategy clusterMesh, in which EC2 nodes have Cilium.",
      *check({ settings }) {
        if (modeOf(settings) !== IpamMode.VpcCni) return;
        for (const path of askedOfCilium(settings)) {
          yield {
            subject: "stack",
            path,
            found: "set, with cilium.ipam.mode vpc-cni",
            expected: "nothing",
            fix:
              path === "cluster.existing"
                ? "Give the cluster that exists to a HybridNodePool in a program of your own."
                : `Remove ${path}, or choose the strategy clusterMesh, in which EC2 nodes have Cilium.`,
          };
        }
      },
    },
  ]),
];
