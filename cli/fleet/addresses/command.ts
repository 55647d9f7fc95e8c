import { writeFileSync } from "node:fs";
import { allocationsText } from "../../../config/fleet/allocations.ts";
import { teach } from "../../shared/report/teach.ts";
import type { FleetFile } from "../../../config/fleet/file.ts";
import { type Asking, planAddresses, poolsOf } from "../../../core/fleet/addresses.ts";
import { isObject } from "../../../core/model/json.ts";
import type { FleetPart, FleetSettings } from "../../../core/settings/index.ts";
import { CallError } from "../../shared/errors.ts";
import type { Output } from "../../shared/output.ts";
import type { AddressesFormat, FleetAddressesFlags } from "../index.ts";
import { readFleet } from "../read.ts";
import { refuseFaults } from "../refuse.ts";
import { toText } from "./text.ts";

/** Allocates the fleet's addresses; 1 where a cluster gets none. */
export async function runFleetAddresses(flags: FleetAddressesFlags, output: Output<AddressesFormat>): Promise<number> {
  const { file, allocationFile, allocations } = readFleet(flags);
  const fleet = refuseFaults(file);
  const { addresses } = fleet;
  if (addresses === undefined)
    throw new CallError(
      `${file.path} has no addresses: write the blocks of your organisation, addresses: { vpcBlocks: [10.64.0.0/12] }.`,
    );
  const plan = planAddresses(addresses, askingIn(file, fleet), allocations);
  const findings = plan.findings.map((finding) =>
    teach({ ...finding, ...file.place(finding.path), lens: "settings" as const }),
  );
  await output.write(async (format, style) => {
    switch (format) {
      case "json":
        return `${JSON.stringify({ fleet: fleet.name, ...plan, findings }, null, 2)}\n`;
      case "yaml":
        return allocationsText(plan.allocations);
      case "ipam":
        return (await import("./ipam.ts")).toIpam(fleet, plan);
      case "text":
        return toText({ ...plan, findings }, style);
      default:
        return format satisfies never;
    }
  });
  const fails = findings.length > 0;
  if (flags.write === true && !fails) {
    writeFileSync(allocationFile, allocationsText(plan.allocations));
    output.remark(`Wrote ${allocationFile}; fleet plan and fleet render read it.`);
  }
  return fails ? 1 : 0;
}

/** What each cluster needs, by its settings without what was allocated. */
function askingIn(file: FleetFile, fleet: FleetSettings): Asking[] {
  const pools = poolsOf(fleet.addresses ?? { vpcBlocks: [] });
  return Object.entries(fleet.clusters).map(([name, { region }]) => {
    const { network } = file.ownSettings(name);
    const vpc = groupAt(network, "vpc");
    const pods = groupAt(network, "podSubnets");
    const [own, isThere] = [textAt(vpc, "cidr"), vpc["id"] !== undefined];
    const ownPods = textAt(pods, "cidr");
    const podsAreThere = ownPods !== undefined || pods["existing"] !== undefined;
    return {
      name,
      region,
      needs: pools.filter((pool) => (pool === "vpc" ? own === undefined && !isThere : !podsAreThere)),
      own: { ...(own === undefined ? {} : { vpc: own }), ...(ownPods === undefined ? {} : { pods: ownPods }) },
    };
  });
}

const groupAt = (value: unknown, key: string): FleetPart => {
  const inner = isObject(value) ? value[key] : undefined;
  return isObject(inner) ? inner : {};
};

const textAt = (group: FleetPart, key: string): string | undefined => {
  const value = group[key];
  return typeof value === "string" ? value : undefined;
};
