import { runConfigure } from "./group-config.ts";

const { text, status } = runConfigure(process.argv.slice(2));
(status === 0 ? process.stdout : process.stderr).write(text);
process.exitCode = status;
