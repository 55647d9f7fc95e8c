/**
 * `fleet plan` of a generated fleet, as a whole process: `node bench/fleet.ts [clusters]`, 500 unless told. Ends with 1 where it takes
 * more than a minute of processor time, or where a fifth of the fleet needs a smaller heap: both run with one that would not
 * hold what is planned of a hundred clusters.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fleetText } from "../tests/support/fleet-text.ts";
import { type Command, cpuOf, inTurn, report } from "./measure.ts";

const MOST_SECONDS = 60;
/** MiB of heap for whatever number of clusters. */
const HEAP = 100;
const ROUNDS = Number(process.env["ROUNDS"] ?? 1);
const [wanted = 500] = process.argv.slice(2).map(Number);
const root = path.resolve(import.meta.dirname, "..");
const folder = mkdtempSync(path.join(tmpdir(), "bench-fleet-"));

function plan(clusters: number): Command {
  const file = path.join(folder, `fleet-${String(clusters)}.yaml`);
  writeFileSync(file, fleetText(clusters));
  return {
    name: `fleet plan, ${String(clusters)} clusters`,
    argv: [
      process.execPath,
      `--max-old-space-size=${String(HEAP)}`,
      "bin/cilium-eks.cjs",
      "fleet",
      "plan",
      "-f",
      file,
      "--out",
      "/dev/null",
    ],
    cwd: root,
  };
}

try {
  const whole = plan(wanted);
  const runs = inTurn([plan(Math.ceil(wanted / 5)), whole], ROUNDS);
  console.log(report(runs));
  const seconds = cpuOf(runs.get(whole.name));
  if (seconds > MOST_SECONDS) {
    console.error(
      `${whole.name} took ${seconds.toFixed(1)} s of processor time; at most ${String(MOST_SECONDS)} s are right.`,
    );
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true });
}
