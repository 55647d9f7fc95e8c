import * as pulumi from "@pulumi/pulumi";
import type { GatewayPlan } from "../../core/gateway/types.ts";
import { Deferred } from "../../core/contracts/deferred.ts";
import type { KnownCluster } from "../../core/plan/evaluate-part.ts";
import { proposeGateway } from "../../core/plan/on-cluster.ts";
import type { ControllerPlan } from "../../core/controllers/controller.ts";
import type { ClusterHandle } from "../internal/cluster-handle.ts";
import { type DeferredSources } from "../internal/deferred.ts";
import { declare } from "../internal/declare.ts";
import { planOrRefuse } from "../internal/plan-or-refuse.ts";
import { createController } from "../internal/controller.ts";
import { asInput } from "../internal/ref.ts";
import { type NamedChild, named } from "../internal/named-children.ts";
import type { Scope } from "../internal/scope.ts";
import { seal } from "../../secrets/seal.ts";
import { createAddresses } from "./addresses.ts";
import type { CiliumGatewayArgs } from "./args.ts";
import { balancerChildren, createHostNetworkBalancer } from "./host-network.ts";
import { createDemo, createGateway } from "./objects.ts";
import { createNamespaces, createObject, createObjects } from "../internal/objects.ts";

export type { CiliumGatewayArgs } from "./args.ts";

/**
 * A Gateway of Cilium on a Network Load Balancer: class, addresses, certificates, routes and, unless they are there, the load
 * balancer controller and cert-manager. Everything is checked before the first resource is registered.
 *
 * A destroy takes routes, Gateway, then its namespace, which is gone only when the load balancer is, then controllers.
 *
 * @example
 * new CiliumGateway("edge", {
 *   cluster,
 *   listeners: {
 *     http: { protocol: "HTTP" },
 *     https: { protocol: "HTTPS", hostname: "*.example.com", allowedNamespaces: ["shop"] },
 *   },
 *   exposure: { type: "internet-facing", elasticIps: "allocate" },
 *   tls: { certManager: "install", issuer: { email: "ops@example.com", route53: { hostedZoneIds: ["Z0123"] } } },
 *   routes: { http: { shop: { namespace: "shop", rules: [{ backendRefs: [{ name: "shop", port: 80 }] }] } } },
 * });
 */
export class CiliumGateway extends pulumi.ComponentResource {
  /** Name of the Gateway. */
  public readonly name: string;
  /** Namespace of the Gateway. */
  public readonly namespace: string;
  /** DNS name of the load balancer. */
  public readonly hostname: pulumi.Output<string>;
  /** Public addresses that were made here. */
  public readonly publicIps: readonly pulumi.Output<string>[];
  /** Where the demo answers; the load balancer's own name where the demo has no hostname. */
  public readonly demoUrl: pulumi.Output<string> | undefined;
  /** The controllers that were installed here. A second Gateway takes them as `after`, so that they outlive it too. */
  public readonly controllers: readonly pulumi.Resource[];
  /** Depend on these to run after the Gateway has its address. */
  public readonly ready: readonly pulumi.Resource[];

  constructor(name: string, args: CiliumGatewayArgs, opts?: pulumi.ComponentResourceOptions) {
    const { cluster, after = [], ...settings } = args;
    declare({ kind: "gateway", name, cluster: cluster.facts.clusterName, settings });
    const plan = planOrRefuse("CiliumGateway", name, proposeGateway(settings, withSubnetsOf(cluster)), namedChildren);
    super("cilium-eks:index:CiliumGateway", name, seal(settings), opts);
    const scope: Scope = { name, parent: this, tags: {} };
    const { provider } = cluster;

    const addresses = createAddresses(scope, plan.addresses);
    const controllers = createControllers(scope, plan, cluster);
    const before = [...cluster.ready, ...after, ...controllers, ...addresses.ready];
    // Its deletion waits for the Service's finalizer, so whatever the load balancer needs must outlive it.
    const namespaces = createNamespaces(scope, plan.objects.namespaces, { provider, dependsOn: before });
    const inside = { provider, dependsOn: [...before, ...namespaces] };
    const prerequisites = [...plan.objects.classes, ...plan.objects.certificates].map((object) =>
      createObject(scope, object, inside),
    );
    const subnets = subnetsOf(plan, cluster);
    const { resource: gateway, address } = createGateway(
      scope,
      plan,
      {
        [Deferred.SubnetIds]: subnets.apply((ids) => ids.join(",")),
        ...(addresses.allocationIds === undefined
          ? {}
          : { [Deferred.ElasticIps]: addresses.allocationIds.apply((ids) => ids.join(",")) }),
        ...(plan.acmCertificateArn === undefined ? {} : { [Deferred.CertificateArn]: asInput(plan.acmCertificateArn) }),
      },
      { provider, dependsOn: [...inside.dependsOn, ...prerequisites] },
    );
    const balancer =
      plan.hostNetwork === undefined
        ? undefined
        : createHostNetworkBalancer(scope, plan, plan.hostNetwork, {
            cluster,
            addresses,
            subnets,
            dependsOn: [gateway],
          });
    const demo = createDemo(scope, plan.objects.demo, inside);
    const routes = createObjects(scope, plan.objects.routes, {
      provider,
      dependsOn: [gateway, ...demo, ...namespaces],
    });

    this.name = plan.name;
    this.namespace = plan.namespace;
    this.hostname = balancer?.dnsName ?? address;
    this.publicIps = addresses.publicIps;
    this.controllers = controllers;
    this.demoUrl = urlOf(plan, this.hostname);
    this.ready = [gateway, ...routes, ...(balancer?.ready ?? [])];
    this.registerOutputs(seal({ hostname: this.hostname, publicIps: this.publicIps, demoUrl: this.demoUrl }));
  }
}

/** Children that AWS allows few letters for. */
const namedChildren = ({ controller, certManager, externalDns, hostNetwork }: GatewayPlan): NamedChild[] => [
  ...named("IAM role", controller?.identity && LOAD_BALANCER_CONTROLLER),
  ...named("IAM role", certManager?.kind === "install" && certManager.identity ? CERT_MANAGER : undefined),
  ...named("IAM role", externalDns?.identity && EXTERNAL_DNS),
  ...(hostNetwork === undefined ? [] : balancerChildren(hostNetwork)),
];

const LOAD_BALANCER_CONTROLLER = "load-balancer-controller";
const CERT_MANAGER = "cert-manager";
const EXTERNAL_DNS = "external-dns";

/** Load balancers are planned for the subnets that the handle has. */
const withSubnetsOf = ({ facts, model, publicSubnetIds, nodeSubnetIds }: ClusterHandle): KnownCluster => ({
  facts: { ...facts, zones: { public: publicSubnetIds.length, node: Object.keys(nodeSubnetIds).length } },
  ...(model === undefined ? {} : { model }),
});

/** Ids of the load balancer's subnets. */
function subnetsOf({ subnets }: GatewayPlan, cluster: ClusterHandle): pulumi.Output<string[]> {
  if (subnets.kind === "given") return pulumi.all(subnets.ids.map(asInput));
  return pulumi.all(subnets.kind === "public" ? [...cluster.publicSubnetIds] : Object.values(cluster.nodeSubnetIds));
}

function createControllers(scope: Scope, plan: GatewayPlan, cluster: ClusterHandle): pulumi.Resource[] {
  const { facts, provider, oidcProviderArn, vpcId, ready } = cluster;
  const create = (
    part: string,
    controller: ControllerPlan | undefined,
    sources: DeferredSources = {},
    after: readonly pulumi.Resource[] = [],
  ) =>
    controller === undefined
      ? []
      : createController(scope, part, controller, {
          provider,
          cluster: { name: facts.clusterName, oidcProviderArn, ready },
          sources,
          dependsOn: [...ready, ...after],
        }).ready;
  const balancers = create(LOAD_BALANCER_CONTROLLER, plan.controller, { [Deferred.VpcId]: vpcId });
  // Charts with Services of their own must not meet a controller that is half there.
  const certManager = create(
    CERT_MANAGER,
    plan.certManager?.kind === "install" ? plan.certManager : undefined,
    {},
    balancers,
  );
  return [...balancers, ...certManager, ...create(EXTERNAL_DNS, plan.externalDns, {}, balancers)];
}

function urlOf({ objects, demoUrl }: GatewayPlan, hostname: pulumi.Output<string>): pulumi.Output<string> | undefined {
  if (objects.demo.length === 0) return undefined;
  return demoUrl === undefined ? pulumi.interpolate`http://${hostname}/` : pulumi.output(demoUrl);
}
