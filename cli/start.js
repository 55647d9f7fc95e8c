// Plain JavaScript, so that a Node too old for TypeScript gets a sentence and not a stack.
import * as nodeModule from "node:module";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `This is Node ${process.versions.node}; 22.18 or newer is needed. \`npm ci\` brings Node 24 with it: run \`npm ci\` (without --ignore-scripts), then \`npm run plan\`.\n`,
  );
  process.exit(2);
}
// Before the first TypeScript file: found in the cache it needs no compiler, and the compiler alone takes a while to load.
nodeModule.enableCompileCache?.();
await import("./program.ts");
