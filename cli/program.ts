import { makeProgram } from "./commands.ts";
import { tell } from "./shared/errors.ts";

// A reader that has seen enough, such as `head`, is no fault.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});
// What nobody caught ends with 2 like every other fault: 1 says that there are findings.
process.on("uncaughtException", (error) => {
  tell(error);
  process.exit(2);
});

await makeProgram().parseAsync();
