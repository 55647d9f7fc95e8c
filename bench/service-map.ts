/**
 * `npm run bench:service-map`: flows a second of `service-map` beside the jq pipeline that people use, on the same file in the
 * same run, and memory from one to ten million flows. Takes 12 GB of temporary files; FLOWS=1000000 measures less.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { writeFlows } from "./flows/generate.ts";
import { type Command, type Run, median, run } from "./measure.ts";

const ROUNDS = 3;
const MILLION = 1_000_000;
const most = Number(process.env["FLOWS"] ?? 10 * MILLION);
const root = path.resolve(import.meta.dirname, "..");
const folder = mkdtempSync(path.join(process.env["BENCH_DIR"] ?? tmpdir(), "flows-"));

/** jq needs minutes for a million flows, and is no slower a flow with fewer. */
const FEW = 200_000;
const PIPELINE = String.raw`jq -r 'select(.flow)|.flow|select(.is_reply==false)|"\(.source.namespace)/\(.source.workloads[0].name // .source.pod_name // .source.labels[0]) -> \(.destination.namespace)/\(.destination.workloads[0].name // .destination.pod_name // .destination.labels[0])"' "$1" | sort | uniq -c > /dev/null`;

const file = (count: number): string => path.join(folder, `${String(count)}.json`);
const map = (count: number): Command => ({
  name: `service-map, ${count.toLocaleString("en-US")} flows`,
  argv: [process.execPath, "bin/cilium-eks.cjs", "service-map", file(count), "--format", "json", "--out", "/dev/null"],
  cwd: root,
});
const jq: Command = {
  name: `jq | sort | uniq, ${FEW.toLocaleString("en-US")} flows`,
  argv: ["sh", "-c", PIPELINE, "sh", file(FEW)],
  cwd: root,
};

function measure(command: Command, count: number, rounds: number): { rate: number; line: string } {
  run(command);
  const runs = Array.from({ length: rounds }, (): Run => run(command));
  const seconds = median(runs.map((one) => one.seconds));
  const peaks = runs.flatMap((one) => one.peakMiB ?? []);
  const memory = peaks.length === 0 ? "no GNU time" : `${median(peaks).toFixed(0)} MiB`;
  const rate = count / seconds;
  return {
    rate,
    line: `| ${command.name} | ${seconds.toFixed(2)} s | ${Math.round(rate).toLocaleString("en-US")} | ${memory} |`,
  };
}

try {
  for (const count of new Set([FEW, MILLION, most])) writeFlows(file(count), count);
  const slow = measure(jq, FEW, ROUNDS);
  const one = measure(map(MILLION), MILLION, ROUNDS);
  const all = measure(map(most), most, most > MILLION ? 1 : ROUNDS);
  process.stdout.write(
    [
      "| command | median | flows a second | largest process |",
      "|---|---|---|---|",
      slow.line,
      one.line,
      all.line,
    ].join("\n"),
  );
  process.stdout.write(`\n\n${(all.rate / slow.rate).toFixed(1)} times the flows a second of jq.\n`);
} finally {
  rmSync(folder, { recursive: true });
}
