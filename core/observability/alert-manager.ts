import { stringify } from "yaml";

/** SNS refuses subjects of more than 100 characters, and the default one lists every label (AMP user guide: AMP-alertmanager-receiver-config). */
const SUBJECT = "{{ .Status }}: {{ .GroupLabels.alertname }}";

/** Alert manager definition of AMP: alerts go to one topic, one message an alert's name. */
export const alertManagerDefinition = (topicArn: string, region: string): string =>
  stringify({
    // A text within the text: AMP wants the configuration as a block.
    alertmanager_config: stringify({
      route: { receiver: "sns", group_by: ["alertname"] },
      receivers: [{ name: "sns", sns_configs: [{ topic_arn: topicArn, sigv4: { region }, subject: SUBJECT }] }],
    }),
  });
