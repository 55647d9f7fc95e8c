import type { GatewayPartSettings } from "../../core/settings/index.ts";
import type { ClusterHandle } from "../internal/cluster-handle.ts";
import type * as pulumi from "@pulumi/pulumi";

/** Arguments of {@link CiliumGateway}: the settings of stack key `gateway`, and the cluster. */
export interface CiliumGatewayArgs extends GatewayPartSettings {
  /** A cluster that was made for Gateways: `features: featuresOf({ ...settings, gateway: { enabled: true, exposure, tls } })`. */
  readonly cluster: ClusterHandle;
  /** What must outlive the Gateway: a load balancer controller that another component installs. */
  readonly after?: readonly pulumi.Resource[];
}
