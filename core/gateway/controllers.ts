import { Deferred, placeholder } from "../contracts/deferred.ts";
import { planRelease } from "../helm/charts.ts";
import { allow, document, type PolicyDocument } from "../iam/documents.ts";
import { OFF_HYBRID } from "../controllers/placement.ts";
import type { JsonObject } from "../model/index.ts";
import type { ExternalDnsSettings } from "../settings/index.ts";
import type { ControllerContext, ControllerPlan } from "../controllers/controller.ts";
import {
  CERT_MANAGER_CHART,
  CERT_MANAGER_NAMESPACE,
  CONTROLLER_RESOURCES,
  EXTERNAL_DNS_CHART,
  EXTERNAL_DNS_NAMESPACE,
  LBC_CHART,
} from "./defaults.ts";
import { loadBalancerPolicy } from "./load-balancer-policy.ts";

/**
 * The AWS Load Balancer Controller, for Services with its class and nothing else. Its own CRDs come with its chart, because it
 * keeps its state in them (TargetGroupBinding); Helm installs them once and takes them neither up nor away.
 */
export const planLoadBalancerController = (context: ControllerContext): ControllerPlan => ({
  kind: "install",
  release: planRelease(LBC_CHART, {
    registry: context.registry,
    namespace: "kube-system",
    values: {
      clusterName: context.clusterName,
      region: context.region,
      // Its metadata look-up fails behind a hop limit of 1.
      vpcId: placeholder(Deferred.VpcId),
      // Its webhook fails closed, and would write the class into Services of others.
      enableServiceMutatorWebhook: false,
      // Gateways are Cilium's.
      controllerConfig: { featureGates: { NLBGatewayAPI: false, ALBGatewayAPI: false, GatewayListenerSet: false } },
      createIngressClassResource: false,
      // Ingresses are nobody's business here either: this webhook fails closed for all of them.
      webhookConfig: { disableIngressValidation: true },
      // Else every change of the release makes a new certificate, and webhooks fail until all pods have it.
      keepTLSSecret: true,
      serviceAccount: { name: LBC_CHART.name },
      ...placement(context),
      ...(context.overlay === true ? { hostNetwork: true } : {}),
      resources: CONTROLLER_RESOURCES,
    },
  }),
  identity: {
    serviceAccount: { namespace: "kube-system", name: LBC_CHART.name },
    policy: loadBalancerPolicy(context),
    mechanism: context.mechanism,
  },
  deferred: [
    { path: "vpcId", from: Deferred.VpcId },
    { path: "serviceAccount.annotations", from: Deferred.RoleAnnotations },
  ],
});

/** cert-manager without CRDs of its own; they are in the cluster before it, as the Gateway API's must be. */
export function planCertManager(hostedZoneIds: readonly string[], context: ControllerContext): ControllerPlan {
  const zones = [...new Set(hostedZoneIds)];
  const release = planRelease(CERT_MANAGER_CHART, {
    registry: context.registry,
    namespace: CERT_MANAGER_NAMESPACE,
    values: {
      crds: { enabled: false },
      // The key of 1.21; before it was config.enableGatewayAPI (cert-manager release-notes-1.21).
      config: {
        apiVersion: "controller.config.cert-manager.io/v1alpha1",
        kind: "ControllerConfiguration",
        gatewayAPI: { enabled: true },
      },
      serviceAccount: { name: CERT_MANAGER_CHART.name },
      ...placement(context),
      ...certManagerParts(context),
      resources: CONTROLLER_RESOURCES,
    },
  });
  return {
    kind: "install",
    release,
    deferred: [{ path: "serviceAccount.annotations", from: Deferred.RoleAnnotations }],
    ...(zones.length === 0
      ? {}
      : {
          identity: {
            serviceAccount: { namespace: CERT_MANAGER_NAMESPACE, name: CERT_MANAGER_CHART.name },
            policy: solverPolicy(zones, context),
            mechanism: context.mechanism,
          },
        }),
  };
}

/** Off hybrid nodes: AWS and the control plane are on this side (EKS user guide: hybrid-nodes-webhooks). */
const placement = ({ hybridNodes }: ControllerContext): JsonObject =>
  hybridNodes === true ? { affinity: OFF_HYBRID } : {};

/** Port of cert-manager's webhook on the host's network: its own, 10250, is the kubelet's (cert-manager chart: webhook.securePort). */
const HOST_WEBHOOK_PORT = 10_260;

/** cert-manager is four workloads, each with values of its own. */
function certManagerParts(context: ControllerContext): JsonObject {
  const own = placement(context);
  const host = context.overlay === true ? { hostNetwork: true, securePort: HOST_WEBHOOK_PORT } : {};
  const parts = { webhook: { ...own, ...host }, cainjector: own, startupapicheck: own };
  return Object.fromEntries(Object.entries(parts).filter(([, values]) => Object.keys(values).length > 0));
}

const zoneArns = (zones: readonly string[], { partition }: ControllerContext): string[] =>
  zones.map((zone) => `arn:${partition}:route53:::hostedzone/${zone}`);

/** cert-manager docs: configuration/acme/dns01/route53; no ListHostedZonesByName, because the issuer names the zones. */
const solverPolicy = (zones: readonly string[], context: ControllerContext): PolicyDocument =>
  document(
    allow("Follow", { Action: ["route53:GetChange"], Resource: [`arn:${context.partition}:route53:::change/*`] }),
    allow("Prove", {
      Action: ["route53:ChangeResourceRecordSets", "route53:ListResourceRecordSets"],
      Resource: zoneArns(zones, context),
      Condition: { "ForAllValues:StringEquals": { "route53:ChangeResourceRecordSetsRecordTypes": ["TXT"] } },
    }),
  );

/** external-dns with the two sources whose API versions every bundle serves. */
export const planExternalDns = (settings: ExternalDnsSettings, context: ControllerContext): ControllerPlan => ({
  kind: "install",
  release: planRelease(EXTERNAL_DNS_CHART, {
    registry: context.registry,
    namespace: EXTERNAL_DNS_NAMESPACE,
    // Definitions for its own sources and registry, which are off.
    skipCrds: true,
    values: {
      provider: { name: "aws" },
      env: [{ name: "AWS_DEFAULT_REGION", value: context.region }],
      sources: ["gateway-httproute", "gateway-grpcroute"],
      domainFilters: settings.domains,
      // It has rights to these zones only; a private zone of the same name would make every change fail.
      extraArgs: settings.hostedZoneIds.map((zone) => `--zone-id-filter=${zone}`),
      policy: settings.policy ?? "sync",
      registry: "txt",
      txtOwnerId: context.clusterName,
      serviceAccount: { name: EXTERNAL_DNS_CHART.name },
      ...placement(context),
      resources: CONTROLLER_RESOURCES,
    },
  }),
  identity: {
    serviceAccount: { namespace: EXTERNAL_DNS_NAMESPACE, name: EXTERNAL_DNS_CHART.name },
    policy: recordsPolicy(settings.hostedZoneIds, context),
    mechanism: context.mechanism,
  },
  deferred: [{ path: "serviceAccount.annotations", from: Deferred.RoleAnnotations }],
});

/** kubernetes-sigs/external-dns docs/tutorials/aws.md, narrowed to the zones. */
const recordsPolicy = (zones: readonly string[], context: ControllerContext): PolicyDocument =>
  document(
    allow("Write", {
      Action: ["route53:ChangeResourceRecordSets", "route53:ListResourceRecordSets", "route53:ListTagsForResources"],
      Resource: zoneArns(zones, context),
    }),
    allow("Find", { Action: ["route53:ListHostedZones"], Resource: ["*"] }),
  );
