import cilium from "./cilium.ts";
import gatewayApi from "./gateway-api.ts";
import tables from "./tables.ts";

export default [...cilium, ...gatewayApi, ...tables];
