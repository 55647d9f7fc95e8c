import { didYouMean } from "../../core/facts/suggest.ts";
import { INSTANCE_LIMITS_SOURCE, findInstanceType, suggestInstanceTypes } from "../../core/facts/instances.ts";
import { cidrFault } from "../../core/net/cidr.ts";
import { CallError } from "../shared/errors.ts";
import type { Output } from "../shared/output.ts";
import { type Style, paint, table } from "../shared/style.ts";
import type { CapacityFlags } from "./index.ts";
import { type CapacityRow, capacityRow } from "./table.ts";

/** Prints the table and gives the exit status: 1 where something does not fit. */
export async function runCapacity(
  types: readonly string[],
  flags: CapacityFlags,
  output: Output<"text" | "json">,
): Promise<number> {
  if (types.length === 0) throw new CallError("Name instance types, m6i.xlarge for example, or give --live.");
  const faults = [...types.flatMap(typeFault), ...flags.subnet.flatMap(subnetFault)];
  if (faults.length > 0) throw new CallError(faults.join("\n"));
  const rows = types.flatMap((type) => {
    const limits = findInstanceType(type);
    return limits === undefined ? [] : [capacityRow(limits, question(flags))];
  });
  await output.write((format, style) =>
    format === "json" ? `${JSON.stringify(rows, null, 2)}\n` : `${toText(rows, style, output.quiet)}\n`,
  );
  return rows.some(({ fits, maxPods, podLimit }) => fits === false || maxPods > podLimit) ? 1 : 0;
}

const question = ({
  prefixDelegation = false,
  firstInterfaceIndex,
  gateway = false,
  maxPods,
  nodes,
  subnet,
}: CapacityFlags) => ({
  choice: { prefixDelegation, firstInterfaceIndex, gateway },
  ...(maxPods === undefined ? {} : { maxPods }),
  ...(nodes === undefined ? {} : { nodes }),
  subnets: subnet,
});

function typeFault(type: string): string[] {
  if (findInstanceType(type) !== undefined) return [];
  const hint = didYouMean(suggestInstanceTypes(type)) || `The table holds ${INSTANCE_LIMITS_SOURCE}.`;
  return [`${type} is not a known EC2 instance type. ${hint}`];
}

function subnetFault(cidr: string): string[] {
  const fault = cidrFault(cidr, { min: 16, max: 28 });
  if (fault === undefined) return [];
  return [
    `--subnet "${cidr}" ${fault.reason}.${fault.suggestion === undefined ? "" : ` Did you mean ${fault.suggestion}?`}`,
  ];
}

function toText(rows: readonly CapacityRow[], style: Style, quiet: boolean): string {
  const withSubnets = rows.some(({ nodesInSubnets }) => nodesInSubnets !== undefined);
  const head = [
    "type",
    "ENIs × slots",
    "pod addresses",
    "max pods",
    "binds first",
    "a full node takes",
    ...(withSubnets ? ["nodes in the subnets"] : []),
  ];
  const body = rows.map((row) => [
    row.instanceType,
    `${String(row.interfaces)} × ${String(row.slotsPerInterface)}${row.prefixes ? " prefixes" : ""}`,
    String(row.podAddresses),
    row.maxPods > row.podLimit ? paint(style).red(String(row.maxPods)) : String(row.maxPods),
    row.bindsFirst,
    takes(row),
    ...(withSubnets ? [nodesText(row, style)] : []),
  ]);
  const notes = rows.flatMap(({ instanceType, notes }) => notes.map((note) => `  ${instanceType}: ${note}.`));
  if (quiet) return table(head, body, style);
  return [
    table(head, body, style),
    ...notes,
    paint(style).dim(`  Limits: ${INSTANCE_LIMITS_SOURCE}; default network card only.`),
    ...(withSubnets ? [paint(style).dim(`  ${SUBNETS_NOTE}`)] : []),
  ].join("\n");
}

/** What the number of nodes takes for granted. */
const SUBNETS_NOTE =
  "Subnets: five addresses are AWS's; without reservations each single address may break a block of 16 that a prefix needs.";

function takes({ prefixes, perNode }: CapacityRow): string {
  const units = prefixes ? `${String(perNode.prefixes)} prefixes` : `${String(perNode.addresses)} addresses`;
  return `${units}, ${String(perNode.interfaces)} ${perNode.interfaces === 1 ? "ENI" : "ENIs"}`;
}

function nodesText({ nodesInSubnets = 0, fits }: CapacityRow, style: Style): string {
  if (fits === undefined) return String(nodesInSubnets);
  return fits ? `${String(nodesInSubnets)}, enough` : paint(style).red(`${String(nodesInSubnets)}, too few`);
}
