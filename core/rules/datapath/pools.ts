import { Values, shown } from "../common.ts";
import { rulesOn } from "../rule.ts";
import { ciliumValues, objects, wholeModel } from "../subjects.ts";

const POOL_ANNOTATION = "ipam.cilium.io/ip-pool";

/** Tags that every installation of Cilium has, or every cluster that was not given a name. */
const isEverybodys = (key: string, value: unknown): boolean =>
  key === "io.cilium/cluster-name" ? value === "default" : value === "true" || value === true;

export default [
  ...rulesOn(ciliumValues, [
    {
      id: "datapath-eni-pools",
      severity: "error",
      title: "Pools of addresses are for multi-pool",
      why: "In ENI mode addresses come from subnets and no CiliumPodIPPool is read: pods get addresses as if the pool were not there.",
      source: "Cilium docs: network/concepts/ipam/eni (no CiliumPodIPPool resources are involved)",
      fix: "Remove the pools, and give pods subnets of their own by eni.nodeSpec.subnetTags; or set ipam.mode to multi-pool.",
      *check(values) {
        const at = "ipam.operator.autoCreateCiliumPodIPPools";
        if (values.eni && values.has(at)) yield { at, found: "pools in ENI mode", expected: "nothing" };
      },
    },
    {
      id: "datapath-eni-garbage-shared",
      severity: "error",
      title: "The tags by which ENIs are collected are this cluster's alone",
      why: "The operator deletes every detached ENI that carries the tags. eni.gcTags takes the place of the tags with the cluster's name: with none but those of every installation, a cluster deletes interfaces that another has just made.",
      symptom: "Nodes of another cluster in the account lose interfaces before they are attached.",
      source: "cilium/cilium pkg/aws/eni/eni_gc.go (1.19), pkg/aws/ipam/eni_gc.go (1.20), #21409",
      fix: "Add io.cilium/cluster-name with this cluster's name to the tags.",
      *check(values, { controlPlane }) {
        const tags = values.eni ? values.get("eni.gcTags") : undefined;
        if (typeof tags !== "object" || tags === null || Array.isArray(tags)) return;
        const all = Object.entries(tags);
        if (all.length === 0 || !all.every(([key, value]) => isEverybodys(key, value))) return;
        yield {
          at: "eni.gcTags",
          found: shown(tags),
          expected: `a tag of this cluster's own, such as io.cilium/cluster-name: ${controlPlane?.name ?? "<its name>"}`,
        };
      },
    },
  ]),
  ...rulesOn(
    objects((model) => model.objects),
    [
      {
        id: "datapath-eni-pool-objects",
        severity: "error",
        title: "In ENI mode nothing asks for a pool of addresses",
        why: "Only multi-pool reads CiliumPodIPPools and the annotation ipam.cilium.io/ip-pool: in ENI mode pods get addresses of the node's subnets without a word.",
        source: "Cilium docs: network/concepts/ipam/eni, network/concepts/ipam/multi-pool",
        fix: "Remove it, and give pods subnets of their own by eni.nodeSpec.subnetTags and CiliumNodeConfigs.",
        also: ["cilium"],
        *check(object, { cilium }) {
          if (cilium === undefined) return;
          if (object.kind === "CiliumPodIPPool") {
            if (new Values(cilium).eni) yield { found: "a CiliumPodIPPool in ENI mode", expected: "nothing" };
            return;
          }
          const template = (object["spec"] as { template?: { metadata?: { annotations?: object } } } | undefined)
            ?.template;
          const annotations = { ...object.metadata.annotations, ...template?.metadata?.annotations };
          if (!(POOL_ANNOTATION in annotations) || !new Values(cilium).eni) return;
          yield { at: "metadata.annotations", found: `${POOL_ANNOTATION} in ENI mode`, expected: "nothing" };
        },
      },
    ],
  ),
  ...rulesOn(wholeModel("settings"), [
    {
      id: "datapath-tunnel-direct",
      severity: "error",
      title: "A tunnel and direct server return speak one protocol",
      why: "Direct server return needs Geneve on AWS, and Cilium has one protocol for both: what cilium.ipam.tunnel asks for would be overruled without a word, and a firewall open for VXLAN drops all of it.",
      source: "Cilium docs: network/kubernetes/kubeproxy-free, DSR with Geneve dispatch",
      fix: "Set cilium.ipam.tunnel to geneve, or cilium.loadBalancer.mode to snat.",
      *check({ settings }) {
        const { ipam, loadBalancer: { mode = "snat", modeAnnotation = false } = {} } = settings.cilium ?? {};
        if (ipam === undefined || !("tunnel" in ipam) || ipam.tunnel === "geneve") return;
        if (mode === "snat" && !modeAnnotation) return;
        yield {
          subject: "Cilium",
          path: "cilium.ipam.tunnel",
          found: `${ipam.tunnel} with ${mode === "snat" ? "cilium.loadBalancer.modeAnnotation" : `cilium.loadBalancer.mode ${mode}`}`,
          expected: "geneve",
        };
      },
    },
  ]),
];
