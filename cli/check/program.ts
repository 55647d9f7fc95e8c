import path from "node:path";
import { parseStackFile, readStackFile } from "../../config/stack-file.ts";
import { runProgram } from "../../engine/index.ts";
import type { RunProgram } from "../../readers/check.ts";
import { programFaults } from "../plan/program-fault.ts";
import { hasProgram } from "../plan/project-root.ts";
import { readProject } from "../plan/project.ts";
import { CallError } from "../shared/errors.ts";
import { registeredOf } from "../shared/program-resources.ts";
import { namedStack, stacksIn } from "../shared/stacks.ts";

/**
 * Runs a program by the embedded engine, as a first preview of a stack would: no CLI, no credentials, no state. Throws where it is
 * none that the engine runs, or does not end well.
 */
export async function runFolder(folder: string, stackName: string | undefined): Promise<RunProgram> {
  const root = path.resolve(folder);
  if (!hasProgram(root)) {
    throw new CallError(
      `${folder} has a Pulumi.yaml and no program of Node. Give check what the Pulumi CLI says of it: pulumi preview --json | cilium-eks check -. Stack files of cilium-eks itself are judged by: cilium-eks plan`,
    );
  }
  const project = readProject({ root, builtIn: false });
  const stack = stackOf(root, stackName);
  const result = await runProgram({
    projectName: project.name,
    projectDir: root,
    main: project.main,
    ...stack,
  });
  if (!result.ok) {
    const faults = programFaults(
      result.errors.map(({ message }) => message),
      { name: path.join(folder, project.main), root },
    );
    throw new CallError(faults.map(({ where, found, fix }) => `${where}: ${found.trim()}\n${fix}`).join("\n"));
  }
  return { name: folder, resources: registeredOf(result.resources, { root, secrets: "unknown" }) };
}

/** A program that reads no configuration needs no stack file. */
function stackOf(
  root: string,
  stack: string | undefined,
): Pick<Parameters<typeof runProgram>[0], "stackName" | "config" | "secretKeys"> {
  if (stack === undefined && stacksIn(root).length === 0) {
    return { stackName: "dev", config: parseStackFile("", "no stack file").config };
  }
  const { name, file, shownAs } = namedStack(stack === undefined ? {} : { stack }, root);
  const { config, secretKeys } = readStackFile(file, shownAs);
  return { stackName: name, config, secretKeys };
}
