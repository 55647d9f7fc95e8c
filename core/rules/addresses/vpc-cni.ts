import { rulesOn } from "../rule.ts";
import { templateGroups } from "../subjects.ts";
import { vpcCniCapacity } from "../../capacity/vpc-cni.ts";
import { EksAddon } from "../../facts/addons.ts";
import { findInstanceType } from "../../facts/instances.ts";
import { valueAt } from "../../helm/values.ts";

/** With either of them a node holds another number of pods. */
const CHANGES = ["env.ENABLE_PREFIX_DELEGATION", "env.AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG"];

export default rulesOn(templateGroups, [
  {
    id: "addresses-vpc-cni-max-pods",
    severity: "error",
    title: "No node with the VPC CNI promises more pods than it has addresses",
    why: "The scheduler fills the node up to maxPods; pods beyond the addresses stay in ContainerCreating.",
    symptom: "Pods on full nodes stay in ContainerCreating.",
    source: "amazon-vpc-cni-k8s misc/eni-max-pods.txt, README (environment variables)",
    fix: "Lower maxPods to what the type holds, or leave it out.",
    also: ["addons"],
    *check({ instanceTypes, maxPods }, { addons = [] }) {
      const addon = addons.find(({ name }) => name === EksAddon.VpcCni);
      if (addon === undefined || maxPods === undefined) return;
      if (CHANGES.some((path) => ["true", true].includes(valueAt(addon.configuration, path) as string | boolean)))
        return;
      for (const type of instanceTypes) {
        const limits = findInstanceType(type);
        if (limits === undefined) continue;
        const { podLimit, interfaces, slotsPerInterface } = vpcCniCapacity(limits);
        if (maxPods <= podLimit) continue;
        yield {
          at: "maxPods",
          found: `${String(maxPods)} on ${type}`,
          expected: `${String(podLimit)} at most: ${String(interfaces)} ENIs × ${String(slotsPerInterface)} addresses, and two pods on the host's network`,
          fix: `Set maxPods to ${String(podLimit)}, or leave it out.`,
        };
      }
    },
  },
]);
