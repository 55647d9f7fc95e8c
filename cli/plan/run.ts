import path from "node:path";
import {
  type EngineResource,
  type ProgramResult,
  creationWaves,
  runProgram,
  startPolicyHost,
  toDisplay,
} from "../../engine/index.ts";
import type { WaitingProgram } from "../../engine/types.ts";
import { stackUrn } from "../../engine/urn.ts";
import type { StackFile } from "../../config/stack-file.ts";
import type { Finding } from "../../core/findings/finding.ts";
import { reported } from "./policies.ts";
import { readProject } from "./project.ts";
import type { PlannedResource } from "./types.ts";

/** A run of the program with the policy pack beside it. */
export interface Run {
  /** The program runs on its own from now on; what is loaded before that keeps it waiting. */
  readonly started: Promise<void>;
  /** Ends both; for settings that are refused. */
  cancel(): Promise<void>;
  /** The program's end, then what the pack says of its resources. */
  result(onPolicies: () => void): Promise<RunResult>;
}

export interface RunResult {
  readonly program: ProgramResult;
  /** What the pack finds; undefined where none was asked. */
  readonly policies: readonly Finding[] | undefined;
}

interface RunRequest {
  readonly root: string;
  readonly waiting: WaitingProgram;
  readonly stackName: string;
  readonly stackFile: StackFile;
  readonly policies: boolean;
}

/** The pack of this repository, whose rules this process has loaded anyway. */
const OWN_PACK = path.resolve(import.meta.dirname, "../../policies");

/** Starts both at once: loading a pack takes as long as running the program. */
export function startRun({ root, waiting, stackName, stackFile, policies }: RunRequest): Run {
  const project = readProject(root);
  const abort = new AbortController();
  const stack = {
    projectName: project.name,
    stackName,
    config: stackFile.config,
    secretKeys: stackFile.secretKeys,
  };
  const { promise: listening, resolve: onListening } = Promise.withResolvers<void>();
  const program = runProgram({
    ...stack,
    waiting,
    onListening,
    projectDir: project.root,
    main: project.main,
    signal: abort.signal,
    // Judged while the program goes on: at its end only the policies of the stack are left.
    onResource: (resource) => void analysis.then((begun) => begun?.add(resource)).catch(() => {}),
  });
  const started = Promise.race([listening, program.then(() => {})]);
  const pack = policies ? project.policyPack : undefined;
  const host = pack === undefined || pack === OWN_PACK ? Promise.resolve(undefined) : startPolicyHost(pack);
  const analysis = host.then((started) => started?.begin(stack));
  // Failures surface in result(); a cancelled run must not become an unhandled rejection.
  analysis.catch(() => {});
  program.catch(() => {});
  started.catch(() => {});
  return {
    started,
    cancel: async () => {
      abort.abort();
      await Promise.allSettled([program, host.then((started) => started?.close())]);
    },
    result: async (onPolicies) => {
      const ran = await program;
      const begun = await analysis;
      try {
        if (!ran.ok || pack === undefined) return { program: ran, policies: undefined };
        onPolicies();
        if (begun !== undefined) return { program: ran, policies: reported(await begun.end(ran.resources)) };
        const { judgeResources } = await import("./resources.ts");
        const urn = stackUrn(stackName, project.name);
        return { program: ran, policies: judgeResources(ran.resources, project.root, urn) };
      } finally {
        await (await host)?.close();
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
