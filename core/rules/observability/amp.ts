import { alertDelivery } from "../../observability/delivery.ts";
import { AlertDelivery, PrometheusMode } from "../../settings/index.ts";
import { isText, settingsRule } from "./common.ts";

export const ampEndpoint = settingsRule({
  id: "observability-amp-endpoint",
  severity: "error",
  title: "The managed scraper reaches the API server from within the VPC",
  why: "AMP makes no scraper for a cluster whose endpoint has no private access.",
  source: "AMP user guide: AMP-collector-how-to, prerequisites",
  also: ["controlPlane"],
  *check({ prometheus }, { controlPlane }) {
    if (prometheus?.mode !== PrometheusMode.Amp || controlPlane?.privateAccess !== false) return;
    yield {
      at: "prometheus.mode",
      found: "amp with a public endpoint only",
      expected: "cluster.endpoint.privateAccess: true",
      fix: "Set cluster.endpoint.privateAccess to true.",
    };
  },
});

export const ampReceiver = settingsRule({
  id: "observability-amp-receiver",
  severity: "warning",
  title: "Alerts of AMP reach somebody, and nobody else's receivers are replaced",
  why: "A workspace without an alert manager definition tells nobody; it has one definition, so that a second program replaces the first one's. Its topic must be a standard one.",
  source: "AMP user guide: AMP-alert-manager, AMP-alertmanager-receiver",
  *check(settings) {
    if (settings.prometheus?.mode !== PrometheusMode.Amp) return;
    const { topicArn, workspaceArn } = settings.prometheus.amp ?? {};
    const at = "prometheus.amp.topicArn";
    if (topicArn !== undefined && workspaceArn !== undefined)
      yield {
        at,
        severity: "error",
        found: "a topic for a workspace that exists",
        expected: "a topic for a new workspace",
        fix: "Remove topicArn and add the topic to the workspace's own alert manager definition.",
      };
    else if (isText(topicArn) && topicArn.endsWith(".fifo"))
      yield {
        at,
        severity: "error",
        found: "a FIFO topic",
        expected: "a standard topic",
        fix: "Name a standard topic.",
      };
    else if (topicArn === undefined && workspaceArn === undefined && alertDelivery(settings) === AlertDelivery.Amp)
      yield {
        at,
        found: "alerts in a new workspace that tells nobody",
        expected: "an SNS topic",
        fix: "Set prometheus.amp.topicArn, or set alerts.enabled to false.",
      };
  },
});

export const ampRules = [ampEndpoint, ampReceiver];
