import { rulesOn } from "../rule.ts";
import { settingsOf } from "../subjects.ts";

export default rulesOn(settingsOf("gateway"), [
  {
    id: "gateway-settings-enabled",
    severity: "error",
    title: "Gateways that are described are switched on",
    why: "Without gateway.enabled neither the Gateway API nor Cilium's controller is there: nothing that is described is made, and the plan looks as if all were well.",
    source: "docs/gateway.md",
    fix: "Set gateway.enabled to true, or remove the rest.",
    *check({ enabled = false, channel: _channel, createClass: _class, ...said }) {
      const described = Object.entries(said).flatMap(([key, value]) => (value === undefined ? [] : [key]));
      if (enabled || described.length === 0) return;
      yield { at: "enabled", found: `off, with ${described.join(", ")}`, expected: "true" };
    },
  },
]);
