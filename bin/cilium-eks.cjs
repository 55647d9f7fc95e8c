#!/usr/bin/env node
"use strict";
// Written so that every Node can read it: one that is too old gets a sentence and not a stack.
const fs = require("fs");
const path = require("path");

const NEEDED = [22, 18];
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (major < NEEDED[0] || (major === NEEDED[0] && minor < NEEDED[1])) {
  process.stderr.write(
    "This is Node " +
      process.versions.node +
      "; cilium-eks needs Node " +
      NEEDED.join(".") +
      " or newer.\n" +
      "In a clone of the repository `npm ci` brings one and `npm run plan` uses it.\n" +
      "Elsewhere install Node 24 (https://nodejs.org), or let npm bring it for one run: npx -p node@24 -p pulumi-cilium-eks cilium-eks --help\n",
  );
  process.exitCode = 2;
} else {
  const source = path.join(__dirname, "../cli/program.ts");
  const built = path.join(__dirname, "../dist/cli/program.js");
  // Before anything else is loaded: later runs find the compiled modules in Node's own cache.
  require("module").enableCompileCache();
  const isSource = fs.existsSync(source);
  if (isSource) resolveAtOnce();
  // The repository holds the sources, which Node runs as they are; the package holds what was built from them.
  import(require("url").pathToFileURL(isSource ? source : built).href);
}

/** The sources name each other by their files: nothing has to be searched, 400 times at each start. */
function resolveAtOnce() {
  require("module").registerHooks({
    resolve(name, context, next) {
      const parent = context.parentURL;
      if (!parent || !/^\..*\.ts$/.test(name) || parent.includes("/node_modules/")) return next(name, context);
      return { url: new URL(name, parent).href, format: "module-typescript", shortCircuit: true };
    },
  });
}
