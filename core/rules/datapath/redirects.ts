import type { ClusterModel, KubernetesObject } from "../../model/index.ts";
import { addressFault, contains } from "../../net/cidr.ts";
import { Values } from "../common.ts";
import { find, namespaceOf, servicesOf, specOf } from "../gateway/objects.ts";
import { kinds } from "../gateway/subjects.ts";
import { rulesOn } from "../rule.ts";
import type { Draft } from "../subject.ts";

const LRP = "CiliumLocalRedirectPolicy";
const GUIDE = "Cilium docs: network/kubernetes/local-redirect-policy";
const PARSE = "cilium/cilium pkg/loadbalancer/redirectpolicy/redirectpolicy.go: getSanitizedLocalRedirectPolicy";

interface Port {
  readonly port?: string;
  readonly protocol?: string;
  readonly name?: string;
}
interface Redirect {
  readonly redirectFrontend?: {
    readonly addressMatcher?: { readonly ip?: string; readonly toPorts?: readonly Port[] };
    readonly serviceMatcher?: {
      readonly serviceName?: string;
      readonly namespace?: string;
      readonly toPorts?: readonly Port[];
    };
  };
  readonly redirectBackend?: { readonly toPorts?: readonly Port[] };
}

/** Blocks that EKS chooses Services' addresses from where none is given (EKS API reference: KubernetesNetworkConfigRequest). */
const DEFAULT_SERVICE_CIDRS = ["10.100.0.0/16", "172.20.0.0/16"];

/** Whose an address is, where it is one of a Service. */
function serviceOf(ip: string, model: ClusterModel): string | undefined {
  const service = servicesOf(model).find((one) => specOf<{ clusterIP?: string }>(one).clusterIP === ip);
  if (service !== undefined) return `Service ${namespaceOf(service)}/${service.metadata.name}`;
  const { controlPlane } = model;
  const blocks = controlPlane === undefined ? [] : [controlPlane.serviceCidr ?? DEFAULT_SERVICE_CIDRS].flat();
  return blocks.some((cidr) => contains(cidr, `${ip}/32`)) ? "a Service, by its block" : undefined;
}

function* frontendFaults(object: KubernetesObject): Generator<Draft> {
  const { redirectFrontend: { addressMatcher, serviceMatcher } = {} } = specOf<Redirect>(object);
  const at = "spec.redirectFrontend";
  if ((addressMatcher === undefined) === (serviceMatcher === undefined))
    yield {
      at,
      found: addressMatcher === undefined ? "no matcher" : "addressMatcher and serviceMatcher",
      expected: "one of addressMatcher and serviceMatcher",
    };
  if (addressMatcher?.ip !== undefined && !addressMatcher.ip.includes(":")) {
    const fault = addressFault(addressMatcher.ip);
    if (fault !== undefined)
      yield {
        at: `${at}.addressMatcher.ip`,
        found: `"${addressMatcher.ip}", which ${fault}`,
        expected: "an address without a length",
      };
  }
  const namespace = serviceMatcher?.namespace;
  if (serviceMatcher !== undefined && namespace !== namespaceOf(object))
    yield {
      at: `${at}.serviceMatcher.namespace`,
      found: namespace ?? "nothing",
      expected: `${namespaceOf(object)}, where the policy is`,
      fix: "Create the policy in the Service's namespace.",
    };
}

/** Several ports are told apart by their names, and both sides of a single one speak one protocol. */
function* portFaults(object: KubernetesObject): Generator<Draft> {
  const { redirectFrontend: { addressMatcher, serviceMatcher } = {}, redirectBackend } = specOf<Redirect>(object);
  const front = (addressMatcher ?? serviceMatcher)?.toPorts ?? [];
  const back = redirectBackend?.toPorts ?? [];
  const named = front.length > 1 || back.length > 1;
  for (const [ports, at] of [
    [front, "spec.redirectFrontend"],
    [back, "spec.redirectBackend"],
  ] as const) {
    if (!named || ports.every(({ name = "" }) => name !== "")) continue;
    yield { at, found: "ports without a name", expected: "a name for each of several ports, the same on both sides" };
  }
  const [first, second] = [front[0], back[0]];
  if (front.length !== 1 || first === undefined || second === undefined || first.protocol === second.protocol) return;
  yield {
    at: "spec.redirectBackend.toPorts.0.protocol",
    found: second.protocol ?? "nothing",
    expected: `${first.protocol ?? "nothing"}, as in front`,
  };
}

export default rulesOn(kinds("cilium.io", LRP), [
  {
    id: "datapath-local-redirect-service",
    severity: "error",
    title: "Redirects of a Service name the Service",
    why: "An addressMatcher is for addresses that belong to no Service: from 1.18 on agents refuse one with a Service's address.",
    symptom: "`cilium-dbg lrp list` does not show the policy, and traffic goes to the Service's own backends.",
    source: `${GUIDE}, AddressMatcher; cilium/cilium#43800, #42313`,
    fix: "Write serviceMatcher with the Service's name and namespace in place of addressMatcher.",
    *check(object, model) {
      const ip = specOf<Redirect>(object).redirectFrontend?.addressMatcher?.ip;
      if (ip === undefined || addressFault(ip) !== undefined) return;
      const whose = serviceOf(ip, model);
      if (whose === undefined) return;
      yield {
        at: "spec.redirectFrontend.addressMatcher.ip",
        found: `${ip}, an address of ${whose}`,
        expected: "serviceMatcher",
      };
    },
  },
  {
    id: "datapath-local-redirect-fields",
    severity: "error",
    title: "A local redirect says one frontend, and ports that pair up",
    why: "The API server takes it, and every agent refuses it: nothing is redirected.",
    symptom: "`cilium-dbg lrp list` does not show the policy.",
    source: PARSE,
    fix: "Write one matcher, a plain address or a Service of the same namespace, and named ports where there are several.",
    *check(object) {
      yield* frontendFaults(object);
      yield* portFaults(object);
    },
  },
  {
    id: "datapath-local-redirect-enabled",
    severity: "error",
    title: "Where there are local redirects Cilium reads them",
    why: "With localRedirectPolicies.enabled off no agent looks at them.",
    symptom: "`cilium-dbg lrp list` is empty.",
    source: `${GUIDE}; values.yaml of the Cilium charts: localRedirectPolicies.enabled, localRedirectPolicy`,
    fix: "Set localRedirectPolicies.enabled to true.",
    also: ["cilium"],
    *check(_object, { cilium }) {
      if (cilium === undefined) return;
      const values = new Values(cilium);
      if (values.on("localRedirectPolicies.enabled") || values.on("localRedirectPolicy")) return;
      yield { at: "spec", found: "a redirect, with localRedirectPolicies.enabled off", expected: "true" };
    },
  },
  {
    id: "datapath-local-redirect-target",
    severity: "warning",
    title: "The Service of a local redirect is one with an address in the cluster",
    why: "Only Services of type ClusterIP are redirected; one that nobody makes is never there to be.",
    symptom: "`cilium-dbg service list` shows no entry of type LocalRedirect.",
    source: `${GUIDE}, ServiceMatcher; cilium/cilium pkg/loadbalancer/redirectpolicy/controller.go`,
    fix: "Name a Service of type ClusterIP, or waive this where another program makes it.",
    *check(object, model) {
      const matcher = specOf<Redirect>(object).redirectFrontend?.serviceMatcher;
      const name = matcher?.serviceName;
      if (matcher === undefined || name === undefined) return;
      const services = servicesOf(model);
      const service = find(services, name, matcher.namespace ?? namespaceOf(object));
      const at = "spec.redirectFrontend.serviceMatcher.serviceName";
      if (service === undefined) {
        // CoreDNS is EKS's own add-on; others are told only where the program makes Services of that namespace.
        const others = services.filter((one) => namespaceOf(one) === (matcher.namespace ?? namespaceOf(object)));
        if (name === "kube-dns" || others.length === 0) return;
        yield {
          at,
          found: `${name}, which this program does not make`,
          expected: others.map(({ metadata }) => metadata.name).join(" or "),
        };
        return;
      }
      const { type = "ClusterIP", clusterIP } = specOf<{ type?: string; clusterIP?: string }>(service);
      if (type !== "ExternalName" && clusterIP !== "None") return;
      yield { at, found: `${name}, ${type === "ExternalName" ? type : "a headless Service"}`, expected: "a ClusterIP" };
    },
  },
]);
