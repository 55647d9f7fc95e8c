/** `npm run bench`: the plan of dev and prod as whole processes, in turn with `cdk synth` of an EKS Blueprints app. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { type Command, inTurn, report } from "./measure.ts";

const ROUNDS = 5;
const root = path.resolve(import.meta.dirname, "..");
const comparison = path.join(root, "bench/cdk-blueprints");

const plan = (stack: string, ...extra: string[]): Command => ({
  name: `plan ${stack}${extra.length > 0 ? ` ${extra.join(" ")}` : ""}`,
  argv: [
    process.execPath,
    "bin/cilium-eks.cjs",
    "plan",
    "--stack",
    stack,
    "--format",
    "json",
    "--out",
    "/dev/null",
    ...extra,
  ],
  cwd: root,
});

const synth: Command = {
  name: "cdk synth (EKS Blueprints)",
  argv: [process.execPath, "node_modules/aws-cdk/bin/cdk", "synth", "--quiet"],
  cwd: comparison,
  env: { AWS_EC2_METADATA_DISABLED: "true" },
};

function comparisonReady(): boolean {
  if (existsSync(path.join(comparison, "node_modules"))) return true;
  const install = spawnSync("npm", ["ci", "--no-audit", "--no-fund"], { cwd: comparison, stdio: "inherit" });
  return install.status === 0;
}

const commands = [plan("prod"), plan("prod", "--no-policies"), plan("dev")];
if (comparisonReady()) commands.push(synth);
else process.stderr.write("The comparison could not be installed; only plan is measured.\n");
process.stdout.write(`${report(inTurn(commands, ROUNDS))}\n`);
