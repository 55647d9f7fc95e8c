import * as rules from "../../../../../core/rules/gateway/foreign.ts";
import { gateway, object, withObjects } from "../../../../support/gateway.ts";
import { cilium, unknown } from "../../../../support/model.ts";
import { describeRules } from "../../../../support/rule-table.ts";

const inference = (apiVersion: string, kind: string) => withObjects([object(apiVersion, kind, "llm")]);
const deployment = (template: object) => withObjects([object("apps/v1", "Deployment", "web", { spec: { template } })]);
const limits = (resources: object) => ({
  spec: { containers: [{ name: "a" }, { name: "b", resources: { limits: resources } }] },
});
const groups = object("vpcresources.k8s.aws/v1beta1", "SecurityGroupPolicy", "web");
const TEMPLATE = "objects.Deployment.web.spec.template";

describeRules([
  {
    rule: rules.inferenceApi,
    fails: [
      [
        "the group of guides",
        inference("inference.gateway.networking.k8s.io/v1alpha1", "InferencePool"),
        "objects.InferencePool.llm.apiVersion",
      ],
      [
        "a kind that is gone",
        inference("inference.networking.x-k8s.io/v1alpha2", "InferenceModel"),
        "objects.InferenceModel.llm.kind",
      ],
    ],
    passes: [["the stable API", inference("inference.networking.k8s.io/v1", "InferencePool")]],
    undecided: [["an unknown group", inference(unknown, "InferencePool")]],
  },
  {
    rule: rules.vpcCniFeatures,
    fails: [
      ["a SecurityGroupPolicy", withObjects([groups]), "objects.SecurityGroupPolicy.web.kind"],
      [
        "groups in an annotation",
        deployment({ metadata: { annotations: { "vpc.amazonaws.com/security-groups": "sg-1" } } }),
        `${TEMPLATE}.metadata.annotations.vpc.amazonaws.com/security-groups`,
      ],
      [
        "an ENI for a pod",
        deployment(limits({ "vpc.amazonaws.com/pod-eni": "1" })),
        `${TEMPLATE}.spec.containers.1.resources.limits.vpc.amazonaws.com/pod-eni`,
      ],
    ],
    passes: [
      ["pods as they are", deployment(limits({ cpu: "1" }))],
      [
        "the VPC CNI itself",
        withObjects([groups], {
          cilium: cilium({ values: { cni: { chainingMode: "aws-cni" }, eni: { enabled: false } } }),
        }),
      ],
    ],
    undecided: [["unknown pods", deployment(unknown)]],
  },
  {
    rule: rules.gatewayName,
    fails: [
      [
        "49 characters",
        withObjects([gateway({}, { name: "a".repeat(49) })]),
        `objects.Gateway.${"a".repeat(49)}.metadata.name`,
      ],
    ],
    passes: [["48 characters", withObjects([gateway({}, { name: "a".repeat(48) })])]],
    undecided: [["an unknown name", withObjects([gateway({}, { name: unknown })])]],
  },
]);
