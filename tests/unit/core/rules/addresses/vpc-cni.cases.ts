import { cases } from "../../../../support/rule-cases.ts";
import type { AddonModel, ClusterModel, JsonObject, NodeGroupModel } from "../../../../../core/model/index.ts";
import { addon, nodeGroup, unknown } from "../../../../support/model.ts";

const vpcCni = (configuration?: JsonObject): AddonModel =>
  addon({ name: "vpc-cni", version: "v1.21.1-eksbuild.5", ...(configuration === undefined ? {} : { configuration }) });
const model = (group: Partial<NodeGroupModel>, addons: readonly AddonModel[] = [vpcCni()]): ClusterModel => ({
  nodeGroups: [nodeGroup({ instanceTypes: ["m6i.large"], ...group })],
  addons,
});
const tooMany = { maxPods: 110 };

export default cases({
  "addresses-vpc-cni-max-pods": {
    fails: [
      ["more pods than addresses", model(tooMany), { path: "nodeGroups.general.maxPods" }],
      ["one more", model({ maxPods: 30 }), { path: "nodeGroups.general.maxPods" }],
    ],
    passes: [
      ["as many as its addresses", model({ maxPods: 29 })],
      ["prefixes", model(tooMany, [vpcCni({ env: { ENABLE_PREFIX_DELEGATION: "true" } })])],
      [
        "pods in subnets of their own",
        model(tooMany, [vpcCni({ env: { AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG: "true" } })]),
      ],
      ["another CNI", model(tooMany, [])],
      ["a type that nobody knows", model({ ...tooMany, instanceTypes: ["z9.tiny"] })],
      ["nodes that EKS runs", model({ ...tooMany, kind: "fargate" })],
    ],
    unknown: [["an unknown number", model({ maxPods: unknown })]],
  },
});
