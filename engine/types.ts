import type { NodeProcess } from "./process.ts";
import type { PropertyMap, Unknown } from "./values.ts";

/** What runs, and how. Nothing here is read from the environment or from disk by the engine. */
export interface ProgramRun {
  readonly projectName: string;
  /** Folder of Pulumi.yaml; the program runs in it. */
  readonly projectDir: string;
  /** Entry file relative to `projectDir`, `index.ts`. */
  readonly main: string;
  readonly stackName: string;
  /** @default "organization", as the engine's own file backend says. */
  readonly organization?: string;
  /** `namespace:key` to text; objects as JSON. */
  readonly config: Readonly<Record<string, string>>;
  /** Keys of `config` whose values are secret. */
  readonly secretKeys?: readonly string[];
  /** A preview leaves computed outputs unknown; an update makes up ids. @default true */
  readonly dryRun?: boolean;
  /** Added to the scrubbed environment of the program. */
  readonly env?: Readonly<Record<string, string>>;
  /** Answers to provider functions. @default offlineInvokes */
  readonly invokes?: InvokeTable;
  /** Outputs that a provider would compute, by resource; only an update has any by nature. */
  readonly computed?: (resource: EngineResource) => PropertyMap | undefined;
  /** Milliseconds after which a program that does not end is stopped. @default 60000 */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** Where Node was started for the program before all this was known. @default one that starts now */
  readonly waiting?: WaitingProgram;
  /** Called when the program is all that is waited for. */
  readonly onListening?: () => void;
  /** Told what a library in the program says of itself, under `Symbol.for("pulumi-preview.tell")`. */
  readonly onMessage?: (message: unknown) => void;
  /** Told of each resource as soon as it is registered; what a component registers as its outputs comes later. */
  readonly onResource?: (resource: EngineResource) => void;
}

/** Node with the SDK's runner in it, which starts when it hears what to run. */
export interface WaitingProgram {
  readonly root: string;
  readonly child: NodeProcess;
  kill(): void;
}

/** What a provider function says offline; `UNKNOWN` for what only a live account knows. */
type InvokeResult = PropertyMap | Unknown;
export type InvokeHandler = (args: PropertyMap, context: InvokeContext) => InvokeResult;
export type InvokeTable = Readonly<Record<string, InvokeHandler>>;

export interface InvokeContext {
  readonly config: Readonly<Record<string, string>>;
  /** Inputs of the explicit provider of the call. */
  readonly provider?: PropertyMap;
}

export interface EngineAlias {
  readonly urn?: string;
  readonly name?: string;
  readonly type?: string;
  readonly stack?: string;
  readonly project?: string;
  readonly parent?: string;
  readonly noParent?: boolean;
}

/** Options as the engine ends up with them: after transforms and after what children inherit. Empty ones are absent. */
export interface EngineOptions {
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
  readonly deletedWith?: string;
  readonly ignoreChanges?: readonly string[];
  readonly replaceOnChanges?: readonly string[];
  readonly replaceWith?: readonly string[];
  readonly deleteBeforeReplace?: boolean;
  readonly additionalSecretOutputs?: readonly string[];
  readonly customTimeouts?: { readonly create?: string; readonly update?: string; readonly delete?: string };
  readonly aliases?: readonly EngineAlias[];
  /** URN of the explicit provider. */
  readonly provider?: string;
  /** Package to URN of the provider that children of a component use. */
  readonly providers?: Readonly<Record<string, string>>;
  readonly version?: string;
  readonly pluginDownloadUrl?: string;
  readonly import?: string;
  readonly hooks?: Readonly<Record<string, readonly string[]>>;
}

export interface EngineResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly parent?: string;
  /** True for a resource of a provider, false for a component. */
  readonly custom: boolean;
  /** A component that a plugin builds, such as `eks:index:Cluster`. */
  readonly remote: boolean;
  /** Set when the program reads an existing resource (`Type.get`) instead of managing one. */
  readonly readId?: string;
  readonly dependencies: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  readonly inputs: PropertyMap;
  /** What is known of the outputs when a preview ends; what policies on the whole stack see. */
  readonly outputs: PropertyMap;
  readonly options: EngineOptions;
  readonly note?: string;
}

export const Severity = { Debug: "debug", Info: "info", Warning: "warning", Error: "error" } as const;
export type Severity = (typeof Severity)[keyof typeof Severity];

export interface EngineMessage {
  readonly severity: Severity;
  readonly message: string;
  readonly urn?: string;
}

export interface ProgramResult {
  readonly ok: boolean;
  /** Null when the program was stopped. */
  readonly exitCode: number | null;
  readonly stopped?: "timeout" | "aborted";
  /** In an order in which they can be created, the same for every run: see order.ts. */
  readonly resources: readonly EngineResource[];
  /** Stack outputs. */
  readonly outputs: PropertyMap;
  /** Messages of severity info and above. */
  readonly log: readonly EngineMessage[];
  /** What went wrong, ready to print; empty when `ok`. */
  readonly errors: readonly EngineMessage[];
  readonly stdout: string;
  readonly stderr: string;
  /** Milliseconds from the call. */
  readonly timings: { readonly listening: number; readonly total: number };
}
