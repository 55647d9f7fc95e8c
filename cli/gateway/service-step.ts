import { type Step, failed, ok, warning } from "../shared/steps.ts";
import { type ClusterView, type Live, idOf } from "./view.ts";

/** Label of the Service that Cilium makes for a Gateway; the value is cut where the Gateway's name is long. */
const OWNER_LABEL = "gateway.networking.k8s.io/gateway-name";

/** The Service of a Gateway and where its load balancer answers. */
export function serviceStep({ services }: ClusterView, { metadata }: Live): { step: Step; addresses: string[] } {
  const name = "Load balancer";
  const service = services.find(
    (one) =>
      one.metadata.namespace === metadata.namespace &&
      metadata.name.startsWith(one.metadata.labels?.[OWNER_LABEL] ?? "\0"),
  );
  if (service === undefined) {
    return {
      step: failed(name, "Cilium has made no Service for the Gateway", "Look at the log of deploy/cilium-operator."),
      addresses: [],
    };
  }
  const { loadBalancer } = (service.status ?? {}) as {
    loadBalancer?: { ingress?: readonly { hostname?: string; ip?: string }[] };
  };
  const addresses = (loadBalancer?.ingress ?? []).flatMap(({ hostname, ip }) => hostname ?? ip ?? []);
  if (service.spec?.["type"] === "ClusterIP") {
    return {
      step: warning(
        name,
        `${idOf(service)} is a ClusterIP: host-network exposure`,
        "Check the load balancer that your program owns.",
      ),
      addresses,
    };
  }
  if (addresses.length > 0) return { step: ok(name, addresses.join(", ")), addresses };
  const loadBalancerClass = service.spec?.["loadBalancerClass"];
  return {
    step: failed(
      name,
      `${idOf(service)} has no address`,
      loadBalancerClass === undefined
        ? "It has no loadBalancerClass: use a GatewayClass with a CiliumGatewayClassConfig that names service.k8s.aws/nlb."
        : "Is the AWS Load Balancer Controller running, with its rights, Region and VPC? kubectl describe the Service.",
    ),
    addresses,
  };
}
