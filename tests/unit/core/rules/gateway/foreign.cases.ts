import { cases } from "../../../../support/rule-cases.ts";
import { gateway, object, withObjects } from "../../../../support/gateway.ts";
import { cilium, unknown } from "../../../../support/model.ts";

const inference = (apiVersion: string, kind: string) => withObjects([object(apiVersion, kind, "llm")]);
const deployment = (template: object) => withObjects([object("apps/v1", "Deployment", "web", { spec: { template } })]);
const limits = (resources: object) => ({
  spec: { containers: [{ name: "a" }, { name: "b", resources: { limits: resources } }] },
});
const groups = object("vpcresources.k8s.aws/v1beta1", "SecurityGroupPolicy", "web");
const TEMPLATE = "objects.Deployment.web.spec.template";

export default cases({
  "gateway-inference-api": {
    fails: [
      [
        "the group of guides",
        inference("inference.gateway.networking.k8s.io/v1alpha1", "InferencePool"),
        { path: "objects.InferencePool.llm.apiVersion" },
      ],
      [
        "a kind that is gone",
        inference("inference.networking.x-k8s.io/v1alpha2", "InferenceModel"),
        { path: "objects.InferenceModel.llm.kind" },
      ],
    ],
    passes: [["the stable API", inference("inference.networking.k8s.io/v1", "InferencePool")]],
    unknown: [["an unknown group", inference(unknown, "InferencePool")]],
  },
  "gateway-vpc-cni-features": {
    fails: [
      ["a SecurityGroupPolicy", withObjects([groups]), { path: "objects.SecurityGroupPolicy.web.kind" }],
      [
        "groups in an annotation",
        deployment({ metadata: { annotations: { "vpc.amazonaws.com/security-groups": "sg-1" } } }),
        { path: `${TEMPLATE}.metadata.annotations.vpc.amazonaws.com/security-groups` },
      ],
      [
        "an ENI for a pod",
        deployment(limits({ "vpc.amazonaws.com/pod-eni": "1" })),
        { path: `${TEMPLATE}.spec.containers.1.resources.limits.vpc.amazonaws.com/pod-eni` },
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
    unknown: [["unknown pods", deployment(unknown)]],
  },
  "gateway-name-length": {
    fails: [
      [
        "49 characters",
        withObjects([gateway({}, { name: "a".repeat(49) })]),
        { path: `objects.Gateway.${"a".repeat(49)}.metadata.name` },
      ],
    ],
    passes: [["48 characters", withObjects([gateway({}, { name: "a".repeat(48) })])]],
    unknown: [["an unknown name", withObjects([gateway({}, { name: unknown })])]],
  },
});
