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
import type { Declaration } from "../../core/contracts/declaration.ts";
import type { Finding } from "../../core/findings/finding.ts";
import type { Settings } from "../../core/settings/index.ts";
import { reported } from "./policies.ts";
import type { Project } from "./project.ts";
import type { PlannedResource } from "./types.ts";

/** A run of the program with the policy pack beside it. */
export interface Run {
  /** The program runs on its own from now on; what is loaded before that keeps it waiting. */
  readonly started: Promise<void>;
  /** What the program has told so far. */
  told(): readonly Declaration[];
  /** Waits for a program that is made from its stack file with settings that pass, or that cannot be; false where it ends without. */
  stack(passes: (settings: Settings) => boolean): Promise<boolean>;
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
  readonly project: Project;
  readonly waiting: WaitingProgram;
  readonly stackName: string;
  readonly stackFile: StackFile;
  readonly policies: boolean;
}

/** Starts both at once: loading a pack takes as long as running the program. */
export function startRun({ project, waiting, stackName, stackFile, policies }: RunRequest): Run {
  const abort = new AbortController();
  const stack = {
    projectName: project.name,
    stackName,
    config: stackFile.config,
    secretKeys: stackFile.secretKeys,
  };
  const heard = hearing();
  const { promise: listening, resolve: onListening } = Promise.withResolvers<void>();
  const program = runProgram({
    ...stack,
    waiting,
    onListening,
    projectDir: project.root,
    main: project.main,
    signal: abort.signal,
    onMessage: heard.hear,
    // Judged while the program goes on: at its end only the policies of the stack are left.
    onResource: (resource) => void analysis.then((begun) => begun?.add(resource)).catch(() => {}),
  });
  const started = Promise.race([listening, program.then(() => {})]);
  // The rules of our own pack are loaded in this process anyway.
  const pack = policies ? project.policyPack : undefined;
  const host = pack === undefined ? Promise.resolve(undefined) : startPolicyHost(pack);
  const analysis = host.then((started) => started?.begin(stack));
  // Failures surface in result(); a cancelled run must not become an unhandled rejection.
  analysis.catch(() => {});
  program.catch(() => {});
  started.catch(() => {});
  return {
    started,
    told: heard.told,
    stack: (passes) => heard.stack(passes, program),
    cancel: async () => {
      abort.abort();
      await Promise.allSettled([program, host.then((started) => started?.close())]);
    },
    result: async (onPolicies) => {
      const ran = await program;
      const begun = await analysis;
      try {
        if (!ran.ok || !policies) return { program: ran, policies: undefined };
        onPolicies();
        const { evaluateProgram } = await import("./resources.ts");
        const own = evaluateProgram(ran.resources, project.root, stackUrn(stackName, project.name));
        const theirs = begun === undefined ? [] : reported(await begun.end(ran.resources));
        return { program: ran, policies: [...own, ...theirs] };
      } finally {
        await (await host)?.close();
      }
    },
  };
}

/** What a program tells of what it makes, and who waits for it. */
function hearing() {
  const all: Declaration[] = [];
  const waiting = new Set<() => void>();
  return {
    told: () => all,
    hear: (message: unknown) => {
      all.push(message as Declaration);
      for (const look of waiting) look();
    },
    stack: (passes: (settings: Settings) => boolean, program: Promise<unknown>) =>
      new Promise<boolean>((resolve) => {
        const look = (): void => {
          // Where nothing can be read, reading it is the end; else what is made of it decides.
          const made = all.find(({ kind }) => kind === "stack");
          const read = all.some(({ kind }) => kind === "stack-read");
          if (made?.kind === "stack" ? passes(made.settings) : read && passes(UNREAD)) resolve(true);
          else if (made !== undefined) resolve(false);
        };
        waiting.add(look);
        look();
        program.then(
          () => resolve(false),
          () => resolve(false),
        );
      }),
  };
}

/** No settings are this. */
const UNREAD = {} as Settings;

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
      ...usesOf(resource),
      ...optionsOf(resource),
      wave: index,
      ...noteOf(resource),
    })),
  );

function usesOf({ propertyDependencies }: EngineResource): Pick<PlannedResource, "uses"> {
  const uses = Object.entries(propertyDependencies).filter(([, urns]) => urns.length > 0);
  return uses.length === 0 ? {} : { uses: Object.fromEntries(uses.map(([key, urns]) => [key, urns.toSorted()])) };
}

/** What decides whether a change is made, and what becomes of what it takes away. */
function optionsOf({ options }: EngineResource): Pick<PlannedResource, "options"> {
  const { ignoreChanges, replaceOnChanges, retainOnDelete, protect, aliases } = options;
  const given = Object.entries({ ignoreChanges, replaceOnChanges, retainOnDelete, protect, aliases });
  const kept = given.filter(([, value]) => value !== undefined);
  return kept.length === 0 ? {} : { options: Object.fromEntries(kept) };
}

function noteOf({ note, readId }: EngineResource): Pick<PlannedResource, "note"> {
  const text = readId === undefined ? note : READ_NOTE;
  return text === undefined ? {} : { note: text };
}
