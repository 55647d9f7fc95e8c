import { writeFileSync } from "node:fs";
import { MapBuilder } from "../../service-map/flows/builder.ts";
import { filterMap, summarizeMap } from "../../service-map/flows/filter.ts";
import { toDot, toMermaid } from "../../service-map/flows/graph.ts";
import type { ServiceMap } from "../../service-map/flows/types.ts";
import { type Progress, progress } from "../shared/progress.ts";
import { readFiles } from "../../service-map/files.ts";
import type { ServiceMapFlags } from "./index.ts";
import { toText } from "./text.ts";

/** Reads every source, draws the map and gives the exit status. */
export async function runServiceMap(files: readonly string[], flags: ServiceMapFlags): Promise<number> {
  const wrong = faultOf(files, flags);
  if (wrong !== undefined) {
    process.stderr.write(`${wrong}\n`);
    return 2;
  }
  const stop = new AbortController();
  const interrupt = (): void => {
    stop.abort();
  };
  process.once("SIGINT", interrupt);
  process.once("SIGTERM", interrupt);
  const builder = new MapBuilder();
  const shown = progress(process.stderr);
  const ticker = setInterval(() => {
    shown.show(`${builder.flows.toLocaleString("en-US")} flows read`);
  }, 250);
  try {
    if (files.length > 0) await readFiles(files, builder, stop.signal);
    else await readRelays(flags, builder, stop.signal);
    if (stop.signal.aborted && flags.follow !== true) builder.addGap("reading was stopped before the end");
    shown.clear();
    await write(await render(filtered(builder.build(), flags), flags), flags);
    return 0;
  } catch (error) {
    return explain(error, shown);
  } finally {
    clearInterval(ticker);
    process.removeListener("SIGINT", interrupt);
    process.removeListener("SIGTERM", interrupt);
  }
}

function faultOf(files: readonly string[], { relay, kube, context, by, format }: ServiceMapFlags): string | undefined {
  const live = relay.length > 0 || kube === true || context.length > 0;
  if (!live && files.length === 0) return "Nothing to read: give a file, - for standard input, --relay or --kube.";
  if (live && files.length > 0) return "Give files or a relay, not both: they would count the same flows twice.";
  return by === undefined || format === "text" || format === "json"
    ? undefined
    : `--by gives totals, which ${format} does not draw: leave --by out, or use --format text or json.`;
}

async function readRelays(flags: ServiceMapFlags, builder: MapBuilder, signal: AbortSignal): Promise<void> {
  const { openRelays } = await import("../../service-map/relay/index.ts");
  const { relay, namespace, last, since, follow = false, duration, timeout } = flags;
  const events = openRelays({
    ...tlsOf(flags),
    relays: relay,
    kube: kubeOf(flags),
    follow,
    timeoutMs: timeout,
    signal,
    ...(last === undefined ? {} : { last }),
    ...(since === undefined ? {} : { since }),
    ...(duration === undefined ? {} : { durationMs: duration }),
    ...(namespace.length === 0 ? {} : { namespaces: namespace }),
  });
  for await (const event of events) {
    if (event.kind === "line") builder.addLine(event.line);
    else builder.addGap([event.relay, event.message].filter((part) => part !== "").join(": "));
  }
}

const tlsOf = (flags: ServiceMapFlags) => ({
  tlsCaCertFiles: flags.tlsCaCertFiles,
  ...(flags.tls === undefined ? {} : { tls: flags.tls }),
  ...(flags.tlsClientCertFile === undefined ? {} : { tlsClientCertFile: flags.tlsClientCertFile }),
  ...(flags.tlsClientKeyFile === undefined ? {} : { tlsClientKeyFile: flags.tlsClientKeyFile }),
  ...(flags.tlsServerName === undefined ? {} : { tlsServerName: flags.tlsServerName }),
  ...(flags.tlsAllowInsecure === undefined ? {} : { tlsAllowInsecure: flags.tlsAllowInsecure }),
});

/** One cluster a context; the current one where --kube stands alone. */
function kubeOf({ kube, context, kubeconfig, kubeNamespace, kubeTlsSecret }: ServiceMapFlags) {
  const common = {
    namespace: kubeNamespace,
    ...(kubeTlsSecret === undefined ? {} : { tlsSecret: kubeTlsSecret }),
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
  };
  if (context.length > 0) return context.map((name) => ({ ...common, context: name }));
  return kube === true ? [common] : [];
}

const filtered = (map: ServiceMap, { namespace, verdict }: ServiceMapFlags): ServiceMap =>
  filterMap(map, { namespaces: namespace, ...(verdict === undefined ? {} : { verdict }) });

async function render(map: ServiceMap, { format, by, output }: ServiceMapFlags): Promise<string> {
  switch (format) {
    case "json":
      return `${JSON.stringify(by === undefined ? map : totals(map, by), null, 2)}\n`;
    case "mermaid":
      return toMermaid(map);
    case "dot":
      return toDot(map);
    case "html": {
      const { renderHtml } = await import("../../service-map/html/index.ts");
      return renderHtml(map);
    }
    default: {
      const terminal = process.stdout.isTTY && output === undefined;
      const style = {
        colour: terminal && process.env["NO_COLOR"] === undefined,
        width: terminal ? process.stdout.columns : 120,
      };
      return toText(map, by, style);
    }
  }
}

const totals = (map: ServiceMap, by: "namespace" | "verdict") => ({
  by,
  totals: summarizeMap(map, by),
  incomplete: map.incomplete,
});

/** A large map takes more than one write to a pipe, and the process must not end before. */
async function write(text: string, { output }: ServiceMapFlags): Promise<void> {
  if (output !== undefined) writeFileSync(output, text);
  else await new Promise<void>((done) => process.stdout.write(text, () => done()));
}

/** Faults of the call and of the way to the relay are told without a stack. */
function explain(error: unknown, shown: Progress): number {
  shown.clear();
  const { name, code } = error as NodeJS.ErrnoException;
  if (!(error instanceof Error) || (name !== "RelayError" && code === undefined)) throw error;
  process.stderr.write(`${error.message}\n`);
  return 2;
}
