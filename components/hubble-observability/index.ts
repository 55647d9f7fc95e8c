import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { FlowLogPlan, ObservabilityPlan } from "../../core/observability/types.ts";
import { proposeObservability } from "../../core/plan/on-cluster.ts";
import { AlertDelivery, DashboardDelivery } from "../../core/settings/index.ts";
import { createObject } from "../internal/objects.ts";
import type { ClusterHandle } from "../internal/cluster-handle.ts";
import { type ControllerDeps, createController } from "../internal/controller.ts";
import { declare } from "../internal/declare.ts";
import { planOrRefuse } from "../internal/plan-or-refuse.ts";
import { asInput } from "../internal/ref.ts";
import { type NamedChild, named } from "../internal/named-children.ts";
import { type Scope, childName, childOptions, childTags } from "../internal/scope.ts";
import { seal } from "../../secrets/seal.ts";
import { type AmpWorkspace, createAmp, createAmpRules } from "./amp.ts";
import type { HubbleObservabilityArgs } from "./args.ts";
import { buildDashboards, createDashboards } from "./objects.ts";
import { createQuotaAlarms } from "./quota-alarms.ts";

export type { HubbleObservabilityArgs } from "./args.ts";

/**
 * What stands beside the Cilium release for Hubble: alerts, dashboards, the UI's policy and its proxy, a Prometheus or a managed
 * workspace with its scraper, flow logs, alarms on quotas. Relay, UI, metrics and certificates themselves belong to the release:
 * the cluster is made with `features: featuresOf(settings)`, and this component refuses one that was made otherwise.
 *
 * @example
 * new HubbleObservability("hubble", {
 *   cluster,
 *   relay: true,
 *   ui: true,
 *   prometheus: { mode: "present", labels: { release: "kube-prometheus-stack" } },
 *   alerts: { labels: { team: "network" } },
 * });
 */
export class HubbleObservability extends pulumi.ComponentResource {
  /** The alerts as a Prometheus rule file, with delivery `file`. */
  public readonly alertRules: string | undefined;
  /** Grafana's JSON by name, with delivery `amg`. */
  public readonly dashboards: pulumi.Output<Readonly<Record<string, string>>> | undefined;
  /** Where the UI answers; undefined where it is reached by port-forward only. */
  public readonly uiUrl: string | undefined;
  /** The workspace of Amazon Managed Service for Prometheus. */
  public readonly workspaceArn: pulumi.Output<string> | undefined;
  /** Depend on these to run after everything here. */
  public readonly ready: readonly pulumi.Resource[];

  constructor(name: string, args: HubbleObservabilityArgs, opts?: pulumi.ComponentResourceOptions) {
    const { cluster, after = [], ...settings } = args;
    declare({ kind: "observability", name, cluster: cluster.facts.clusterName, settings });
    const plan = planOrRefuse("HubbleObservability", name, proposeObservability(settings, cluster), namedChildren);
    super("cilium-eks:index:HubbleObservability", name, seal(settings), opts);
    const scope: Scope = { name, parent: this, tags: {} };
    const before = [...cluster.ready, ...after];
    const deps = {
      provider: cluster.provider,
      cluster: {
        name: cluster.facts.clusterName,
        oidcProviderArn: cluster.oidcProviderArn,
        ready: cluster.ready,
      },
      dependsOn: before,
    };

    const amp = plan.amp === undefined ? undefined : createAmp(scope, plan.amp, cluster);
    const prometheus =
      plan.prometheus === undefined ? [] : createController(scope, "prometheus", plan.prometheus, deps).ready;
    const built = plan.dashboards === undefined ? undefined : buildDashboards(plan.dashboards);
    const objects = { provider: cluster.provider, dependsOn: before };
    const made = [
      ...prometheus,
      ...createUi(scope, plan, deps),
      ...createAlerts(scope, plan, amp, cluster, before),
      ...(plan.dashboards === undefined || built === undefined
        ? []
        : createDashboards(scope, plan.dashboards, built, objects)),
      ...(plan.flowLogs === undefined ? [] : createFlowLogs(scope, plan.flowLogs, deps)),
      ...(plan.quotaAlarms === undefined ? [] : createQuotaAlarms(scope, plan.quotaAlarms)),
    ];

    // Long texts, which are part of the state only where somebody reads them there.
    this.alertRules = plan.alerts?.delivery === AlertDelivery.File ? plan.alerts.file : undefined;
    this.dashboards =
      built !== undefined && plan.dashboards?.delivery === DashboardDelivery.Amg ? pulumi.output(built) : undefined;
    this.uiUrl = plan.ui?.exposure?.url;
    this.workspaceArn = amp?.arn;
    this.ready = made.length > 0 ? made : before;
    this.registerOutputs(seal({ uiUrl: this.uiUrl, workspaceArn: this.workspaceArn }));
  }
}

function createUi(scope: Scope, { ui }: ObservabilityPlan, deps: ControllerDeps): pulumi.Resource[] {
  if (ui === undefined) return [];
  // Closed before it is opened.
  const policy = createObject(scope, ui.policy, deps);
  if (ui.exposure === undefined) return [policy];
  const proxy = createController(scope, "ui-proxy", ui.exposure.proxy, {
    ...deps,
    dependsOn: [...deps.dependsOn, policy],
  });
  const route = createObject(scope, ui.exposure.route, {
    provider: deps.provider,
    dependsOn: [...deps.dependsOn, policy, ...proxy.ready],
  });
  return [policy, ...proxy.ready, route];
}

function createAlerts(
  scope: Scope,
  { alerts }: ObservabilityPlan,
  amp: AmpWorkspace | undefined,
  { provider }: ClusterHandle,
  dependsOn: readonly pulumi.Resource[],
): pulumi.Resource[] {
  if (alerts?.object !== undefined) return [createObject(scope, alerts.object, { provider, dependsOn })];
  return alerts?.delivery === AlertDelivery.Amp && amp !== undefined ? [createAmpRules(scope, alerts, amp.id)] : [];
}

/** Children that AWS allows few letters for. */
const namedChildren = ({ prometheus, flowLogs }: ObservabilityPlan): NamedChild[] =>
  named("IAM role", prometheus?.identity && "prometheus", flowLogs?.forwarder.identity && "flow-logs");

/** The log group is there before the first line is written, so that the forwarder needs no right to make one. */
function createFlowLogs(scope: Scope, { forwarder, logGroup }: FlowLogPlan, deps: ControllerDeps): pulumi.Resource[] {
  const group =
    logGroup === undefined
      ? []
      : [
          new aws.cloudwatch.LogGroup(
            childName(scope, "flows"),
            {
              name: logGroup.name,
              retentionInDays: logGroup.retentionDays,
              ...(logGroup.kmsKeyArn === undefined ? {} : { kmsKeyId: asInput(logGroup.kmsKeyArn) }),
              tags: childTags(scope, "flows"),
            },
            childOptions(scope),
          ),
        ];
  const { ready } = createController(scope, "flow-logs", forwarder, {
    ...deps,
    dependsOn: [...deps.dependsOn, ...group],
  });
  return [...group, ...ready];
}
