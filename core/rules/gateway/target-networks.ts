import { Values } from "../common.ts";
import { rulesOn } from "../rule.ts";
import { only } from "../subject.ts";
import { annotation, annotationPath } from "./load-balancers.ts";
import { loadBalancers } from "./subjects.ts";

export default rulesOn(
  only(loadBalancers, ({ gateway }) => !gateway),
  [
    {
      id: "gateway-target-overlay",
      severity: "error",
      title: "A load balancer has no pods of an overlay as targets",
      why: "With target type ip the NLB sends to the pods' own addresses: those of an overlay exist inside the cluster only, and the VPC routes none of them.",
      symptom: "Targets are registered with addresses outside the VPC and refused, or stay unhealthy.",
      source:
        "aws-load-balancer-controller docs/guide/service/nlb: target type ip needs the VPC CNI's kind of addresses; pelotech/foundation#453",
      fix: "Set aws-load-balancer-nlb-target-type to instance.",
      also: ["cilium"],
      *check(balancer, { cilium }) {
        if (cilium === undefined || !new Values(cilium).overlay) return;
        const type = annotation(balancer, "aws-load-balancer-type");
        const target = annotation(balancer, "aws-load-balancer-nlb-target-type");
        if (target !== "ip" && type !== "nlb-ip") return;
        yield {
          at: annotationPath(
            balancer,
            target === "ip" ? "aws-load-balancer-nlb-target-type" : "aws-load-balancer-type",
          ),
          found: `${target === "ip" ? "ip" : "nlb-ip"}, with pods in an overlay`,
          expected: "instance",
        };
      },
    },
  ],
);
