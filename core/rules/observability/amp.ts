import { rulesOn } from "../rule.ts";
import { observabilitySettings } from "../subjects.ts";
import { alertDelivery } from "../../observability/delivery.ts";
import { AlertDelivery, PrometheusMode } from "../../settings/index.ts";
import { isText } from "./common.ts";

const TOPIC = "prometheus.amp.topicArn";

export default rulesOn(observabilitySettings, [
  {
    id: "observability-amp-endpoint",
    severity: "error",
    title: "The managed scraper reaches the API server from within the VPC",
    why: "AMP makes no scraper for a cluster whose endpoint has no private access.",
    source: "AMP user guide: AMP-collector-how-to, prerequisites",
    also: ["controlPlane"],
    fix: "Set cluster.endpoint.privateAccess to true.",
    *check({ prometheus }, { controlPlane }) {
      if (prometheus?.mode !== PrometheusMode.Amp || controlPlane?.privateAccess !== false) return;
      yield {
        at: "prometheus.mode",
        found: "amp with a public endpoint only",
        expected: "cluster.endpoint.privateAccess: true",
      };
    },
  },
  {
    id: "observability-amp-topic",
    severity: "error",
    title: "The topic for alerts of AMP is a standard one, of a workspace that is made here",
    why: "A workspace has one alert manager definition, so that a second program replaces the first one's; and its receivers take no FIFO topic.",
    source: "AMP user guide: AMP-alert-manager, AMP-alertmanager-receiver",
    fix: "Name a standard topic for a new workspace; for one that exists leave receivers to its own program.",
    *check({ prometheus }) {
      if (prometheus?.mode !== PrometheusMode.Amp) return;
      const { topicArn, workspaceArn } = prometheus.amp ?? {};
      if (topicArn === undefined) return;
      if (workspaceArn !== undefined)
        yield {
          at: TOPIC,
          found: "a topic for a workspace that exists",
          expected: "a topic for a new workspace",
          fix: "Remove topicArn and add the topic to the workspace's own alert manager definition.",
        };
      else if (isText(topicArn) && topicArn.endsWith(".fifo"))
        yield { at: TOPIC, found: "a FIFO topic", expected: "a standard topic", fix: "Name a standard topic." };
    },
  },
  {
    id: "observability-amp-receiver",
    severity: "warning",
    title: "Alerts of AMP reach somebody",
    why: "A workspace without an alert manager definition tells nobody.",
    source: "AMP user guide: AMP-alert-manager, AMP-alertmanager-receiver",
    fix: "Set prometheus.amp.topicArn, or set alerts.enabled to false.",
    *check(settings) {
      if (settings.prometheus?.mode !== PrometheusMode.Amp || alertDelivery(settings) !== AlertDelivery.Amp) return;
      const { topicArn, workspaceArn } = settings.prometheus.amp ?? {};
      if (topicArn !== undefined || workspaceArn !== undefined) return;
      yield { at: TOPIC, found: "alerts in a new workspace that tells nobody", expected: "an SNS topic" };
    },
  },
]);
