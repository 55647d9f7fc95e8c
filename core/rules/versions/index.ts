import cilium from "./cilium.ts";
import gatewayApi from "./gateway-api.ts";

export default [...cilium, ...gatewayApi];
