import { rulesOn } from "../rule.ts";
import { ciliumValues } from "../subjects.ts";
import { GONE_METRICS, METRICS } from "../../facts/metrics/index.ts";
import { didYouMean, suggest } from "../../facts/suggest.ts";
import { texts } from "./common.ts";

const AGENT = "prometheus.metrics";
const AGENT_NAMES = METRICS.filter(({ origin }) => origin === "agent").map(({ name }) => name);

export default rulesOn(ciliumValues, [
  {
    id: "observability-agent-metric-name",
    severity: "error",
    title: "Agent metrics that are switched exist, with a sign before them",
    why: "`+name` switches on and `-name` off; the agent ignores what it does not know.",
    source: "Cilium docs: observability/metrics; cilium pkg/metrics at v1.19.4",
    fix: "Write `+` or `-` and the name of an agent's metric.",
    *check(values) {
      for (const [index, text] of texts(values.get(AGENT)).entries()) {
        const at = `${AGENT}.${String(index)}`;
        const name = text.slice(1);
        const instead = GONE_METRICS[name];
        if (!/^[+-]/.test(text)) {
          yield { at, found: text, expected: `+${text} or -${text}`, fix: "Write the sign." };
        } else if (!name.startsWith("cilium_") || name.startsWith("cilium_operator_")) {
          yield {
            at,
            found: text,
            expected: "a metric of the agent, whose names begin with cilium_",
            fix: didYouMean(suggest(`cilium_${name}`, AGENT_NAMES)) || "Remove it: other parts have no such switch.",
          };
        } else if (instead !== undefined) {
          yield { at, found: name, expected: instead, fix: `Use ${instead}, or remove it.` };
        }
      }
    },
  },
]);
