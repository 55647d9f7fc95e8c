import type { FleetPart, FleetSettings, FleetWave } from "../../settings/index.ts";

/** What writes a fleet down for an engine. */
export const FleetEngineKind = {
  Operator: "operator",
  Deployments: "deployments",
  Github: "github",
  Gitlab: "gitlab",
} as const;
export type FleetEngineKind = (typeof FleetEngineKind)[keyof typeof FleetEngineKind];

/** How values of a stack file are encrypted: its keys beside `config`. */
type Encryption = Readonly<Record<string, unknown>>;

/** A cluster as a stack. */
export interface FleetStackPlan {
  readonly name: string;
  readonly region: string;
  readonly wave: string;
  readonly account?: string;
  readonly roleArn?: string;
  /** Settings, encrypted values as they are. */
  readonly values: FleetPart;
  readonly encryption: Encryption;
}

export interface FleetPlan {
  readonly fleet: FleetSettings;
  /** In the order of the file. */
  readonly stacks: readonly FleetStackPlan[];
}

/** A file of YAML documents. */
export interface RenderedFile {
  /** From the root of the repository. */
  readonly path: string;
  readonly documents: readonly object[];
}

export const WRITTEN_BY = "Written by `cilium-eks fleet render`; change the fleet file and run it again.";

/** Defaults of `engine`. */
export const ENGINE = {
  project: "cilium-eks",
  branch: "main",
  folder: ".",
  driftHours: 24,
  namespace: "pulumi-fleet",
} as const;

/** Waves that have clusters, with those, in their order. */
export const wavesWith = ({
  fleet,
  stacks,
}: FleetPlan): readonly { readonly wave: FleetWave; readonly stacks: readonly FleetStackPlan[] }[] =>
  fleet.waves.flatMap((wave) => {
    const own = stacks.filter((stack) => stack.wave === wave.name);
    return own.length === 0 ? [] : [{ wave, stacks: own }];
  });

/** `acme/cilium-eks/blue`; a backend without organisations takes the word `organization`. */
export const stackId = ({ engine, project = ENGINE.project }: FleetPlan["fleet"], name: string): string =>
  `${engine?.organization ?? "organization"}/${project}/${name}`;

/** Branch that a wave follows: the first one the repository's, each later one its own, which is moved when the change is let on. */
export function branchOf({ engine, waves }: FleetPlan["fleet"], wave: string): string {
  const branch = engine?.branch ?? ENGINE.branch;
  return waves[0]?.name === wave ? branch : `${branch}-${wave}`;
}

/** Whether the state is in Pulumi Cloud, which wants a token. */
export const isCloud = ({ engine }: FleetPlan["fleet"]): boolean =>
  engine?.backend === undefined || engine.backend.startsWith("https://");

/** A path below the program's folder. */
export function inFolder({ engine }: FleetPlan["fleet"], file: string): string {
  const folder = (engine?.folder ?? ENGINE.folder).replace(/^\.\/?/, "").replace(/\/$/, "");
  return folder === "" ? file : `${folder}/${file}`;
}
