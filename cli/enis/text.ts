import type { InterfaceView, SubnetView } from "../../lens/live/interfaces.ts";
import { type Style, paint, table } from "../shared/style.ts";
import type { Deletion } from "./command.ts";

const MOST_NODES = 20;

/** Tables of nodes and subnets, then what is leaked and what became of it. */
export function enisText(view: InterfaceView, style: Style, quiet: boolean, deletions?: readonly Deletion[]): string {
  const { bold } = paint(style);
  const parts = [
    ...(quiet
      ? []
      : [bold("Interfaces by node"), nodesText(view, style), bold("Subnets"), subnetsText(view.subnets, style)]),
    ...(view.waiting.length === 0 || quiet
      ? []
      : [
          `Free, with a machine that runs (the operator is about to attach them, or failed to): ${view.waiting.join(", ")}`,
        ]),
    leakedText(view, style, deletions),
  ].filter((part) => part !== "");
  return parts.length === 0 ? "" : `${parts.join("\n\n")}\n`;
}

function nodesText({ nodes, inRegion }: InterfaceView, style: Style): string {
  if (nodes.length === 0)
    return `  No interface of Cilium is attached here; the Region has ${String(inRegion)} interfaces.`;
  const rows = nodes
    .slice(0, MOST_NODES)
    .map(({ instance, interfaces, addresses, prefixes, subnets }) => [
      instance,
      String(interfaces),
      String(addresses),
      String(prefixes),
      subnets.join(", "),
    ]);
  const rest = nodes.length - rows.length;
  return [
    table(["instance", "ENIs", "addresses", "prefixes", "subnets"], rows, style),
    ...(rest > 0 ? [`  and ${String(rest)} more: --format json has all`] : []),
  ].join("\n");
}

function subnetsText(subnets: readonly SubnetView[], style: Style): string {
  const rows = subnets.map(({ name, zone, cidr, free, freePrefixes, largestBlock, broken, winnable }) => [
    name,
    zone,
    cidr,
    String(free),
    String(freePrefixes),
    largestBlock ?? "none",
    String(broken),
    String(winnable),
  ]);
  const head = ["subnet", "zone", "CIDR", "free", "free /28", "largest free", "broken /28", "winnable"];
  const advice = subnets.flatMap(({ id, reserve, name, winnable }) =>
    reserve === undefined
      ? []
      : [
          `  ${name}: single addresses break ${String(winnable)} blocks more than they need. Keep them out of what is whole:`,
          `    aws ec2 create-subnet-cidr-reservation --subnet-id ${id} --cidr ${reserve} --reservation-type prefix`,
        ],
  );
  return [table(head, rows, style), ...advice].join("\n");
}

function leakedText({ leaked }: InterfaceView, style: Style, deletions: readonly Deletion[] | undefined): string {
  const { red, green, bold } = paint(style);
  if (leaked.length === 0) return green("No interface of Cilium is left of machines that are gone.");
  const fate = (id: string): string => {
    const done = deletions?.find((one) => one.id === id);
    if (done === undefined) return "";
    return done.deleted ? "deleted" : `not deleted: ${done.said ?? ""}`;
  };
  const rows = leaked.map(({ id, subnet, cluster, description, addresses }) => [
    id,
    subnet,
    cluster === "" ? "-" : cluster,
    description,
    String(addresses),
    ...(deletions === undefined ? [] : [fate(id)]),
  ]);
  const head = [
    "interface",
    "subnet",
    "cluster",
    "description",
    "addresses",
    ...(deletions === undefined ? [] : ["now"]),
  ];
  return [
    red(bold(`Leaked: ${String(leaked.length)}`)),
    table(head, rows, style),
    ...(deletions === undefined ? ["  cilium-eks enis --delete takes them away."] : []),
  ].join("\n");
}
