import { rulesOn } from "../rule.ts";
import { wholeModel } from "../subjects.ts";
import { gatewaySettings, gatewaysWithoutSubnets } from "./subjects.ts";
import { isDnsLabel } from "../../facts/object-syntax.ts";
import { DEFAULT_GATEWAY_NAME } from "../../settings/defaults.ts";
import {
  ExposureType,
  type GatewayPartSettings,
  ListenerProtocol,
  LoadBalancerController,
} from "../../settings/index.ts";

const DOCS = "docs/gateway.md";

const modeOf = ({ exposure }: GatewayPartSettings): string =>
  exposure?.type === ExposureType.HostNetwork ? "host-network" : "a load balancer of the controller";

export default [
  ...rulesOn(gatewaySettings, [
    {
      id: "gateway-settings-listeners",
      severity: "error",
      title: "A Gateway that is described has listeners",
      why: "Without listeners none is made, and what is said of its exposure, certificates and routes is for nothing.",
      source: DOCS,
      fix: "Add one, for example http: { protocol: HTTP }, or remove the rest.",
      *check({ listeners = {}, exposure, tls, routes, demo, externalDns }) {
        const said = Object.entries({ exposure, tls, routes, demo, externalDns }).filter(
          ([, value]) => value !== undefined,
        );
        if (Object.keys(listeners).length > 0 || said.length === 0) return;
        yield {
          at: "listeners",
          found: `none, with ${said.map(([name]) => name).join(", ")}`,
          expected: "at least one listener",
        };
      },
    },
    {
      id: "gateway-settings-namespaces",
      severity: "error",
      title: "Namespaces that a listener admits can exist",
      why: "The listener selects namespaces by their name; one that no namespace can have admits nothing, and nobody says so.",
      symptom: "Routes of the namespace have Accepted: False with reason NotAllowedByListeners.",
      source: "Kubernetes docs: names, RFC 1123 label names; Gateway API: AllowedRoutes",
      fix: "Write the namespace as it is called.",
      *check({ listeners = {} }) {
        for (const [name, { allowedNamespaces = [] }] of Object.entries(listeners))
          for (const [index, namespace] of (typeof allowedNamespaces === "string" ? [] : allowedNamespaces).entries())
            if (!isDnsLabel(namespace))
              yield {
                at: `listeners.${name}.allowedNamespaces.${String(index)}`,
                found: `"${namespace}"`,
                expected: "1 to 63 of a-z, 0-9 and -, a letter or digit at both ends",
              };
      },
    },
    {
      id: "gateway-settings-exposure",
      severity: "error",
      title: "What is asked of the exposure goes with its type",
      why: "An internal load balancer has no public addresses and a public one no chosen private ones; Envoy on the host network has a load balancer of the stack's own, which no controller makes.",
      source: DOCS,
      fix: "Leave out what does not go with the type, or choose another type.",
      *check({ listeners, exposure = { type: ExposureType.InternetFacing }, loadBalancerController: controller }) {
        const { type, elasticIps, privateAddresses, targetNodeLabels, internal } = exposure;
        const wrong: [string, boolean][] = [
          ["elasticIps", elasticIps !== undefined && (type === ExposureType.Internal || internal === true)],
          ["internal", internal !== undefined && type !== ExposureType.HostNetwork],
          ["privateAddresses", privateAddresses !== undefined && type !== ExposureType.Internal],
          ["targetNodeLabels", targetNodeLabels !== undefined && type === ExposureType.HostNetwork],
        ];
        for (const [at] of wrong.filter(([, holds]) => holds)) {
          yield {
            at: `exposure.${at}`,
            found: `set, with type ${type}`,
            expected: `nothing with ${type}`,
            fix: "Remove it, or choose another type.",
          };
        }
        if (
          listeners !== undefined &&
          controller === LoadBalancerController.None &&
          type !== ExposureType.HostNetwork
        ) {
          yield {
            at: "loadBalancerController",
            found: `none, with type ${type}`,
            expected: "install or present",
            fix: "Let it be installed, say that it is present, or expose the Gateway by host-network.",
          };
        }
      },
    },
    {
      id: "gateway-settings-certificates",
      severity: "error",
      title: "Every HTTPS listener gets a certificate",
      why: "Without one Envoy has nothing to end TLS with.",
      symptom: "Connections are cut before the first byte, though the Gateway may have Programmed: True.",
      source: DOCS,
      fix: "Set certificate.secret, tls.certManager with an issuer and a hostname, or tls.acmCertificateArn.",
      *check({ listeners = {}, tls = {} }) {
        if (tls.acmCertificateArn !== undefined) return;
        for (const [name, { protocol, certificate, hostname }] of Object.entries(listeners)) {
          if (protocol !== ListenerProtocol.Https || certificate !== undefined) continue;
          if (tls.certManager === undefined || (tls.issuer ?? tls.issuerRef) === undefined) {
            yield {
              at: `listeners.${name}.certificate`,
              found: tls.certManager === undefined ? "none, without cert-manager" : "none, without an issuer",
              expected: "a Secret, cert-manager with an issuer, or ACM",
              fix: "Set certificate.secret, tls.certManager with tls.issuer or tls.issuerRef, or tls.acmCertificateArn.",
            };
          } else if (hostname === undefined) {
            yield {
              at: `listeners.${name}.hostname`,
              found: "none, with a certificate from cert-manager",
              expected: "the name that the certificate is for",
              fix: "Set hostname.",
            };
          }
        }
      },
    },
    {
      id: "gateway-settings-issuer",
      severity: "error",
      title: "An issuer proves its names in one way",
      why: "Without a solver no certificate is ever issued; HTTP-01 needs a listener on port 80.",
      source: "cert-manager docs: configuration/acme",
      fix: "Set route53.hostedZoneIds, or http01: true with an HTTP listener on port 80, and tls.certManager.",
      *check({ listeners = {}, tls = {} }) {
        const { issuer, certManager } = tls;
        if (issuer === undefined) return;
        const zones = issuer.route53?.hostedZoneIds ?? [];
        if (zones.length === 0 && issuer.http01 !== true) {
          yield {
            at: "tls.issuer",
            found: "neither route53 nor http01",
            expected: "one of them",
            fix: "Set route53.hostedZoneIds, or http01: true.",
          };
        }
        if (certManager === undefined) {
          yield {
            at: "tls.certManager",
            found: "nothing, with an issuer",
            expected: "install or present",
            fix: "Set tls.certManager.",
          };
        }
        const http = Object.values(listeners).some(
          ({ protocol, port = 80 }) => protocol === ListenerProtocol.Http && port === 80,
        );
        if (issuer.http01 === true && !http) {
          yield {
            at: "tls.issuer.http01",
            found: "true, without an HTTP listener on port 80",
            expected: "such a listener",
            fix: "Add http: { protocol: HTTP }.",
          };
        }
      },
    },
    {
      id: "gateway-settings-ports",
      severity: "error",
      title: "TCP and UDP listeners name their port",
      why: "They have no port that everybody means.",
      source: DOCS,
      fix: "Set port.",
      *check({ listeners = {} }) {
        for (const [name, { protocol, port }] of Object.entries(listeners)) {
          const plain = protocol === ListenerProtocol.Tcp || protocol === ListenerProtocol.Udp;
          if (plain && port === undefined) yield { at: `listeners.${name}.port`, found: "none", expected: "a port" };
        }
      },
    },
  ]),
  ...rulesOn(wholeModel("gateway"), [
    {
      id: "gateway-settings-others",
      severity: "error",
      title: "Gateways of one cluster are exposed in one way, and have names of their own",
      why: "Host network and proxy protocol are values of the Cilium release: a Gateway that differs from them answers nobody.",
      source: "values.yaml of the Cilium charts: gatewayAPI.hostNetwork, gatewayAPI.enableProxyProtocol",
      fix: "Describe one Gateway as the first, expose all in one way, and give each a name of its own.",
      *check({ gateway }) {
        const { settings: first, others = {} } = gateway;
        if (Object.keys(others).length > 0 && Object.keys(first.listeners ?? {}).length === 0) {
          yield {
            subject: "gateway",
            path: "gateway.others",
            found: "Gateways beside a first one that has no listeners",
            expected: "listeners of the first, which installs the controllers",
            fix: "Describe one of them as the first.",
          };
        }
        for (const [name, settings] of Object.entries(others)) {
          const path = `gateway.others.${name}`;
          const subject = `gateway "${name}"`;
          const said = [
            ["exposure.type", modeOf(settings), modeOf(first)],
            [
              "exposure.proxyProtocol",
              String(settings.exposure?.proxyProtocol ?? false),
              String(first.exposure?.proxyProtocol ?? false),
            ],
          ] as const;
          for (const [at, found, expected] of said.filter(([, a, b]) => a !== b)) {
            yield {
              subject,
              path: `${path}.${at}`,
              found,
              expected: `${expected}, as the first`,
              fix: "Make both alike.",
            };
          }
          if (name !== (first.name ?? DEFAULT_GATEWAY_NAME)) continue;
          yield { subject, path, found: "the name of the first", expected: "another one", fix: "Rename one of them." };
        }
      },
    },
  ]),
  ...rulesOn(gatewaysWithoutSubnets, [
    {
      id: "gateway-settings-subnets",
      severity: "error",
      title: "A load balancer has subnets to be in",
      why: "One that faces the internet lies in public subnets, an internal one beside the nodes: without any it is never made.",
      symptom: "The Gateway waits for its address.",
      source: "aws-load-balancer-controller docs/deploy/subnet_discovery.md; ELB API: CreateLoadBalancer, Subnets",
      fix: "Name public subnets in network.vpc.subnets.public or exposure.subnetIds, or make the Gateway internal.",
      *check() {
        yield {
          at: "exposure",
          found: "no subnet",
          expected: "public subnets for internet-facing, subnets of nodes for internal",
        };
      },
    },
  ]),
];
