import { DEFAULT_SILENCE_SECONDS } from "../../inference/defaults.ts";
import { valueAt } from "../../helm/values.ts";
import { ownLoadBalancer } from "../../settings/inferences.ts";
import { ExposureType, type GatewayPartSettings, HybridStrategy, ListenerProtocol } from "../../settings/index.ts";
import { rulesOn } from "../rule.ts";
import { models } from "./common.ts";
import type { ClusterModel } from "../../model/index.ts";

/** Seconds of silence after which the NLB closes a TCP connection (ELB docs: network load balancers, connection idle timeout). */
const NLB_IDLE = 350;
/** The same of a stream in Envoy (cilium chart 1.20.2 values.yaml, envoy.streamIdleTimeoutDurationSeconds). */
const ENVOY_STREAM_IDLE = 300;

/** Settings of the Gateway that a model's route hangs on, where they are the stack's own. */
function gatewayOf(
  { gateway, inference }: Pick<ClusterModel, "gateway" | "inference">,
  name: string,
): { readonly settings: GatewayPartSettings; readonly path: string } | undefined {
  const place = inference?.gateways[name];
  if (gateway === undefined || place === undefined) return undefined;
  const other = gateway.others?.[place.name];
  if (other !== undefined) return { settings: other, path: `gateway.others.${place.name}` };
  return (gateway.settings.name ?? "edge") === place.name ? { settings: gateway.settings, path: "gateway" } : undefined;
}

const isOpen = (sourceRanges: readonly string[] = []): boolean =>
  sourceRanges.length === 0 || sourceRanges.includes("0.0.0.0/0");

export default rulesOn(models, [
  {
    id: "inference-gateway",
    severity: "error",
    title: "A model's Gateway is there",
    why: "Without one no request gets to the router: its Service has an address of the cluster only.",
    source: "docs/inference.md",
    fix: "Set gateway.enabled with listeners, or name a Gateway that exists in route.gateway.",
    also: ["settings"],
    *check({ settings: one }, { settings }) {
      if (settings === undefined) return;
      const { enabled = false, listeners = {} } = settings.gateway ?? {};
      if (ownLoadBalancer(one) !== undefined) {
        if (enabled) return;
        yield {
          at: "option.loadBalancer",
          found: "a load balancer in a stack without the Gateway API and the AWS Load Balancer Controller",
          expected: "gateway.enabled, with which both come",
          fix: "Set gateway.enabled; it needs no listeners of its own.",
        };
        return;
      }
      if (one.route?.gateway !== undefined) return;
      if (enabled && Object.keys(listeners).length > 0) return;
      yield {
        at: "route.gateway",
        found: enabled ? "a Gateway without listeners" : "a stack without a Gateway",
        expected: "a Gateway with a listener",
      };
    },
  },
  {
    id: "inference-gateway-namespace",
    severity: "error",
    title: "A listener of the Gateway admits the model's namespace",
    why: "Routes of other namespaces are not attached: the listener answers 404.",
    symptom: "The HTTPRoute says NotAllowedByListeners.",
    source: "Gateway API docs: HTTPRoute, cross-namespace routes",
    fix: "Add the model's namespace to allowedNamespaces of the listener.",
    also: ["gateway"],
    *check({ name, settings }, model) {
      const gateway = gatewayOf(model, name);
      if (gateway === undefined || ownLoadBalancer(settings) !== undefined) return;
      const { namespace = `inference-${name}`, route } = settings;
      const { listeners = {} } = gateway.settings;
      const wanted =
        route?.listener === undefined
          ? Object.entries(listeners)
          : [[route.listener, listeners[route.listener]] as const];
      if (wanted.length === 0) return;
      const own = model.inference.gateways[name]?.namespace;
      const admits = wanted.some(([, listener]) => {
        if (listener === undefined) return false;
        const { allowedNamespaces = "Same", protocol } = listener;
        if (protocol !== ListenerProtocol.Http && protocol !== ListenerProtocol.Https) return false;
        return (
          allowedNamespaces === "All" ||
          namespace === own ||
          (allowedNamespaces !== "Same" && allowedNamespaces.includes(namespace))
        );
      });
      if (admits) return;
      yield {
        at: route?.listener === undefined ? "namespace" : "route.listener",
        found:
          route?.listener === undefined || listeners[route.listener] !== undefined
            ? `"${namespace}", which no HTTP or HTTPS listener of the Gateway admits`
            : `"${route.listener}", which is no listener of the Gateway`,
        expected: `a listener of ${gateway.path} whose allowedNamespaces name "${namespace}"`,
      };
    },
  },
  {
    id: "inference-encrypted",
    severity: "warning",
    title: "Prompts and answers come in by HTTPS",
    why: "Prompts hold what people would not write on a postcard, and so do keys in their headers.",
    source: "docs/inference.md; Gateway API docs: TLS",
    fix: "Name an HTTPS listener in route.listener, or give the Gateway a certificate.",
    also: ["gateway"],
    *check({ name, settings }, model) {
      const { route } = settings;
      const own = ownLoadBalancer(settings);
      if (own !== undefined) {
        if (own.certificateSecret !== undefined) return;
        yield {
          at: "option.loadBalancer.certificateSecret",
          found: "none: HTTP on port 80",
          expected: "a Secret with a certificate",
          fix: "Name a Secret of type kubernetes.io/tls in option.loadBalancer.certificateSecret.",
        };
        return;
      }
      const gateway = gatewayOf(model, name);
      if (gateway === undefined) return;
      const { listeners = {} } = gateway.settings;
      const ways = route?.listener === undefined ? Object.values(listeners) : [listeners[route.listener]];
      const https = ways.some((one) => one?.protocol === ListenerProtocol.Https);
      const http = ways.some((one) => one?.protocol === ListenerProtocol.Http);
      if (https || !http) return;
      yield { at: "route.listener", found: "listeners of HTTP only", expected: "an HTTPS listener" };
    },
  },
  {
    id: "inference-silence",
    severity: "error",
    title: "Envoy and the load balancer wait as long as an answer is silent",
    why: "An answer that does not stream is silent until it is whole, and one that streams until its first token: whoever waits less closes the connection.",
    symptom:
      "Long completions end with 504 (Envoy: stream timeout) or a connection that was reset (NLB), at the same second each time.",
    source:
      "ELB docs: Network Load Balancers, connection idle timeout; cilium chart values.yaml, envoy.streamIdleTimeoutDurationSeconds",
    fix: "Raise gateway.exposure.idleTimeoutSeconds and cilium.helmValues envoy.streamIdleTimeoutDurationSeconds, or let clients stream.",
    also: ["gateway", "cilium"],
    *check({ name, settings }, model) {
      const { silenceSeconds: wanted = DEFAULT_SILENCE_SECONDS } = settings.route ?? {};
      const own = ownLoadBalancer(settings);
      if (own !== undefined) {
        const { idleTimeoutSeconds = NLB_IDLE } = own;
        if (idleTimeoutSeconds >= wanted) return;
        yield {
          at: "route.silenceSeconds",
          found: `${String(idleTimeoutSeconds)} seconds in the load balancer (option.loadBalancer.idleTimeoutSeconds)`,
          expected: `${String(wanted)} or more`,
          fix: "Raise option.loadBalancer.idleTimeoutSeconds, or let clients stream.",
        };
        return;
      }
      const gateway = gatewayOf(model, name);
      const stream = valueAt(model.cilium?.values, "envoy.streamIdleTimeoutDurationSeconds");
      const envoy = typeof stream === "number" ? stream : ENVOY_STREAM_IDLE;
      // 0 switches Envoy's off.
      if (envoy !== 0 && envoy < wanted) {
        yield {
          at: "route.silenceSeconds",
          found: `${String(envoy)} seconds in Envoy (envoy.streamIdleTimeoutDurationSeconds)`,
          expected: `${String(wanted)} or more`,
        };
      }
      const nlb = gateway?.settings.exposure?.idleTimeoutSeconds ?? NLB_IDLE;
      if (gateway !== undefined && nlb < wanted) {
        yield {
          at: "route.silenceSeconds",
          found: `${String(nlb)} seconds in the load balancer (${gateway.path}.exposure.idleTimeoutSeconds)`,
          expected: `${String(wanted)} or more`,
        };
      }
    },
  },
  {
    id: "inference-link-mtu",
    severity: "warning",
    title: "The tunnel between the sites is no wider than the link",
    why: "EC2 nodes send packets of 9,001 bytes; a VPN carries 1,400 or so, Direct Connect up to 9,001: what is larger is dropped where ICMP is, and streams stop after their first bytes.",
    symptom: "Short requests work, long prompts and model lists hang.",
    source: "Cilium docs: MTU; AWS Site-to-Site VPN user guide: MTU and MSS",
    fix: "Set cilium.helmValues.MTU to what the link carries.",
    also: ["cilium"],
    *check({ settings: { nodes } }, { cilium, inference: { strategy } }) {
      if (nodes.kind !== "hybrid" || strategy !== HybridStrategy.Overlay || cilium === undefined) return;
      const mtu = valueAt(cilium.values, "MTU");
      if (typeof mtu === "number" && mtu > 0) return;
      yield {
        at: "nodes.kind",
        found: "hybrid nodes over a tunnel whose size every node guesses from its own interface",
        expected: "cilium.helmValues.MTU",
      };
    },
  },
  {
    id: "inference-open",
    severity: "warning",
    title: "A model on the internet is for known clients only",
    why: "Neither Cilium nor the router asks who calls: everybody who finds the name uses the GPUs.",
    source: "docs/inference.md, who may call; cilium/cilium#33500",
    fix: "Set gateway.exposure.sourceRanges, take an internal Gateway, or put an authenticating proxy before the router and waive this.",
    also: ["gateway"],
    *check({ name, settings }, model) {
      const own = ownLoadBalancer(settings);
      if (own !== undefined) {
        if (own.public !== true || !isOpen(own.sourceRanges)) return;
        yield {
          at: "option.loadBalancer",
          found: "a load balancer on the internet for everybody",
          expected: "option.loadBalancer.sourceRanges, or an internal one",
        };
        return;
      }
      const gateway = gatewayOf(model, name);
      if (gateway === undefined) return;
      const { type = ExposureType.InternetFacing, sourceRanges, internal = false } = gateway.settings.exposure ?? {};
      const isPublic = type === ExposureType.InternetFacing || (type === ExposureType.HostNetwork && !internal);
      if (!isPublic || !isOpen(sourceRanges)) return;
      yield {
        at: "route.gateway",
        found: "a Gateway on the internet for everybody",
        expected: `${gateway.path}.exposure.sourceRanges, or an internal Gateway`,
      };
    },
  },
]);
