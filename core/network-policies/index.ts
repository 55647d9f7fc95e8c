export { clusterwideNetworkPolicy, dnsAllowance, networkPolicy } from "./build.ts";
export {
  type DefaultDenyArgs,
  type GatewayBackend,
  type GatewayPolicyArgs,
  defaultDeny,
  gatewayPolicies,
} from "./starter.ts";
export * from "./types.ts";
