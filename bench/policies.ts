/** `node bench/policies.ts`: how long a policy pack takes to start under the SDK's own host, beside a pack with nothing in it. */
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { type Run, report } from "./measure.ts";

const ROUNDS = 7;
const root = path.resolve(import.meta.dirname, "..");
const source = path.join(root, "policies");
const host = path.join(root, "node_modules/@pulumi/pulumi/cmd/run-policy-pack");

/** Seconds until the host prints the port it serves on: what `pulumi preview` waits for. */
async function start(pack: string): Promise<Run> {
  const started = performance.now();
  const child = spawn(process.execPath, [host, "none", "."], { cwd: pack, stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface({ input: child.stdout })) if (/^\d+$/.test(line)) break;
  const seconds = (performance.now() - started) / 1000;
  child.kill();
  return { seconds };
}

function emptyPack(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "pack-"));
  writeFileSync(path.join(folder, "PulumiPolicy.yaml"), "runtime: nodejs\nmain: index.js\n");
  writeFileSync(path.join(folder, "package.json"), '{ "name": "empty", "version": "1.0.0", "type": "module" }\n');
  writeFileSync(
    path.join(folder, "index.js"),
    'import { PolicyPack } from "@pulumi/policy";\nnew PolicyPack("empty", { policies: [] });\n',
  );
  symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
  return folder;
}

execFileSync(process.execPath, [path.join(root, "scripts/build-policies.ts")]);
const empty = emptyPack();
const packs = { "pack built": path.join(source, "dist"), "pack from source": source, "empty pack": empty };
const runs = new Map<string, Run[]>(Object.keys(packs).map((name) => [name, []]));
// In turn, so that a machine whose speed drifts treats them alike; the first round is not counted.
for (let round = 0; round <= ROUNDS; round++) {
  for (const [name, folder] of Object.entries(packs)) {
    const run = await start(folder);
    if (round > 0) runs.get(name)?.push(run);
  }
}
rmSync(empty, { recursive: true });
process.stdout.write(`${report(runs)}\n`);
