import cilium from "./cilium.ts";
import ciliumObjects from "./cilium-objects.ts";
import gatewayApi from "./gateway-api.ts";
import tables from "./tables.ts";

export default [...cilium, ...ciliumObjects, ...gatewayApi, ...tables];
