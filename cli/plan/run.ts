import {
  type EngineResource,
  type ProgramResult,
  creationWaves,
  runProgram,
  startPolicyHost,
  toDisplay,
} from "../engine/index.ts";
import type { PolicyReport } from "../engine/policy-types.ts";
import type { StackFile } from "../../config/stack-file.ts";
import { projectRoot, readProject } from "./project.ts";
import type { PlannedResource } from "./types.ts";

/** A run of the program with the policy pack beside it. */
export interface Run {
  /** Ends both; for settings that are refused. */
  cancel(): Promise<void>;
  /** The program's end, then what the pack says of its resources. */
  result(onPolicies: () => void): Promise<RunResult>;
}

export interface RunResult {
  readonly program: ProgramResult;
  readonly policies: PolicyReport | undefined;
}

interface RunRequest {
  readonly stackName: string;
  readonly stackFile: StackFile;
  readonly policies: boolean;
}

/** Starts both at once: loading the pack takes as long as running the program. */
export function startRun({ stackName, stackFile, policies }: RunRequest): Run {
  const project = readProject(projectRoot());
  const abort = new AbortController();
  const stack = {
    projectName: project.name,
    stackName,
    config: stackFile.config,
    secretKeys: stackFile.secretKeys,
  };
  const program = runProgram({ ...stack, projectDir: project.root, main: project.main, signal: abort.signal });
  const host =
    policies && project.policyPack !== undefined ? startPolicyHost(project.policyPack) : Promise.resolve(undefined);
  // Failures surface in result(); a cancelled run must not become an unhandled rejection.
  host.catch(() => {});
  program.catch(() => {});
  return {
    cancel: async () => {
      abort.abort();
      await Promise.allSettled([program, host.then((started) => started?.close())]);
    },
    result: async (onPolicies) => {
      const ran = await program;
      const started = await host;
      try {
        if (!ran.ok || started === undefined) return { program: ran, policies: undefined };
        onPolicies();
        return { program: ran, policies: await started.analyze(ran.resources, stack) };
      } finally {
        await started?.close();
      }
    },
  };
}

/** What stands beside a resource that the program looks up and does not manage. */
export const READ_NOTE = "read, not created";

/** The resources in waves, as the plan shows them. */
export const planned = (resources: readonly EngineResource[]): PlannedResource[] =>
  creationWaves(resources).flatMap((wave, index) =>
    wave.map((resource) => ({
      urn: resource.urn,
      type: resource.type,
      name: resource.name,
      ...(resource.parent === undefined ? {} : { parent: resource.parent }),
      dependencies: [...resource.dependencies].toSorted(),
      inputs: toDisplay(resource.inputs),
      wave: index,
      ...noteOf(resource),
    })),
  );

function noteOf({ note, readId }: EngineResource): Pick<PlannedResource, "note"> {
  const text = readId === undefined ? note : READ_NOTE;
  return text === undefined ? {} : { note: text };
}
