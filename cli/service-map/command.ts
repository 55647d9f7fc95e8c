import { didYouMean, suggest } from "../../core/facts/suggest.ts";
import { MapBuilder } from "../../service-map/flows/builder.ts";
import { compareMaps } from "../../service-map/flows/compare.ts";
import { toCsv } from "../../service-map/flows/csv.ts";
import { filterMap, summarizeMap } from "../../service-map/flows/filter.ts";
import { toDot, toMermaid } from "../../service-map/flows/graph.ts";
import type { ServiceMap } from "../../service-map/flows/types.ts";
import { CallError } from "../shared/errors.ts";
import type { Output } from "../shared/output.ts";
import type { Style } from "../shared/terminal.ts";
import { readFiles } from "../../service-map/files.ts";
import type { MapFormat, ServiceMapFlags } from "./index.ts";
import { toText } from "./text.ts";
import { thousands } from "../shared/numbers.ts";

/** Reads every source, draws the map and gives the exit status. */
export async function runServiceMap(
  files: readonly string[],
  flags: ServiceMapFlags,
  output: Output<MapFormat>,
): Promise<number> {
  refuse(files, flags, output.formats);
  const stop = new AbortController();
  const interrupt = (): void => {
    stop.abort();
  };
  process.once("SIGINT", interrupt);
  process.once("SIGTERM", interrupt);
  const builder = new MapBuilder();
  if (flags.serve !== undefined) return serve(builder, { files, flags, output, stop });
  const ticker = setInterval(() => {
    output.progress.show(`${thousands(builder.flows)} flows read`);
  }, 250);
  try {
    await read(files, flags, builder, stop.signal);
    if (stop.signal.aborted && flags.follow !== true) builder.addGap("reading was stopped before the end");
    clearInterval(ticker);
    const map = mapWithFlows(builder);
    knownNamespaces(map, flags.namespace);
    if (flags.policies === true) return await writePolicies(map, flags, output);
    const wanted = filtered(map, flags);
    if (flags.against.length > 0) return await writeDifference(map, flags, output, stop.signal);
    if (map.edges.length > SLOW_TO_DRAW) output.progress.show(`Drawing ${String(wanted.edges.length)} edges`);
    await output.write((format, style) => draw({ whole: map, map: wanted }, format, style, flags));
    return 0;
  } finally {
    clearInterval(ticker);
    output.progress.clear();
    process.removeListener("SIGINT", interrupt);
    process.removeListener("SIGTERM", interrupt);
  }
}

/** What is different from an earlier recording, narrowed like the later one. */
async function writeDifference(
  whole: ServiceMap,
  flags: ServiceMapFlags,
  output: Output<MapFormat>,
  signal: AbortSignal,
): Promise<number> {
  const earlier = new MapBuilder();
  await readFiles(flags.against, earlier, signal);
  const [map, before] = [filtered(whole, flags), filtered(mapWithFlows(earlier), flags)];
  const difference = compareMaps(before, map);
  await output.write(async (format, style) => {
    if (format === "json") return `${JSON.stringify({ ...map, against: difference }, null, 2)}\n`;
    if (format === "html") return (await import("./page.ts")).drawPage(map, { whole, difference });
    return (await import("./difference.ts")).differenceText(map, difference, before, style);
  });
  return 0;
}

async function writePolicies(map: ServiceMap, flags: ServiceMapFlags, output: Output<MapFormat>): Promise<number> {
  const { policiesOf, policiesYaml } = await import("./policies.ts");
  const { namespace: namespaces, verdict } = flags;
  const made = policiesOf(map, { namespaces, denied: verdict === "denied" });
  output.progress.clear();
  for (const remark of made.remarks) output.remark(remark);
  if (made.policies.length === 0) throw new CallError("No workload of these flows can be given a policy.");
  await output.write((format) =>
    format === "json"
      ? `${JSON.stringify(
          made.policies.map(({ policy }) => policy),
          null,
          2,
        )}\n`
      : policiesYaml(made, map),
  );
  return 0;
}

async function read(
  files: readonly string[],
  flags: ServiceMapFlags,
  builder: MapBuilder,
  signal: AbortSignal,
): Promise<void> {
  if (files.length > 0) await readFiles(files, builder, signal);
  else await (await import("./relays.ts")).readRelays(flags, builder, signal);
}

interface Serving {
  readonly files: readonly string[];
  readonly flags: ServiceMapFlags;
  readonly output: Output<MapFormat>;
  readonly stop: AbortController;
}

/** Until ctrl-C, also once there is nothing more to read. */
async function serve(builder: MapBuilder, { files, flags, output, stop }: Serving): Promise<number> {
  const { serveMap } = await import("./serve.ts");
  const stopped = new Promise((done) => {
    stop.signal.addEventListener("abort", done);
  });
  const port = flags.serve === true || flags.serve === undefined ? 0 : flags.serve;
  const served = await serveMap(() => {
    const whole = builder.build();
    return { whole, wanted: filtered(whole, flags) };
  }, port);
  try {
    output.remark(`The map is at ${served.address} until ctrl-C.`);
    await read(files, flags, builder, stop.signal);
    if (!stop.signal.aborted) await stopped;
    return 0;
  } finally {
    served.close();
  }
}

/** From here on the layout of a page takes a second and more. */
const SLOW_TO_DRAW = 100;

/** A map of nothing would look as if nothing were denied. */
function mapWithFlows(builder: MapBuilder): ServiceMap {
  const map = builder.build();
  if (map.edges.length > 0) return map;
  const reasons = map.incomplete.map(
    ({ reason, count }) => `  - ${reason}${count === undefined ? "" : ` (${String(count)})`}`,
  );
  const read =
    builder.flows === 0
      ? "There is not one flow in what was read, so there is no map."
      : `${String(builder.flows)} flows were read, but none says who talks to whom, so there is no map.`;
  throw new CallError(
    [`${read} Flows are the JSON of \`hubble observe -o json\` or of the exporter.`, ...reasons].join("\n"),
  );
}

/** A name that no flow has is a misspelling more often than a quiet namespace. */
function knownNamespaces({ nodes }: ServiceMap, wanted: readonly string[]): void {
  const known = new Set(nodes.flatMap(({ namespace }) => namespace ?? []));
  const unknown = wanted.filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  const names = [...known].toSorted();
  throw new CallError(
    unknown
      .map((name) =>
        [
          `No flow comes from or goes to namespace ${name}.`,
          didYouMean(suggest(name, names)),
          `Seen: ${names.join(", ")}.`,
        ]
          .filter((part) => part !== "")
          .join(" "),
      )
      .join("\n"),
  );
}

function refuse(
  files: readonly string[],
  { relay, kube, context, by, policies, verdict, against, serve: served }: ServiceMapFlags,
  formats: readonly MapFormat[],
): void {
  const live = relay.length > 0 || kube === true || context.length > 0;
  if (!live && files.length === 0)
    throw new CallError("Nothing to read: give a file, - for standard input, --relay or --kube.");
  if (live && files.length > 0)
    throw new CallError("Give files or a relay, not both: they would count the same flows twice.");
  if (policies === true) {
    const other = formats.find((format) => format !== "text" && format !== "json");
    if (other !== undefined) throw new CallError(`--policies writes YAML or, with --format json, JSON; not ${other}.`);
    if (by !== undefined || verdict === "forwarded")
      throw new CallError(
        "--policies goes with --namespace and --verdict denied, not with --by or --verdict forwarded.",
      );
  }
  if (against.length > 0) {
    const other = formats.find((format) => !["text", "json", "html"].includes(format));
    if (other !== undefined) throw new CallError(`--against writes text, JSON or the page, not ${other}.`);
    if (by !== undefined || verdict !== undefined || policies === true)
      throw new CallError("--against goes with --namespace, not with --by, --verdict or --policies.");
  }
  if (served !== undefined && (against.length > 0 || policies === true || by !== undefined))
    throw new CallError("--serve shows the map's page; leave out --against, --policies and --by.");
  const drawing = formats.find((format) => format !== "text" && format !== "json");
  if (by !== undefined && drawing !== undefined)
    throw new CallError(
      `--by gives totals, which ${drawing} does not draw: leave --by out, or use --format text or json.`,
    );
}

const filtered = (map: ServiceMap, { namespace, verdict }: ServiceMapFlags): ServiceMap =>
  filterMap(map, { namespaces: namespace, ...(verdict === undefined ? {} : { verdict }) });

async function draw(
  { whole, map }: { readonly whole: ServiceMap; readonly map: ServiceMap },
  format: MapFormat,
  style: Style,
  { by, verdict }: ServiceMapFlags,
): Promise<string> {
  switch (format) {
    case "json":
      return `${JSON.stringify(by === undefined ? map : totals(map, by), null, 2)}\n`;
    case "mermaid":
      return toMermaid(map);
    case "dot":
      return toDot(map);
    case "csv":
      return toCsv(map);
    case "html":
      return (await import("./page.ts")).drawPage(map, { whole });
    case "text":
      return toText(map, { by, verdict }, style);
    default:
      return format satisfies never;
  }
}

const totals = (map: ServiceMap, by: "namespace" | "verdict") => ({
  by,
  totals: summarizeMap(map, by),
  incomplete: map.incomplete,
});
