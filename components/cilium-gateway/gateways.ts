import type * as pulumi from "@pulumi/pulumi";
import { gatewaysOf } from "../../core/settings/gateways.ts";
import type { GatewaySettings } from "../../core/settings/index.ts";
import type { ClusterHandle } from "../internal/cluster-handle.ts";
import { CiliumGateway } from "./index.ts";

/** The Gateways of a stack. */
export interface Gateways {
  readonly first: CiliumGateway | undefined;
  /** Outputs of all, by name. */
  readonly outputs: Readonly<Record<string, Pick<CiliumGateway, "hostname" | "publicIps">>>;
  /** Depend on these to run after every Gateway has its address. */
  readonly ready: readonly pulumi.Resource[];
}

/** Makes the Gateways of a stack: the first with the controllers, the others on them. */
export function createGateways(settings: GatewaySettings | undefined, cluster: ClusterHandle): Gateways {
  if (settings?.enabled !== true || settings.listeners === undefined)
    return { first: undefined, outputs: {}, ready: [] };
  const [one, ...others] = gatewaysOf(settings);
  const first = one === undefined ? undefined : new CiliumGateway(one.name, { ...one.settings, cluster });
  const made = others.map(
    ({ name, settings: own }) => new CiliumGateway(name, { ...own, cluster, after: first?.controllers ?? [] }),
  );
  const all = [...(first === undefined ? [] : [first]), ...made];
  return {
    first,
    outputs: Object.fromEntries(all.map(({ name, hostname, publicIps }) => [name, { hostname, publicIps }])),
    ready: all.flatMap(({ ready }) => ready),
  };
}
