import { CILIUM_TUPLES } from "../../core/facts/versions.ts";
import { routeStep } from "./route-step.ts";
import { serviceStep } from "./service-step.ts";
import { type Step, failed, ok } from "../shared/steps.ts";
import {
  type ClusterView,
  type Diagnosis,
  type Listener,
  type ListenerStatus,
  type Live,
  type Question,
  conditionOf,
  conditions,
  idOf,
  listenersOf,
  takes,
} from "./view.ts";

/** Follows a request through the objects of a cluster; stops where going on would only repeat the fault. */
export function diagnose(view: ClusterView, question: Question): Diagnosis {
  const steps: Step[] = [bundleStep(view)];
  const gateway = findGateway(view, question);
  if (gateway === undefined) return { steps: [...steps, missingGateway(view, question)], addresses: [] };
  steps.push(classStep(view, gateway), gatewayStep(gateway));
  const listeners = listenersFor(gateway, question);
  steps.push(listenerStep(gateway, listeners, question), routeStep(view, gateway, listeners, question));
  const { step, addresses } = serviceStep(view, gateway);
  return { steps: [...steps, step], addresses };
}

function bundleStep({ bundle, ciliumVersion }: ClusterView): Step {
  const name = "Gateway API CRDs";
  if (bundle === undefined) {
    return failed(
      name,
      "not installed",
      "Install the bundle of your Cilium version, then restart deploy/cilium-operator: it looks once, when it starts.",
    );
  }
  const version = bundle["gateway.networking.k8s.io/bundle-version"] ?? "an unknown bundle";
  const channel = bundle["gateway.networking.k8s.io/channel"] ?? "unknown channel";
  const found = `${version}, ${channel}${ciliumVersion === undefined ? "" : `, with Cilium ${ciliumVersion}`}`;
  const tuple = CILIUM_TUPLES.find(({ minor }) => ciliumVersion?.startsWith(`${minor}.`));
  if (tuple === undefined || tuple.gatewayApi === version) return ok(name, found);
  return failed(
    name,
    found,
    `Cilium ${tuple.minor} goes with ${tuple.gatewayApi}: with another bundle its controller stays off or dies at start.`,
  );
}

function findGateway({ gateways }: ClusterView, { gateway, host, secure }: Question): Live | undefined {
  if (gateway !== undefined) return gateways.find((one) => idOf(one) === gateway);
  const wanted = secure ? ["HTTPS", "TLS"] : ["HTTP"];
  return gateways.find((one) =>
    listenersOf(one).some(({ hostname, protocol }) => wanted.includes(protocol) && takes(hostname, host)),
  );
}

const missingGateway = ({ gateways }: ClusterView, { gateway, host }: Question): Step => {
  const there = gateways.map(idOf).join(", ");
  return failed(
    "Gateway",
    gateway === undefined ? `none has a listener for ${host}` : `there is no ${gateway}`,
    there === "" ? "The cluster has no Gateway at all." : `There are: ${there}. Name one with --gateway.`,
  );
};

function classStep({ classes }: ClusterView, { spec }: Live): Step {
  const wanted = String(spec?.["gatewayClassName"]);
  const name = `GatewayClass ${wanted}`;
  const found = classes.find(({ metadata }) => metadata.name === wanted);
  if (found === undefined)
    return failed(name, "does not exist", 'Create it, or let the chart do so: gatewayAPI.gatewayClass.create "true".');
  const accepted = conditionOf(conditions(found.status), "Accepted");
  if (accepted?.status === "True") return ok(name, "Accepted");
  return failed(
    name,
    accepted === undefined
      ? "no status: no controller has looked at it"
      : `not Accepted: ${accepted.message ?? accepted.reason ?? ""}`,
    "Check gatewayAPI.enabled, kubeProxyReplacement and l7Proxy, and that the CRDs were there before the operator: kubectl -n kube-system rollout restart deploy/cilium-operator.",
  );
}

function gatewayStep(gateway: Live): Step {
  const name = `Gateway ${idOf(gateway)}`;
  const all = conditions(gateway.status);
  for (const type of ["Accepted", "Programmed"]) {
    const condition = conditionOf(all, type);
    if (condition?.status === "True") continue;
    const reason = condition?.message ?? condition?.reason ?? "no such condition yet";
    return failed(
      name,
      `not ${type}: ${reason}`,
      condition?.reason === "AddressNotAssigned" || /address/i.test(reason)
        ? "The Service has no load balancer: kubectl describe it, and look at the log of the load balancer controller."
        : "Look at the message, and at the log of deploy/cilium-operator.",
    );
  }
  return ok(name, "Accepted and Programmed");
}

const listenersFor = (gateway: Live, { host, port, secure }: Question): Listener[] =>
  listenersOf(gateway).filter(
    ({ hostname, protocol, port: own }) =>
      takes(hostname, host) && own === port && (secure ? protocol !== "UDP" : protocol === "HTTP"),
  );

function listenerStep(gateway: Live, listeners: readonly Listener[], { host, port }: Question): Step {
  const name = "Listener";
  if (listeners.length === 0) {
    const there = listenersOf(gateway).map(
      (one) => `${one.name} (${one.protocol} ${String(one.port)} ${one.hostname ?? "any host"})`,
    );
    return failed(name, `none for ${host} on port ${String(port)}`, `There are: ${there.join(", ")}.`);
  }
  const statuses = (gateway.status?.["listeners"] ?? []) as readonly ListenerStatus[];
  for (const listener of listeners) {
    const all = statuses.find((status) => status.name === listener.name)?.conditions ?? [];
    const refs = conditionOf(all, "ResolvedRefs");
    if (refs !== undefined && refs.status !== "True") {
      return failed(
        name,
        `${listener.name}: ${refs.reason ?? "ResolvedRefs is not true"}: ${refs.message ?? ""}`,
        refs.reason === "RefNotPermitted"
          ? "The Secret is in another namespace: add a ReferenceGrant there."
          : "Check that the Secret exists and holds tls.crt and tls.key: kubectl get certificate,secret.",
      );
    }
  }
  return ok(name, listeners.map((one) => `${one.name}, ${one.protocol} ${String(one.port)}`).join("; "));
}
