import { rulesOn } from "../rule.ts";
import { loadBalancers } from "./subjects.ts";
import { NLB_CLASS, stringList } from "../../facts/load-balancer-annotations.ts";
import { addressFault, contains } from "../../net/cidr.ts";
import type { ClusterModel } from "../../model/index.ts";
import { valueAt } from "../../helm/values.ts";
import { annotation, annotationPath, schemeOf, subnetCount } from "./load-balancers.ts";

const LBC = "aws-load-balancer-controller docs/guide/service: annotations, nlb";
const SCHEMES: readonly string[] = ["internet-facing", "internal"];

/** The controller's webhook writes the class into new Services unless it is switched off (on by default since 2.5). */
const webhookNamesClass = ({ releases = [] }: ClusterModel): boolean =>
  releases.some(
    ({ chart, values }) =>
      /(?:^|\/)aws-load-balancer-controller$/.test(chart) && valueAt(values, "enableServiceMutatorWebhook") !== false,
  );

/** Annotations with one address a subnet, and the scheme they go with. */
const FIXED: readonly Readonly<Record<"name" | "scheme" | "say" | "setting", string>>[] = [
  {
    name: "aws-load-balancer-eip-allocations",
    scheme: "internet-facing",
    say: "Elastic IPs",
    setting: "elasticIps",
  },
  {
    name: "aws-load-balancer-private-ipv4-addresses",
    scheme: "internal",
    say: "private addresses",
    setting: "privateAddresses",
  },
];

export default rulesOn(loadBalancers, [
  {
    id: "gateway-load-balancer-class",
    severity: "error",
    title: "Every load balancer names the controller that builds it",
    why: "EKS's own controller takes a Service that names none, and builds a Classic Load Balancer, or an NLB with type nlb. The class is immutable, so a Service that began with the wrong one must be made anew.",
    source: `${LBC}; kubernetes/cloud-provider-aws; AWS EKS best practices: load-balancing`,
    fix: "Write the class service.k8s.aws/nlb, by a CiliumGatewayClassConfig or spec.loadBalancerClass, before the Service exists.",
    *check(balancer, model) {
      const type = annotation(balancer, "aws-load-balancer-type");
      if (balancer.loadBalancerClass === NLB_CLASS || type === "external" || webhookNamesClass(model)) return;
      yield {
        at: type === undefined ? balancer.at : annotationPath(balancer, "aws-load-balancer-type"),
        found: type === undefined ? "no class and no type" : `type ${type}`,
        expected: balancer.gateway
          ? `loadBalancerClass ${NLB_CLASS} in the CiliumGatewayClassConfig of its class, or aws-load-balancer-type: external`
          : `spec.loadBalancerClass: ${NLB_CLASS}`,
        fix: balancer.gateway
          ? "Use a class with a CiliumGatewayClassConfig; the chart's own class has none, and needs the annotation in spec.infrastructure."
          : `Set spec.loadBalancerClass to ${NLB_CLASS} before the Service exists.`,
      };
    },
  },
  {
    id: "gateway-load-balancer-scheme",
    severity: "error",
    title: "Every load balancer says whether the internet reaches it",
    why: "The defaults contradict each other: the AWS Load Balancer Controller builds an internal one, EKS's own controller one that faces the internet.",
    source: `${LBC}; AWS EKS best practices: load-balancing`,
    fix: "Write aws-load-balancer-scheme.",
    *check(balancer) {
      const found = schemeOf(balancer);
      if (found !== undefined && SCHEMES.includes(found)) return;
      yield {
        at: annotationPath(balancer, "aws-load-balancer-scheme"),
        found: found === undefined ? "nothing" : `"${found}"`,
        expected: "internet-facing or internal",
      };
    },
  },
  {
    id: "gateway-target-type",
    severity: "error",
    title: "A Gateway's load balancer has instances as targets",
    why: "Behind a Gateway's Service there is no pod, only the placeholder 192.192.192.192: with target type ip there is nothing to register.",
    symptom: "The target group stays empty.",
    source: `aws-load-balancer-controller #3754; cilium/cilium operator/pkg/model/translation/gateway-api/translator.go; ${LBC}`,
    fix: "Set aws-load-balancer-nlb-target-type to instance.",
    *check(balancer) {
      const type = annotation(balancer, "aws-load-balancer-type");
      const target = annotation(balancer, "aws-load-balancer-nlb-target-type");
      const found =
        type === "nlb-ip" && balancer.gateway
          ? "type nlb-ip"
          : target !== undefined && target !== "instance" && balancer.gateway
            ? `target type ${target}`
            : type === "external" && target === undefined && balancer.loadBalancerClass === undefined
              ? "type external without a target type, which no controller takes"
              : undefined;
      if (found === undefined) return;
      yield {
        at: annotationPath(balancer, "aws-load-balancer-nlb-target-type"),
        found,
        expected: balancer.gateway ? "instance" : "instance or ip",
      };
    },
  },
  {
    id: "gateway-node-ports",
    severity: "error",
    title: "Instance targets have node ports",
    why: "The load balancer sends to the node port; without one the controller fails to build the target group.",
    source: LBC,
    fix: "Remove allocateLoadBalancerNodePorts.",
    *check(balancer) {
      if (balancer.allocatesNodePorts || annotation(balancer, "aws-load-balancer-nlb-target-type") === "ip") return;
      yield {
        at: balancer.gateway ? "spec.gatewayClassName" : "spec.allocateLoadBalancerNodePorts",
        found: `allocateLoadBalancerNodePorts: false${balancer.gateway ? " in the CiliumGatewayClassConfig of its class" : ""}`,
        expected: "node ports, which are the default",
      };
    },
  },
  {
    id: "gateway-address-scheme",
    severity: "error",
    title: "Elastic IPs go with internet-facing, fixed private addresses with internal",
    why: "AWS refuses the other pairs. Without a scheme the load balancer is internal.",
    symptom: "The Service stays without an address.",
    source: LBC,
    fix: "Set the scheme that goes with the addresses, or remove them.",
    *check(balancer) {
      const found = schemeOf(balancer) ?? "internal";
      for (const { name, scheme: wanted, say } of FIXED) {
        if (annotation(balancer, name) === undefined || found === wanted) continue;
        yield {
          at: annotationPath(balancer, name),
          found: `${say} with the scheme ${found}`,
          expected: `aws-load-balancer-scheme: ${wanted}`,
          fix: `Set the scheme to ${wanted}, or remove the addresses.`,
        };
      }
    },
  },
  {
    id: "gateway-address-count",
    severity: "error",
    title: "There are as many addresses as subnets",
    why: "AWS takes one address a subnet, no more and no fewer; otherwise the load balancer is not made.",
    source: `${LBC}; ELB API: CreateLoadBalancer, SubnetMappings`,
    fix: "Give each subnet of the load balancer one address, or name fewer subnets.",
    *check(balancer, model) {
      for (const { name, say, setting } of FIXED) {
        const text = annotation(balancer, name);
        const subnets = text === undefined ? undefined : subnetCount(balancer, model);
        if (text === undefined || subnets === undefined) continue;
        const addresses = stringList(text);
        const different = new Set(addresses).size;
        if (addresses.length === subnets && different === subnets) continue;
        yield {
          at: annotationPath(balancer, name),
          found: `${say}: ${String(addresses.length)}${different === addresses.length ? "" : `, ${String(different)} of them different,`} for ${String(subnets)} subnets`,
          expected: `${String(subnets)}, one a subnet`,
          fix: `Give each subnet one address (a stack: gateway.exposure.${setting}), or name fewer subnets (gateway.exposure.subnetIds, aws-load-balancer-subnets).`,
        };
      }
    },
  },
  {
    id: "gateway-private-addresses",
    severity: "error",
    title: "Fixed private addresses lie in the subnets of the load balancer",
    why: "AWS refuses an address outside its subnet.",
    source: LBC,
    also: ["network"],
    fix: "Choose a free address of each subnet; AWS keeps the first four and the last.",
    *check(balancer, { network }) {
      const text = annotation(balancer, "aws-load-balancer-private-ipv4-addresses");
      if (text === undefined || network === undefined) return;
      for (const address of stringList(text)) {
        const known = network.subnets.filter(({ role }) => role !== "pod").map(({ cidr }) => cidr);
        const fault = addressFault(address);
        if (fault === undefined && known.some((cidr) => contains(cidr, address))) continue;
        yield {
          at: annotationPath(balancer, "aws-load-balancer-private-ipv4-addresses"),
          found: fault === undefined ? `${address}, in none of ${known.join(", ")}` : `${address}, which ${fault}`,
          expected: "an address of a subnet of the load balancer",
        };
      }
    },
  },
]);
