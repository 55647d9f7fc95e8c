import type { DeferredValue } from "../contracts/deferred.ts";
import type { ControllerPlan } from "../controllers/controller.ts";
import type { KubernetesObject } from "../model/index.ts";
import type { AlertDelivery, DashboardDelivery, Ref } from "../settings/index.ts";
import type { RuleGroup } from "./alerts/types.ts";
import type { DashboardName, DashboardOptions } from "./dashboards/types.ts";

/** What stands on the cluster beside the Cilium release, as plain data. */
export interface ObservabilityPlan {
  readonly ui?: UiPlan;
  /** kube-prometheus-stack. */
  readonly prometheus?: ControllerPlan;
  readonly amp?: AmpPlan;
  readonly alerts?: AlertPlan;
  readonly dashboards?: DashboardPlan;
  readonly flowLogs?: FlowLogPlan;
  readonly quotaAlarms?: QuotaAlarmPlan;
}

export interface UiPlan {
  /** Policy that closes the UI to everything but the proxy; without a proxy to everything but the node. */
  readonly policy: KubernetesObject;
  /** oauth2-proxy and the route to it. */
  readonly exposure?: { readonly proxy: ControllerPlan; readonly route: KubernetesObject; readonly url: string };
}

export interface AmpPlan {
  readonly alias: string;
  readonly workspaceArn?: Ref;
  readonly kmsKeyArn?: Ref;
  /** Topic that a new workspace sends alerts to. */
  readonly topicArn?: Ref;
  /** Scrape configuration of the managed scraper, YAML. */
  readonly scrapeConfiguration: string;
}

export interface AlertPlan {
  readonly delivery: AlertDelivery;
  readonly groups: readonly RuleGroup[];
  /** The object for the Prometheus operator. */
  readonly object?: KubernetesObject;
  /** The same groups as a rule file. */
  readonly file: string;
}

export interface DashboardPlan {
  readonly delivery: DashboardDelivery;
  readonly names: readonly DashboardName[];
  readonly options: DashboardOptions;
  /** ConfigMaps without the JSON, which is built while deploying; none for Amazon Managed Grafana. */
  readonly objects: readonly KubernetesObject[];
  /** Where the JSON of each goes, in the same order. */
  readonly deferred: readonly DeferredValue[];
}

export interface FlowLogPlan {
  readonly forwarder: ControllerPlan;
  /** Log group to make. */
  readonly logGroup?: { readonly name: string; readonly retentionDays: number; readonly kmsKeyArn?: Ref };
}

export interface QuotaAlarmPlan {
  readonly topicArn: Ref;
  readonly thresholdPercent: number;
  readonly metrics: readonly UsageMetric[];
}

/** A usage metric that CloudWatch knows the quota of. */
export interface UsageMetric {
  /** Part of the alarm's name. */
  readonly key: string;
  readonly service: string;
  readonly resource: string;
  readonly usageClass: string;
}
