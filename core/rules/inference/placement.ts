import { gpusOf } from "../../facts/gpus.ts";
import { compareVersions } from "../../facts/version.ts";
import { DEFAULT_KUBERNETES_VERSION } from "../../facts/kubernetes.ts";
import { HybridStrategy } from "../../settings/index.ts";
import { rulesOn } from "../rule.ts";
import { models, podsOf } from "./common.ts";

/** First minor with the volume source `image` on without a switch (Kubernetes docs: feature gates, ImageVolume). */
const IMAGE_VOLUMES_FROM = "1.35";

/** Why a Gateway of the stack reaches no pod on hybrid nodes. */
const WITHOUT_WAY: Readonly<Partial<Record<HybridStrategy, string>>> = {
  clusterMesh: "hybrid nodes join another cluster: run the model there, with a Gateway of that cluster",
  mixed: "no Cilium runs on EC2 nodes, so a load balancer in AWS reaches no Envoy",
  hybridGateway: "AWS's gateway needs l7Proxy off, without which there is no Gateway",
};

export default rulesOn(models, [
  {
    id: "inference-gpu-nodes",
    severity: "error",
    title: "A model's nodes exist and have NVIDIA's GPUs",
    why: "Pods ask for nvidia.com/gpu, which only a device plugin on such nodes offers; memory and number formats follow from the GPU.",
    symptom: "Pods stay Pending: Insufficient nvidia.com/gpu, or no node matches the selector.",
    source: "core/facts/gpus.ts; docs/inference.md",
    fix: "Name a node group of types with whole GPUs, or a pool of hybrid.pools with gpu: true.",
    *check({ settings: { nodes }, gpus }, { settings }) {
      if (nodes.kind === "hybrid") {
        const pool = settings?.hybrid?.pools[nodes.pool];
        if (settings !== undefined && pool?.gpu !== true) {
          yield {
            at: "nodes.pool",
            found: pool === undefined ? `"${nodes.pool}", which is no pool` : `pool "${nodes.pool}" without gpu: true`,
            expected: "a pool of hybrid.pools with gpu: true",
          };
        }
        if (gpus === undefined) {
          yield { at: "nodes.gpu", found: "neither gpu nor gpuMemoryGiB", expected: "one of them" };
        }
        return;
      }
      const types = settings?.nodeGroups[nodes.nodeGroup]?.instanceTypes;
      if (settings !== undefined && types === undefined) {
        yield {
          at: "nodes.nodeGroup",
          found: `"${nodes.nodeGroup}", which is no node group`,
          expected: "a managed node group of the stack",
        };
        return;
      }
      const without = types?.filter((type) => gpusOf(type) === undefined) ?? [];
      if (gpus !== undefined && without.length === 0) return;
      yield {
        at: "nodes.nodeGroup",
        found:
          without.length === 0
            ? `"${nodes.nodeGroup}", whose types nobody knows`
            : `"${nodes.nodeGroup}" with ${without.join(", ")}`,
        expected: "types with whole NVIDIA GPUs",
      };
    },
  },
  {
    id: "inference-gpu-capacity",
    severity: "error",
    title: "The nodes have GPUs for every pod",
    why: "Pods beyond them never start, and an update of a Deployment waits for one that does.",
    symptom: "Pods stay Pending: Insufficient nvidia.com/gpu.",
    source: "Kubernetes docs: schedule GPUs; docs/inference.md",
    fix: "Raise the most nodes of the group or pool, or lower servers.replicas.",
    also: ["settings"],
    *check(one, { settings }) {
      const { nodes } = one.settings;
      const most =
        nodes.kind === "hybrid"
          ? settings?.hybrid?.pools[nodes.pool]?.maxNodes
          : settings?.nodeGroups[nodes.nodeGroup]?.scaling.max;
      const perNode = one.gpus?.perNode;
      if (most === undefined || perNode === undefined) return;
      // Pods of one kind fill nodes by themselves; what is left of a node another kind may use.
      const needed = podsOf(one).reduce((sum, { replicas, tensorParallel }) => {
        const podsPerNode = Math.floor(perNode / tensorParallel);
        return podsPerNode === 0 ? sum : sum + replicas / podsPerNode;
      }, 0);
      if (Math.ceil(needed) <= most) return;
      yield {
        at: "servers.replicas",
        found: `pods for ${String(Math.ceil(needed))} nodes of ${String(perNode)} GPUs`,
        expected: `${String(most)} nodes at most, as the ${nodes.kind === "hybrid" ? "pool" : "group"} has`,
      };
    },
  },
  {
    id: "inference-several-nodes",
    severity: "error",
    title: "A replica is on one node",
    why: "A replica over several nodes needs a LeaderWorkerSet, its controller, and a network between GPUs (EFA or RDMA); this project builds none of it.",
    source: "kubernetes-sigs/lws; vLLM docs: serving/parallelism_scaling",
    fix: "LeaderWorkerSet is not built: take nodes with more or larger GPUs, or a model of fewer bits.",
    *check({ settings: { servers = {} } }) {
      const { nodesPerReplica = 1 } = servers;
      if (nodesPerReplica === 1) return;
      yield { at: "servers.nodesPerReplica", found: `${String(nodesPerReplica)} nodes a replica`, expected: "1" };
    },
  },
  {
    id: "inference-hybrid-way",
    severity: "error",
    title: "The Gateway reaches pods on hybrid nodes",
    why: "Envoy in AWS sends requests to the router's pod; only with one Cilium over both sides, strategy overlay, does it know the way to it.",
    symptom: "Requests end with 503 or 504, and no packet arrives on premises.",
    source: "docs/hybrid.md; EKS user guide: hybrid-nodes-cilium-cni, hybrid-nodes-gateway",
    fix: "Take strategy overlay; or run the model on EC2 nodes; or on the cluster on premises, with a Gateway there.",
    *check({ settings: { nodes } }, { inference: { strategy } }) {
      if (nodes.kind !== "hybrid" || strategy === HybridStrategy.Overlay) return;
      yield {
        at: "nodes.kind",
        found:
          strategy === undefined
            ? "hybrid nodes of a cluster that was made without them"
            : `strategy ${strategy}: ${WITHOUT_WAY[strategy] ?? ""}`,
        expected: "strategy overlay",
      };
    },
  },
  {
    id: "inference-cache-volume",
    severity: "error",
    title: "Pods can have the model's files where they are kept",
    why: "A volume of one node stops the second pod; EBS is not on premises; the volume source image came late.",
    symptom: "Pods stay in ContainerCreating: Multi-Attach error, or volume node affinity conflict.",
    source:
      "Kubernetes docs: persistent volumes, access modes, and volumes, image; EKS user guide: ebs-csi, hybrid-nodes-add-ons",
    fix: "Take accessMode ReadWriteMany with a storageClass of EFS or the like, hostPath, or no cache.",
    *check({ settings: { cache, nodes, servers = {} } }, { controlPlane }) {
      const kubernetes = controlPlane?.kubernetesVersion ?? DEFAULT_KUBERNETES_VERSION;
      if (cache?.kind === "image" && compareVersions(`${kubernetes}.0`, `${IMAGE_VOLUMES_FROM}.0`) < 0) {
        yield {
          at: "cache.kind",
          found: `an image as a volume with Kubernetes ${kubernetes}`,
          expected: `Kubernetes ${IMAGE_VOLUMES_FROM} or newer`,
          fix: "Take a newer Kubernetes, or a cache of kind s3 or hostPath.",
        };
      }
      if (cache?.kind !== "volume") return;
      const { accessMode = "ReadWriteOnce" } = cache;
      const pods = (servers.replicas ?? 1) + (servers.prefill?.replicas ?? 0);
      if (accessMode === "ReadWriteOnce" && pods > 1) {
        yield { at: "cache.accessMode", found: `ReadWriteOnce for ${String(pods)} pods`, expected: "ReadWriteMany" };
      }
      if (nodes.kind === "hybrid" && cache.storageClass === undefined) {
        yield {
          at: "cache.storageClass",
          found: "the default StorageClass for hybrid nodes",
          expected: "a StorageClass that has volumes on premises",
        };
      }
    },
  },
  {
    id: "inference-name",
    severity: "error",
    title: "A model's name is a Kubernetes name of at most 40 characters",
    why: "Deployments, the release and its Service are named after it, and the chart cuts names after 40: two could become one.",
    source: "llm-d/llm-d-router v0.10.0 config/charts/routerlib/templates/_helpers.tpl, llm-d-router.name",
    fix: "Rename the model.",
    *check({ name }) {
      if (/^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/.test(name)) return;
      yield { found: `"${name}"`, expected: "lower-case letters, digits and dashes, a letter first, at most 40" };
    },
  },
]);
