import { execFileSync } from "node:child_process";
import { copyFileSync, cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";

const PACKAGE = "pulumi-cilium-eks";
const PROGRAM = `import { createFromStack } from "${PACKAGE}/stack";\n\nexport default createFromStack().outputs;\n`;
const PULUMI_YAML = "name: bench\nmain: index.ts\nruntime: { name: nodejs, options: { typescript: false } }\n";

/** A project of somebody who installed the package: what is built of it, beside the dependencies of this repository. */
export function createProject(root: string, folder: string): string {
  execFileSync(process.execPath, [path.join(root, "scripts/build.ts")]);
  const project = path.join(folder, "project");
  const modules = path.join(project, "node_modules");
  const installed = path.join(modules, PACKAGE);
  mkdirSync(installed, { recursive: true });
  for (const part of ["bin", "dist"]) cpSync(path.join(root, part), path.join(installed, part), { recursive: true });
  copyFileSync(path.join(root, "package.json"), path.join(installed, "package.json"));
  const dependencies = path.join(root, "node_modules");
  for (const name of readdirSync(dependencies)) {
    if (!name.startsWith(".")) symlinkSync(path.join(dependencies, name), path.join(modules, name));
  }
  writeFileSync(path.join(project, "package.json"), '{ "name": "bench", "private": true, "type": "module" }\n');
  writeFileSync(path.join(project, "Pulumi.yaml"), PULUMI_YAML);
  writeFileSync(path.join(project, "index.ts"), PROGRAM);
  for (const stack of ["dev", "prod"]) {
    copyFileSync(path.join(root, `Pulumi.${stack}.yaml`), path.join(project, `Pulumi.${stack}.yaml`));
  }
  return project;
}
