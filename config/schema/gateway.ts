import { GatewayApiChannel } from "../../core/facts/gateway-api.ts";
import type { GatewaySettings } from "../../core/settings/index.ts";
import { choice, flag, object, optional } from "./shape.ts";

export const gatewaySchema = object<GatewaySettings>({
  enabled: optional(flag),
  channel: optional(choice(GatewayApiChannel)),
  createClass: optional(flag),
});
