import { cases } from "../../../../support/rule-cases.ts";
import type { ObservabilitySettings } from "../../../../../core/settings/index.ts";
import { controlPlane, unknown } from "../../../../support/model.ts";
import { asked } from "../../../../support/observability.ts";

const AMP: ObservabilitySettings = { prometheus: { mode: "amp" } };
const TOPIC = "arn:aws:sns:eu-central-1:111122223333:alerts";
const TOPIC_PATH = "observability.prometheus.amp.topicArn";
const withAmp = (amp: NonNullable<ObservabilitySettings["prometheus"]>["amp"]) =>
  asked({ prometheus: { mode: "amp", ...(amp === undefined ? {} : { amp }) } });
const endpoint = (privateAccess: boolean) => ({ controlPlane: controlPlane({ privateAccess }) });

export default cases({
  "observability-amp-endpoint": {
    fails: [["a public endpoint only", asked(AMP, endpoint(false)), { path: "observability.prometheus.mode" }]],
    passes: [
      ["private access", asked(AMP, endpoint(true))],
      ["another Prometheus", asked({ prometheus: { mode: "present" } }, endpoint(false))],
      ["no Prometheus", asked({ relay: true }, endpoint(false))],
    ],
    unknown: [
      ["an endpoint that is not known", asked(AMP, { controlPlane: controlPlane({ privateAccess: unknown }) })],
    ],
  },
  "observability-amp-topic": {
    fails: [
      ["a FIFO topic", withAmp({ topicArn: `${TOPIC}.fifo` }), { path: TOPIC_PATH }],
      [
        "receivers in a workspace of somebody else",
        withAmp({ topicArn: TOPIC, workspaceArn: "arn:aws:aps:eu-central-1:111122223333:workspace/ws-1" }),
        { path: TOPIC_PATH },
      ],
    ],
    passes: [
      ["a topic", withAmp({ topicArn: TOPIC })],
      ["no topic, which another rule tells", withAmp(undefined)],
      ["another Prometheus", asked({ prometheus: { mode: "present" } })],
    ],
    unknown: [["a topic that is not known", withAmp({ topicArn: unknown })]],
  },
  "observability-amp-receiver": {
    fails: [["alerts that nobody hears of", withAmp(undefined), { path: TOPIC_PATH }]],
    passes: [
      ["a topic", withAmp({ topicArn: TOPIC })],
      ["a workspace that has its receivers", withAmp({ workspaceArn: "arn:aws:aps:a:1:workspace/ws-1" })],
      ["no alerts", asked({ ...AMP, alerts: { enabled: false } })],
      ["alerts as a file", asked({ ...AMP, alerts: { delivery: "file" } })],
      ["another Prometheus", asked({ prometheus: { mode: "present" } })],
    ],
  },
});
