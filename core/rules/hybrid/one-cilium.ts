import type { HelmReleaseModel, Json } from "../../model/index.ts";
import { valueAt } from "../../helm/values.ts";
import { lookupKey, suggestKeys } from "../../facts/helm-keys.ts";
import { didYouMean } from "../../facts/suggest.ts";
import { boundToHybrid, keepsOffHybrid } from "../../controllers/placement.ts";
import { cidrFault, contains, prefixLength, subnetCount } from "../../net/cidr.ts";
import { Values, shown } from "../common.ts";
import { rulesOn } from "../rule.ts";
import { only, type Draft } from "../subject.ts";
import { chartName, ciliumValues, releases, wholeModel } from "../subjects.ts";
import { hybridRelease, isCiliumChart } from "./common.ts";

const ONE = "cilium/cilium#16253, #31596, #38432; docs/hybrid.md";
const GUIDE = "EKS user guide: hybrid-nodes-cni, hybrid-nodes-cilium-cni, hybrid-nodes-webhooks";
const POOL = "ipam.operator.clusterPoolIPv4PodCIDRList";
const MASK = "ipam.operator.clusterPoolIPv4MaskSize";
const DEFAULT_MASK = 24;
/** AWS's build follows 1.17 and 1.18; the nearest chart whose keys are known here. */
const NEAREST_CHART = "1.19.6";

/** Releases of Cilium that are kept to hybrid nodes. */
const onHybrid = only(releases(), ({ chart, values }) => isCiliumChart(chart) && boundToHybrid(values));

const textList = (value: Json | undefined): readonly string[] =>
  Array.isArray(value)
    ? (value as readonly Json[]).filter((one) => typeof one === "string")
    : typeof value === "string"
      ? [value]
      : [];

/** Paths of every value that is set, down to what is no map. */
function pathsOf(values: Json | undefined, above = ""): string[] {
  if (typeof values !== "object" || values === null || Array.isArray(values)) return above === "" ? [] : [above];
  return Object.entries(values).flatMap(([key, value]) => pathsOf(value, above === "" ? key : `${above}.${key}`));
}

function* poolFaults({ values }: HelmReleaseModel, remotePods: readonly string[] | undefined): Generator<Draft> {
  const blocks = textList(valueAt(values, POOL));
  const mask = valueAt(values, MASK) ?? DEFAULT_MASK;
  for (const [at, cidr] of blocks.entries()) {
    if (cidrFault(cidr) !== undefined) continue;
    if (typeof mask === "number" && prefixLength(cidr) <= mask && subnetCount(cidr, mask) < 2)
      yield {
        at: `values.${MASK}`,
        found: `${String(mask)} with ${cidr}: a block for one node`,
        expected: "a longer prefix, such as 26, or larger blocks",
        fix: `Set ${MASK} so that every node gets a block of its own, or widen ${POOL}.`,
      };
    const outside =
      remotePods !== undefined &&
      remotePods.length > 0 &&
      !remotePods.some((remote) => cidrFault(remote, { min: 0, max: 32 }) === undefined && contains(remote, cidr));
    if (outside)
      yield {
        at: `values.${POOL}.${String(at)}`,
        found: `${cidr}, outside the cluster's remote pod networks ${remotePods.join(", ")}`,
        expected: "blocks of remotePodNetworks",
        fix: "Write the same blocks into both: the control plane routes to remotePodNetworks only.",
      };
  }
}

/** Charts with webhooks or aggregated APIs that the API server calls on their pods. */
const CALLED: readonly string[] = [
  "cert-manager",
  "aws-load-balancer-controller",
  "metrics-server",
  "kyverno",
  "gatekeeper",
  "kube-prometheus-stack",
  "keda",
  "opentelemetry-operator",
];

export default [
  ...rulesOn(wholeModel("cilium", "releases"), [
    {
      id: "hybrid-two-ciliums",
      severity: "error",
      title: "A cluster has one Cilium",
      why: "Cilium's objects, its operator's leadership and its one IPAM mode belong to the cluster: a second release for hybrid nodes fights over CiliumNodes and definitions, whatever namespace it is in.",
      symptom: "Two operators take turns; nodes of one side get no addresses.",
      source: ONE,
      fix: "Join a second cluster by ClusterMesh, keep the VPC CNI on EC2 nodes, or use one release with a tunnel for both sides.",
      *check(model) {
        const second = hybridRelease(model);
        if (second === undefined) return;
        yield {
          subject: `release "${second.name}"`,
          path: `releases.${second.name}`,
          found: `a Cilium for hybrid nodes beside the release "${model.cilium.releaseName}"`,
          expected: "one release of Cilium",
        };
      },
    },
  ]),
  ...rulesOn(ciliumValues, [
    {
      id: "hybrid-eni-nodes",
      severity: "error",
      title: "ENI mode stays off hybrid nodes",
      why: "Machines on premises have no ENIs: an agent in ENI mode there waits for addresses for ever.",
      symptom: "Hybrid nodes stay NotReady; their agents log that the CiliumNode has no addresses.",
      source: `cilium/cilium#31596; ${GUIDE}`,
      fix: "Keep agents, Envoy and operator off by affinity eks.amazonaws.com/compute-type NotIn [hybrid], and give hybrid nodes a cluster of their own.",
      also: ["controlPlane"],
      *check(values, { controlPlane, cilium }) {
        if (controlPlane?.remoteNetworks === undefined || !values.eni || keepsOffHybrid(cilium.values)) return;
        yield {
          at: "affinity",
          found: "nothing, in a cluster with hybrid nodes",
          expected: "nodes that are not hybrid",
        };
      },
    },
  ]),
  ...rulesOn(onHybrid, [
    {
      id: "hybrid-release-pool",
      severity: "error",
      title: "Cilium on hybrid nodes gives pods addresses that the cluster knows, a block a node",
      why: "The control plane routes to the remote pod networks only, and the pool is cut into a block for each node.",
      symptom: "Webhooks on hybrid nodes time out, or every node after the first stays NotReady.",
      source: `awsdocs/amazon-eks-user-guide#906; ${GUIDE}`,
      fix: "Write blocks of remotePodNetworks into the pool, and a mask that gives every node one.",
      *check(release, { controlPlane }) {
        yield* poolFaults(release, controlPlane?.remoteNetworks?.podCidrs);
      },
    },
    {
      id: "hybrid-release-keys",
      severity: "warning",
      title: "Values of Cilium on hybrid nodes are spelt as the chart has them",
      why: "Helm ignores a key that the chart does not read. AWS's build has a chart of its own, so only near misses of known keys are told.",
      source: "values.yaml of the Cilium chart 1.19.6; EKS user guide: hybrid-nodes-cilium-cni",
      fix: "Write the key as the chart has it.",
      *check({ values }) {
        for (const path of pathsOf(values)) {
          if (lookupKey(NEAREST_CHART, path).known) continue;
          const near = suggestKeys(NEAREST_CHART, path);
          if (near.length === 0) continue;
          yield { at: `values.${path}`, found: path, expected: near.join(" or "), fix: didYouMean(near) };
        }
      },
    },
    {
      id: "hybrid-release-parts",
      severity: "warning",
      title: "Operator and Envoy of Cilium on hybrid nodes stay there too",
      why: "affinity of the chart is the agents'. The operator and Envoy have values of their own: left out, they land on EC2 nodes, where nothing of this Cilium runs.",
      symptom: "cilium-operator or cilium-envoy run on EC2 nodes, or stay Pending.",
      source: `awsdocs/amazon-eks-user-guide#889; ${GUIDE}`,
      fix: "Write the same affinity into operator.affinity, and set envoy.enabled to false.",
      *check({ values }) {
        if (!boundToHybrid((valueAt(values, "operator") ?? {}) as Json))
          yield {
            at: "values.operator.affinity",
            found: shown(valueAt(values, "operator.affinity") ?? null),
            expected: "hybrid nodes only",
          };
        const envoy = new Values({ values });
        if (!envoy.off("envoy.enabled") && !boundToHybrid((valueAt(values, "envoy") ?? {}) as Json))
          yield {
            at: "values.envoy.enabled",
            found: shown(valueAt(values, "envoy.enabled") ?? null),
            expected: "false, or envoy.affinity for hybrid nodes",
          };
      },
    },
  ]),
  ...rulesOn(
    only(releases(), ({ chart }) => CALLED.includes(chartName(chart))),
    [
      {
        id: "hybrid-webhook-placement",
        severity: "warning",
        title: "What the API server calls stays off hybrid nodes whose pods it cannot reach",
        why: "Without remote pod networks the control plane has no way to pods on premises: a webhook or an aggregated API that is scheduled there is not reached.",
        symptom: "API calls fail: failed calling webhook, context deadline exceeded; at times only, as pods move.",
        source: `awsdocs/amazon-eks-user-guide#906; ${GUIDE}`,
        fix: "Set affinity eks.amazonaws.com/compute-type NotIn [hybrid] for these pods, or route the pods' blocks and name them in remotePodNetworks.",
        also: ["controlPlane"],
        *check({ chart, values }, { controlPlane }) {
          const remote = controlPlane?.remoteNetworks;
          if (remote === undefined || remote.podCidrs.length > 0 || keepsOffHybrid(values)) return;
          yield {
            at: "values.affinity",
            found: `nothing, with ${chartName(chart)} and no remote pod network`,
            expected: "nodes that are not hybrid",
          };
        },
      },
    ],
  ),
];
