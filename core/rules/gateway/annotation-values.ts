import { rulesOn } from "../rule.ts";
import { loadBalancers } from "./subjects.ts";
import { stringList } from "../../facts/load-balancer-annotations.ts";
import { type LoadBalancer, annotation, annotationPath, targetGroupAttribute } from "./load-balancers.ts";

const LBC = "aws-load-balancer-controller docs/guide/service/annotations.md";

/** Values that go with one key only. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  "aws-load-balancer-proxy-protocol": ["*"],
  "aws-load-balancer-ip-address-type": ["ipv4", "dualstack"],
  "aws-load-balancer-healthcheck-protocol": ["tcp", "http", "https"],
  "aws-load-balancer-backend-protocol": ["ssl", "tcp"],
  "aws-load-balancer-alpn-policy": ["HTTP1Only", "HTTP2Only", "HTTP2Optional", "HTTP2Preferred", "None"],
};

const hasCertificate = (balancer: LoadBalancer): boolean =>
  annotation(balancer, "aws-load-balancer-ssl-cert") !== undefined;

export default rulesOn(loadBalancers, [
  {
    id: "gateway-annotation-value",
    severity: "error",
    title: "Load balancer annotations hold values that the controller understands",
    why: "The controller fails to build the load balancer, or leaves the setting out.",
    source: LBC,
    fix: "Write a value that the annotation takes, or remove it.",
    *check(balancer) {
      for (const [name, allowed] of Object.entries(VALUES)) {
        const value = annotation(balancer, name);
        if (value === undefined || allowed.some((one) => one.toLowerCase() === value.toLowerCase())) continue;
        yield {
          at: annotationPath(balancer, name),
          found: `"${value}"`,
          expected: allowed.join(" or "),
          fix: `Write ${allowed[0] ?? ""}, or remove it.`,
        };
      }
      for (const name of ["attributes", "target-group-attributes", "additional-resource-tags"]) {
        const key = `aws-load-balancer-${name}`;
        const broken = stringList(annotation(balancer, key) ?? "").filter((pair) => !/^[^=]+=/.test(pair));
        if (broken.length === 0) continue;
        yield {
          at: annotationPath(balancer, key),
          found: `"${broken.join(", ")}"`,
          expected: "pairs key=value with commas between",
          fix: "Write every item as key=value.",
        };
      }
    },
  },
  {
    id: "gateway-annotation-ignored",
    severity: "error",
    title: "No annotation or source range is switched off by another one",
    why: "The controller ignores the weaker of two without a word: source ranges that are ignored leave the load balancer open.",
    source: LBC,
    fix: "Keep one of both, or give the weaker one what it needs.",
    *check(balancer) {
      const ranges = annotation(balancer, "load-balancer-source-ranges");
      const places = [
        ...(ranges === undefined ? [] : [annotationPath(balancer, "load-balancer-source-ranges")]),
        ...(balancer.sourceRanges.length === 0
          ? []
          : [balancer.gateway ? "spec.gatewayClassName" : "spec.loadBalancerSourceRanges"]),
      ];
      const beaten = ["aws-load-balancer-security-groups", "aws-load-balancer-disable-nlb-sg"].find(
        (name) => (annotation(balancer, name) ?? "false") !== "false",
      );
      const by =
        beaten ??
        (targetGroupAttribute(balancer, "preserve_client_ip.enabled") === "false"
          ? "preserve_client_ip.enabled=false"
          : undefined);
      for (const at of by === undefined ? [] : places) {
        yield {
          at,
          found: `source ranges with ${by}`,
          expected: "one of both",
          fix: "Write the ranges into the security group that you name, or leave its management to the controller and keep the client's address.",
        };
      }
      if (annotation(balancer, "aws-load-balancer-ssl-ports") !== undefined && !hasCertificate(balancer)) {
        yield {
          at: annotationPath(balancer, "aws-load-balancer-ssl-ports"),
          found: "ports for TLS, and no certificate",
          expected: "aws-load-balancer-ssl-cert",
          fix: "Name the ACM certificate by aws-load-balancer-ssl-cert, or remove the ports.",
        };
      }
    },
  },
]);
