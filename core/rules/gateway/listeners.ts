import { rulesOn } from "../rule.ts";
import { gateways } from "./subjects.ts";
import { isHostname } from "./hostnames.ts";
import { didYouMean, suggest } from "../../facts/suggest.ts";
import { minorOfCilium } from "../common.ts";
import { type Listener, isCilium, listenersOf } from "./objects.ts";

const CRD = "gateway-api config/crd at v1.4.1 and v1.6.1: gateways";
const MAX_LISTENERS = 64;
const MAX_PORT = 65_535;
const LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
const SECTION_NAME = new RegExp(`^${LABEL}(\\.${LABEL})*$`);
const MAX_NAME = 253;
const PROTOCOLS: readonly string[] = ["HTTP", "HTTPS", "TLS", "TCP", "UDP"];

/** `listener "https" (443)`. */
const called = ({ name, port }: Listener): string => `listener "${name}" (${String(port)})`;

export default rulesOn(gateways, [
  {
    id: "gateway-listener-fields",
    severity: "error",
    title: "Listeners have a name, a port and a hostname that the API takes",
    why: "The API server refuses the Gateway.",
    source: CRD,
    fix: "Write a name, a port and a hostname that the API takes.",
    *check(gateway) {
      const listeners = listenersOf(gateway);
      if (listeners.length === 0 || listeners.length > MAX_LISTENERS) {
        yield {
          at: "spec.listeners",
          found: `${String(listeners.length)} listeners`,
          expected: `1 to ${String(MAX_LISTENERS)}`,
          fix: "Give the Gateway a listener, or spread them over more Gateways.",
        };
      }
      for (const [at, { name, port, hostname, protocol }] of listeners.entries()) {
        if (name === undefined || name.length > MAX_NAME || !SECTION_NAME.test(name)) {
          yield {
            at: `spec.listeners.${String(at)}.name`,
            found: `"${name ?? ""}"`,
            expected: "lower-case letters, digits, dots and dashes, with a letter or digit at both ends",
            fix: "Choose a name such as https.",
          };
        }
        if (!Number.isInteger(port) || port < 1 || port > MAX_PORT) {
          yield {
            at: `spec.listeners.${String(at)}.port`,
            found: port === undefined ? "nothing" : String(port),
            expected: `a whole number from 1 to ${String(MAX_PORT)}`,
            fix: "Choose a port, 443 for HTTPS.",
          };
        }
        if (hostname !== undefined && hostname !== "" && (protocol === "TCP" || protocol === "UDP")) {
          yield {
            at: `spec.listeners.${String(at)}.hostname`,
            found: `${hostname} on protocol ${protocol}`,
            expected: "no hostname: such a connection does not carry one",
            fix: "Remove the hostname, or use protocol TLS, which is told by the server name.",
          };
        } else if (hostname !== undefined && !isHostname(hostname)) {
          yield {
            at: `spec.listeners.${String(at)}.hostname`,
            found: `"${hostname}"`,
            expected: "a name in lower case, or one with a first label *, and no address",
            fix: "Write the name without scheme, port and path: shop.example.com or *.example.com.",
          };
        }
      }
    },
  },
  {
    id: "gateway-listener-unique",
    severity: "error",
    title: "No two listeners have one name, or one port, protocol and hostname",
    why: "The API server refuses the Gateway.",
    source: CRD,
    fix: "Give each listener a name of its own, and a port, protocol or hostname that no other one has.",
    *check(gateway) {
      const listeners = listenersOf(gateway);
      for (const [at, listener] of listeners.entries()) {
        const earlier = listeners.slice(0, at);
        const namesake = earlier.find(({ name }) => name === listener.name);
        if (namesake !== undefined) {
          yield {
            at: `spec.listeners.${String(at)}.name`,
            found: `"${listener.name}" a second time`,
            expected: "a name of its own",
            fix: "Rename one: routes choose a listener by this name.",
          };
        }
        const twin = earlier.find(
          ({ port, protocol, hostname = "" }) =>
            port === listener.port && protocol === listener.protocol && hostname === (listener.hostname ?? ""),
        );
        if (twin !== undefined) {
          yield {
            at: `spec.listeners.${String(at)}`,
            found: `the port, protocol and hostname of ${called(twin)}`,
            expected: "a difference in one of them",
            fix: "Give each listener its hostname, or let several routes share one listener.",
          };
        }
      }
    },
  },
  {
    id: "gateway-listener-tls",
    severity: "error",
    title: "Listeners have the TLS settings of their protocol",
    why: "The API server refuses the Gateway, or takes it and the listener serves nothing.",
    source: `${CRD}; gateway-api #5021; conformance/reports/v1.6/cilium: TLSRouteModeTerminate unsupported`,
    fix: "Give HTTPS listeners mode Terminate and a certificate, TLS listeners mode Passthrough, and others no tls.",
    *check(gateway, model) {
      for (const [at, { protocol, tls }] of listenersOf(gateway).entries()) {
        const path = `spec.listeners.${String(at)}.tls`;
        const mode = tls?.mode ?? "Terminate";
        const certificates = tls?.certificateRefs?.length ?? 0;
        if (protocol !== "HTTPS" && protocol !== "TLS") {
          if (tls !== undefined)
            yield {
              at: path,
              found: `TLS settings on protocol ${protocol}`,
              expected: "protocol HTTPS or TLS",
              fix: `Remove tls, or make the protocol ${protocol === "HTTP" ? "HTTPS" : "TLS"}.`,
            };
          continue;
        }
        if (protocol === "TLS" && tls?.mode === undefined) {
          yield {
            at: `${path}.mode`,
            found: "nothing on protocol TLS",
            expected: "Passthrough",
            fix: "Write tls.mode.",
          };
        } else if (protocol === "HTTPS" && mode !== "Terminate") {
          yield {
            at: `${path}.mode`,
            found: `${mode} on protocol HTTPS`,
            expected: "Terminate",
            fix: "To pass TLS on to the pods, use protocol TLS with mode Passthrough and a TLSRoute.",
          };
        } else if (protocol === "TLS" && mode === "Terminate" && isCilium(model, gateway)) {
          yield {
            at: `${path}.mode`,
            found: "Terminate on protocol TLS",
            expected: "Passthrough: Cilium ends TLS for HTTPS listeners only",
            fix: "Use protocol HTTPS, or mode Passthrough.",
          };
        } else if (mode === "Terminate" && certificates === 0 && Object.keys(tls?.options ?? {}).length === 0) {
          yield {
            at: `${path}.certificateRefs`,
            found: "no certificate",
            expected: "the Secret of a certificate",
            fix: "Name a Secret of type kubernetes.io/tls, which cert-manager can make, or use ACM with an HTTP listener.",
          };
        }
      }
    },
  },
  {
    id: "gateway-listener-protocol",
    severity: "error",
    title: "Listeners speak protocols that the Cilium version serves",
    why: "The listener is accepted by the API server and never serves anything: the route kind that goes with it is missing.",
    source: "gateway-api config/crd and conformance/reports; cilium/cilium operator/pkg/gateway-api/cell.go",
    also: ["cilium"],
    fix: "Use a protocol that the Cilium version and the bundle's channel serve, or a Service of type LoadBalancer.",
    *check(gateway, model) {
      const { cilium, gatewayApi } = model;
      if (cilium === undefined || !isCilium(model, gateway)) return;
      const old = minorOfCilium(cilium) === "1.19";
      for (const [at, { protocol }] of listenersOf(gateway).entries()) {
        const path = `spec.listeners.${String(at)}.protocol`;
        if (!PROTOCOLS.includes(protocol)) {
          yield {
            at: path,
            found: `"${protocol}"`,
            expected: PROTOCOLS.join(", "),
            fix: didYouMean(suggest(protocol, PROTOCOLS)) || "Use one of them.",
          };
        } else if (old && (protocol === "TCP" || protocol === "UDP")) {
          yield {
            at: path,
            found: `${protocol} with Cilium ${cilium.version}`,
            expected: "Cilium 1.20.2 with bundle v1.6.1",
            fix: "Use Cilium 1.20.2, or a Service of type LoadBalancer.",
          };
        } else if (old && protocol === "TLS" && gatewayApi?.channel === "standard") {
          yield {
            at: path,
            found: "TLS with the standard channel of v1.4.1, which has no TLSRoute",
            expected: "the experimental channel, or Cilium 1.20.2",
            fix: "Set gateway.channel to experimental before the first installation, or use Cilium 1.20.2.",
          };
        }
      }
    },
  },
]);
