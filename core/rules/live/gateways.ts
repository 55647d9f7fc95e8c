import { Severity } from "../../findings/finding.ts";
import { rulesOn } from "../rule.ts";
import { subjectOf } from "../subject.ts";
import type { LiveClass } from "../../model/index.ts";
import { duration, gateways, keyOf, routes, services, unmet } from "./subjects.ts";

/** A load balancer of AWS takes two to five minutes. */
const BALANCER_SECONDS = 600;
const SETTLE_SECONDS = 60;
const CONTROLLER = "io.cilium/gateway-controller";

const classes = subjectOf<LiveClass, LiveClass, "live">({
  needs: ["live"],
  of: ({ live }) => live.classes.filter(({ controller }) => controller === CONTROLLER),
  read: (one) => one,
  place: ({ name }) => ({ subject: `GatewayClass "${name}"`, path: `live.classes.${name}` }),
});

export default [
  ...rulesOn(classes, [
    {
      id: "live-gateways-class",
      severity: Severity.Error,
      title: "Cilium's GatewayClass is accepted",
      why: "The operator accepts it when its controller starts. It stays off where a CRD is missing or of another version when the operator starts: it looks once.",
      symptom: "kubectl get gatewayclass shows ACCEPTED Unknown; Gateways get no status.",
      source: "Cilium docs: network/servicemesh/gateway-api/gateway-api; cilium operator/pkg/gateway-api/cell.go",
      fix: "Install the Gateway API bundle of the Cilium version, check gatewayAPI.enabled, then kubectl -n kube-system rollout restart deploy/cilium-operator.",
      *check({ conditions }) {
        const found = unmet(conditions, "Accepted");
        if (found !== undefined) yield { found, expected: "Accepted is True" };
      },
    },
  ]),
  ...rulesOn(gateways, [
    {
      id: "live-gateways-programmed",
      severity: Severity.Error,
      title: "Every Gateway is accepted and programmed",
      why: "Accepted says that the object can be served, Programmed that Envoy has it and that the load balancer has an address.",
      symptom:
        "kubectl get gateway shows PROGRAMMED False; AddressNotAssigned while the load balancer is made, or where nobody makes it.",
      source:
        "Gateway API docs: reference/spec (GatewayConditionType); cilium operator/pkg/gateway-api/gateway_reconcile.go",
      fix: "AddressNotAssigned: kubectl describe the Service cilium-gateway-NAME and look at the load balancer controller's log. Else do what the message says.",
      *check({ conditions, ageSeconds }) {
        const accepted = unmet(conditions, "Accepted");
        if (accepted !== undefined && ageSeconds >= SETTLE_SECONDS)
          yield { found: accepted, expected: "Accepted is True" };
        const programmed = unmet(conditions, "Programmed");
        if (programmed !== undefined && ageSeconds >= BALANCER_SECONDS)
          yield { found: `${programmed}, for ${duration(ageSeconds)}`, expected: "Programmed is True" };
      },
    },
    {
      id: "live-gateways-listeners",
      severity: Severity.Error,
      title: "Every listener is accepted, programmed and has its certificate",
      why: "A listener whose references are not resolved takes no connection: its Secret is missing, or in another namespace without a ReferenceGrant.",
      symptom: "TLS connections are cut; the listener's condition ResolvedRefs is False.",
      source: "Gateway API docs: reference/spec (ListenerConditionType)",
      fix: "InvalidCertificateRef: kubectl get certificate,secret in the Gateway's namespace. RefNotPermitted: add a ReferenceGrant where the Secret is.",
      *check({ listeners, ageSeconds }) {
        if (ageSeconds < BALANCER_SECONDS) return;
        for (const { name, conditions } of listeners) {
          for (const type of ["Accepted", "ResolvedRefs", "Programmed"]) {
            const found = unmet(conditions, type);
            if (found === undefined) continue;
            yield { at: `listeners.${name}`, found: `listener ${name}: ${found}`, expected: `${type} is True` };
          }
        }
      },
    },
    {
      id: "live-gateways-no-routes",
      severity: Severity.Warning,
      title: "A Gateway has a route",
      why: "Without one Envoy answers every request with 404.",
      source: "Gateway API docs: concepts/api-overview",
      fix: "Name the Gateway in the parentRefs of a route, and let the listener's allowedRoutes admit its namespace.",
      *check({ listeners }) {
        if (listeners.length === 0 || listeners.some(({ attachedRoutes }) => attachedRoutes > 0)) return;
        yield { at: "listeners", found: "no listener has a route", expected: "at least one attached route" };
      },
    },
  ]),
  ...rulesOn(routes, [
    {
      id: "live-gateways-routes",
      severity: Severity.Error,
      title: "Every route is accepted by its Gateways and finds its backends",
      why: "A route that is not accepted serves nothing; one whose references are not resolved answers 500 for the missing backend.",
      symptom: "404 or 500 from Envoy; kubectl get httproute -o yaml shows the condition under .status.parents.",
      source: "Gateway API docs: reference/spec (RouteConditionType)",
      fix: "NotAllowedByListeners: the listener's allowedRoutes. NoMatchingListenerHostname: hostnames. BackendNotFound: the Service's name. RefNotPermitted: a ReferenceGrant.",
      *check({ gateways: named, parents }) {
        for (const gateway of named) {
          const own = parents.filter((parent) => parent.gateway === gateway);
          if (own.length === 0) yield { found: `no controller has looked at it for ${gateway}`, expected: "a status" };
          for (const { conditions } of own) {
            for (const type of ["Accepted", "ResolvedRefs"]) {
              const found = unmet(conditions, type);
              if (found !== undefined) yield { found: `${gateway}: ${found}`, expected: `${type} is True` };
            }
          }
        }
      },
    },
    {
      id: "live-gateways-backends",
      severity: Severity.Error,
      title: "Every Service behind a route has a pod that is ready",
      why: "Envoy has nowhere to send the request and answers 503 with `no healthy upstream`.",
      symptom: "503 from Envoy; kubectl get endpointslices shows no ready address.",
      source: "Kubernetes docs: concepts/services-networking/endpoint-slices; cilium/cilium#43493",
      fix: "kubectl get pods with the Service's selector: why are they not ready, and does the Service's selector name them?",
      *check({ backends }, { live }) {
        for (const backend of backends) {
          const ready = live.backends[backend];
          if (ready === undefined || ready > 0) continue;
          yield {
            at: `backends.${backend}`,
            found: `Service ${backend} has no ready address`,
            expected: "at least one",
          };
        }
      },
    },
  ]),
  ...rulesOn(services, [
    {
      id: "live-gateways-address",
      severity: Severity.Error,
      title: "The load balancer of a Gateway has an address",
      why: "The Service of the Gateway waits for a controller to make the load balancer. Without the class that the controller serves nobody does, or the in-tree one makes a Classic Load Balancer.",
      symptom: "kubectl get svc shows EXTERNAL-IP <pending>; its events say why.",
      source:
        "AWS Load Balancer Controller docs: guide/service/nlb; Cilium docs: network/servicemesh/gateway-api/gateway-api",
      fix: "kubectl describe the Service; check the controller's log, its role, Region and VPC, and that subnets carry kubernetes.io/role/elb or internal-elb.",
      *check({ type, addresses, loadBalancerClass, ageSeconds, namespace, name }) {
        if (type !== "LoadBalancer" || addresses.length > 0 || ageSeconds < BALANCER_SECONDS) return;
        yield {
          found: `no address for ${duration(ageSeconds)}, loadBalancerClass ${loadBalancerClass ?? "not set"}`,
          expected: "a hostname",
          fix: `kubectl -n ${namespace} describe service ${name}; kubectl -n kube-system logs deploy/aws-load-balancer-controller say why.`,
        };
      },
    },
    {
      id: "live-gateways-same-address",
      severity: Severity.Warning,
      title: "A Gateway tells the address that its load balancer has",
      why: "external-dns and people read it from the Gateway's status; an old one leads to a load balancer that is gone.",
      source:
        "Gateway API docs: reference/spec (GatewayStatus.addresses); cilium operator/pkg/gateway-api/gateway_reconcile.go",
      fix: "Restart the operator: kubectl -n kube-system rollout restart deploy/cilium-operator.",
      *check({ namespace, gateway, addresses }, { live }) {
        const own = live.gateways.find((one) => one.namespace === namespace && one.name === gateway);
        if (own === undefined || own.addresses.length === 0 || addresses.length === 0) return;
        if (own.addresses.some((address) => addresses.includes(address))) return;
        yield {
          found: `${keyOf(own)} says ${own.addresses.join(", ")}, the Service ${addresses.join(", ")}`,
          expected: "the same",
        };
      },
    },
  ]),
];
