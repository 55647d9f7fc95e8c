import { Command } from "commander";
import { registerBackup } from "./backup/index.ts";
import { registerCapacity } from "./capacity/index.ts";
import { registerCheck } from "./check/index.ts";
import { registerCompletion } from "./completion/index.ts";
import { registerDiagnose } from "./diagnose/index.ts";
import { registerDoctor } from "./doctor/index.ts";
import { registerDrift } from "./drift/index.ts";
import { registerEnis } from "./enis/index.ts";
import { registerExplain } from "./explain/index.ts";
import { registerFleet } from "./fleet/index.ts";
import { registerGateway } from "./gateway/index.ts";
import { registerInference } from "./inference/index.ts";
import { registerInit } from "./init/index.ts";
import { registerMigrate } from "./migrate/index.ts";
import { registerPlan } from "./plan/index.ts";
import { registerRestore } from "./restore/index.ts";
import { registerServiceMap } from "./service-map/index.ts";
import { registerSimulate } from "./simulate/index.ts";
import { registerUpgrade } from "./upgrade/index.ts";
import { registerVerify } from "./verify/index.ts";
import { about, page } from "./shared/about.ts";
import { EXITS } from "./shared/declare.ts";
import { widthOf } from "./shared/terminal.ts";

/** Every command, in the order of the help. A new one is a folder with a register function, and a line here. */
const COMMANDS: readonly ((program: Command) => void)[] = [
  registerInit,
  registerPlan,
  registerFleet,
  registerCheck,
  registerExplain,
  registerDoctor,
  registerCapacity,
  registerSimulate,
  registerVerify,
  registerDiagnose,
  registerDrift,
  registerEnis,
  registerUpgrade,
  registerMigrate,
  registerBackup,
  registerRestore,
  registerGateway,
  registerInference,
  registerServiceMap,
  registerCompletion,
];

/** The command line. Commands load their libraries when they run: starting it must stay cheap. */
export function makeProgram(): Command {
  const program = new Command("cilium-eks")
    .description("Says before anything is created whether an EKS cluster with Cilium will work.")
    .option("-V, --version", "print the version")
    .configureOutput({ getOutHelpWidth: () => widthOf(process.stdout), getErrHelpWidth: () => widthOf(process.stderr) })
    .showHelpAfterError("Run with --help for the options.")
    .addHelpText("after", () => footer())
    // Commander ends with 1 on a wrong call; here 1 says that there are findings.
    .exitOverride(({ exitCode, code }) => {
      if (exitCode !== 0 && code === "commander.excessArguments") npmHint();
      process.exit(exitCode === 0 ? 0 : 2);
    });
  program.on("option:version", () => {
    process.stdout.write(`${about().version}\n`);
    process.exit(0);
  });

  for (const register of COMMANDS) register(program);
  return program;
}

function footer(): string {
  const statuses = Object.entries(EXITS).map(([status, meaning]) => `  ${status}  ${meaning}`);
  const calls = ["cilium-eks init", "cilium-eks plan", "cilium-eks capacity m6i.xlarge", "cilium-eks plan --help"];
  return [
    "",
    "Examples:",
    ...calls.map((call) => `  $ ${call}`),
    "",
    "Exit status of every command:",
    ...statuses,
    "",
    `More: ${page("docs/cli.md")}`,
  ].join("\n");
}

/** `npm run plan --stack dev` loses `--stack`, because npm takes it for an option of its own. */
function npmHint(): void {
  const script = process.env["npm_lifecycle_event"];
  if (script === undefined || script === "npx") return;
  process.stderr.write(`npm keeps options for itself: put -- before them, npm run ${script} -- --stack dev\n`);
}
