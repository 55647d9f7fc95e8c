import { z } from "zod";
import { GatewayApiChannel } from "../../core/facts/gateway-api.ts";
import {
  CertManagerMode,
  type CertificateSettings,
  type DemoSettings,
  type ExposureSettings,
  ExposureType,
  type ExternalDnsSettings,
  type GatewayBackendSettings,
  GatewayClassOwner,
  type GatewaySettings,
  type GatewayTlsSettings,
  IssuerKind,
  type IssuerRefSettings,
  type IssuerSettings,
  ListenerProtocol,
  type ListenerSettings,
  LoadBalancerController,
  type OneGatewaySettings,
  type Route53Settings,
} from "../../core/settings/index.ts";
import { routesSchema } from "./routes.ts";
import { choice, flag, list, map, object, optional, ref, strings, tags, text, whole } from "./shape.ts";

const port = whole(1, 65_535);

const listener = object<ListenerSettings>({
  protocol: choice(ListenerProtocol),
  port: optional(port),
  hostname: optional(text),
  certificate: optional(object<CertificateSettings>({ secret: text, namespace: optional(text) })),
  allowedNamespaces: optional(z.union([z.literal("Same"), z.literal("All"), strings])),
});

const exposure = object<ExposureSettings>({
  type: choice(ExposureType),
  subnetIds: optional(list(ref)),
  internal: optional(flag),
  elasticIps: optional(z.union([z.literal("allocate"), list(ref)])),
  privateAddresses: optional(strings),
  sourceRanges: optional(strings),
  crossZone: optional(flag),
  deregistrationSeconds: optional(whole(0, 3600)),
  proxyProtocol: optional(flag),
  preserveClientIp: optional(flag),
  idleTimeoutSeconds: optional(whole(60, 6000)),
  targetNodeLabels: optional(tags),
});

const issuer = object<IssuerSettings>({
  email: text,
  staging: optional(flag),
  route53: optional(object<Route53Settings>({ hostedZoneIds: strings })),
  http01: optional(flag),
});

const tls = object<GatewayTlsSettings>({
  certManager: optional(choice(CertManagerMode)),
  issuer: optional(issuer),
  issuerRef: optional(object<IssuerRefSettings>({ name: text, kind: optional(choice(IssuerKind)) })),
  extraHostedZoneIds: optional(strings),
  acmCertificateArn: optional(ref),
  redirect: optional(flag),
});

const externalDns = object<ExternalDnsSettings>({
  hostedZoneIds: strings,
  domains: strings,
  policy: optional(z.enum(["sync", "upsert-only"])),
});

const backend = object<GatewayBackendSettings>({ namespace: text, labels: tags, ports: list(port) });

const one = {
  class: optional(choice(GatewayClassOwner)),
  namespace: optional(text),
  listeners: optional(map(listener)),
  exposure: optional(exposure),
  tls: optional(tls),
  routes: optional(routesSchema),
  backends: optional(map(backend)),
};

export const gatewaySchema = object<GatewaySettings>({
  enabled: optional(flag),
  channel: optional(choice(GatewayApiChannel)),
  createClass: optional(flag),
  name: optional(text),
  ...one,
  loadBalancerController: optional(choice(LoadBalancerController)),
  externalDns: optional(externalDns),
  demo: optional(object<DemoSettings>({ enabled: flag, hostname: optional(text) })),
  others: optional(map(object<OneGatewaySettings>(one))),
});
