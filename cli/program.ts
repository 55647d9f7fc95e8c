import { Command } from "commander";
import { registerCapacity } from "./capacity/index.ts";
import { registerGateway } from "./gateway/index.ts";
import { registerPlan } from "./plan/index.ts";
import { registerServiceMap } from "./service-map/index.ts";

// Subcommands load their libraries when they run: starting the command line must stay cheap.
const program = new Command("cilium-eks")
  .description("Says before anything is created whether an EKS cluster with Cilium will work.")
  .showHelpAfterError("Run with --help for the options.")
  // Commander ends with 1 on a wrong call; here 1 says that there are findings.
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2));

// A reader that has seen enough, such as `head`, is no fault.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

registerPlan(program);
registerCapacity(program);
registerGateway(program);
registerServiceMap(program);

await program.parseAsync();
