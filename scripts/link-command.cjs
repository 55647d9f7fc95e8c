"use strict";
// `npm ci` links the commands of dependencies, not the package's own: after this `npx cilium-eks` works in a clone too.
const fs = require("fs");
const path = require("path");

const root = path.join(__dirname, "..");
const bin = path.join(root, "node_modules", ".bin");

// Where this package is somebody's dependency from Git, nothing of ours is installed here and npm makes the link.
if (fs.existsSync(bin)) {
  const { bin: commands } = require("../package.json");
  for (const [name, file] of Object.entries(commands)) {
    const link = path.join(bin, name);
    const target = path.join(root, file);
    fs.rmSync(link, { force: true });
    if (process.platform === "win32") fs.writeFileSync(`${link}.cmd`, `@node "${target}" %*\r\n`);
    else fs.symlinkSync(path.relative(bin, target), link);
  }
}
