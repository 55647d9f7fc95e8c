import path from "node:path";
import { LineCounter } from "yaml";
import type { Finding } from "../../core/findings/finding.ts";
import type { Held } from "../../core/fleet/addresses.ts";
import { type Layer, layerOf, layersOf, mergedOf, pathIn } from "../../core/fleet/merge.ts";
import { referenceFaults } from "../../core/fleet/references.ts";
import { isObject } from "../../core/model/json.ts";
import type { FleetPart, FleetSettings } from "../../core/settings/index.ts";
import { toFindings } from "../faults.ts";
import { type Parsed, parseSettings } from "../parse.ts";
import { FLEET_HEAD } from "../settings-schema.ts";
import { type StackFile, contentOf, parseStackFile, secretPathsIn, withoutSecrets } from "../stack-file.ts";
import { NAMESPACE, StackFileError } from "../stack.ts";
import { type YamlPlaces, placesIn } from "../yaml-places.ts";
import { fleetSchema } from "./schema.generated.ts";

/** A finding with where it stands: in the fleet file, or in a stack file that a template begins with. */
export interface FleetPlace {
  /** `fleet.yaml:12:5`. */
  readonly where: string;
  /** `clusters.blue.settings.network.vpc`. */
  readonly setting: string;
}

/** A fleet file, read. */
export interface FleetFile {
  readonly path: string;
  /** Undefined where its form is wrong, which `faults` says. */
  readonly fleet?: FleetSettings;
  /** Faults of the file itself: form, and names that lead to nothing. */
  readonly faults: readonly Finding[];
  /** Where a path of the fleet (`fleet.clusters.blue.wave`) stands. */
  place(path: string): FleetPlace;
  /** The settings of a cluster, with every fault of them, and where each comes from. */
  cluster(name: string): FleetStack;
  /** What the fleet file and its templates say of a cluster, without what was allocated to it. */
  ownSettings(name: string): FleetPart;
}

/** The stack that a cluster of the fleet is. */
interface FleetStack {
  readonly parsed: Parsed;
  /** As a stack file has them, encrypted values as they are. */
  readonly values: FleetPart;
  /** How values are encrypted; a sentence where that cannot be told. */
  readonly encryption: Readonly<Record<string, unknown>> | string;
  /** Where a setting comes from. */
  place(setting: string): FleetPlace;
}

/** Reads a text beside the fleet file; throws a StackFileError where there is none. */
export type ReadBeside = (file: string) => string;

/** What `fleet addresses` has written, and its file's name. */
export interface AllocationFile {
  readonly path: string;
  readonly allocations: Readonly<Record<string, Held>>;
}

/** Reads a fleet file; throws a StackFileError where it is no YAML. */
export function parseFleetFile(
  text: string,
  shownAs: string,
  readBeside: ReadBeside,
  allocated: AllocationFile = { path: "", allocations: {} },
): FleetFile {
  const lines = new LineCounter();
  const { document, content } = contentOf(text, shownAs, lines);
  if (!isObject(content))
    throw new StackFileError(
      `${shownAs} holds no fleet: write name, templates, waves and clusters. docs/fleets.md shows one.`,
    );
  const places = placesIn(document, lines);
  const raw = { region: undefined, values: { [FLEET_HEAD]: content }, source: sourceIn(places) };
  const result = fleetSchema.safeParse(content);
  const stacks = stackFiles(shownAs, readBeside);
  const at = (setting: string): FleetPlace => ({ where: whereIn(shownAs, places, setting), setting });
  const common = { path: shownAs, place: (finding: string) => at(finding.replace(`${FLEET_HEAD}.`, "")) };
  if (!result.success) {
    const issues = result.error.issues.map((issue) => ({ ...issue, path: [FLEET_HEAD, ...issue.path] }));
    return {
      ...common,
      faults: toFindings(issues, raw),
      cluster: noClusters,
      ownSettings: noClusters,
    };
  }
  const fleet = result.data;
  return {
    ...common,
    fleet,
    faults: [...referenceFaults(fleet), ...stacks.faultsOf(fleet)],
    cluster: (name) => stackOf(fleet, name, { places, stacks, at, allocated }),
    ownSettings: (name) => mergedOf(layersOf(fleet, name, stacks.parts), name),
  };
}

const noClusters = (): never => {
  throw new Error("A fleet file with faults has no clusters.");
};

const whereIn = (shownAs: string, places: YamlPlaces, setting: string): string => {
  const position = places.position(setting.split("."));
  return position === undefined ? shownAs : `${shownAs}:${position}`;
};

const sourceIn =
  (places: YamlPlaces) =>
  (setting: string): string | undefined =>
    places.source(setting.split(".").slice(1));

interface Sources {
  readonly places: YamlPlaces;
  readonly stacks: ReturnType<typeof stackFiles>;
  readonly at: (setting: string) => FleetPlace;
  readonly allocated: AllocationFile;
}

function stackOf(fleet: FleetSettings, name: string, { places, stacks, at, allocated }: Sources): FleetStack {
  const layers = layersOf(fleet, name, stacks.parts, allocated.allocations[name]);
  const values = mergedOf(layers, name);
  const secretPaths = secretPathsIn(values);
  const found = (setting: string): { readonly layer: Layer | undefined; readonly file: StackFile | undefined } => {
    const layer = layerOf(layers, setting);
    return { layer, file: layer?.stackFile === undefined ? undefined : stacks.read(layer.stackFile) };
  };
  const region = fleet.clusters[name]?.region;
  return {
    values,
    encryption: encryptionOf(layers, stacks.read, secretPaths.length > 0),
    parsed: parseSettings({
      region,
      values: withoutSecrets(values) as FleetPart,
      secretPaths,
      source: (setting) => {
        const { layer, file } = found(setting);
        if (file !== undefined) return file.raw.source?.(setting);
        return layer === undefined ? undefined : places.source(pathIn(layer, setting).split("."));
      },
    }),
    place: (setting) => {
      const { layer, file } = found(setting);
      if (layer === undefined || setting === "aws:region") return at(`clusters.${name}`);
      if (layer.isAllocated === true) return { where: allocated.path, setting: `clusters.${name}` };
      if (file === undefined) return at(pathIn(layer, setting));
      const position = file.position(setting);
      return {
        where: position === undefined ? file.path : `${file.path}:${position}`,
        setting: `${NAMESPACE}:${setting}`,
      };
    },
  };
}

/** The keys of the one stack file that says how values are encrypted. */
function encryptionOf(
  layers: readonly Layer[],
  read: (file: string | undefined) => StackFile | undefined,
  hasSecrets: boolean,
): FleetStack["encryption"] {
  const said = new Map(
    layers
      .flatMap(({ stackFile }) => read(stackFile) ?? [])
      .filter(({ encryption }) => Object.keys(encryption).length > 0)
      .map(({ path: file, encryption }) => [JSON.stringify(encryption), { file, encryption }]),
  );
  const [first, ...others] = [...said.values()];
  if (others.length > 0)
    return `${[...said.values()].map(({ file }) => file).join(" and ")} encrypt with two keys; a stack has one.`;
  if (hasSecrets && first === undefined)
    return "it has encrypted values, and no stack file of its template says by which key: secretsprovider, or encryptionsalt.";
  return first?.encryption ?? {};
}

/** Stack files that templates begin with, each read once. */
function stackFiles(fleetFile: string, readBeside: ReadBeside) {
  const known = new Map<string, StackFile | StackFileError>();
  const open = (file: string): StackFile | StackFileError => {
    const before = known.get(file);
    if (before !== undefined) return before;
    const shownAs = path.posix.join(path.posix.dirname(fleetFile), file);
    let read: StackFile | StackFileError;
    try {
      read = parseStackFile(readBeside(file), shownAs);
    } catch (error) {
      if (!(error instanceof StackFileError)) throw error;
      read = error;
    }
    known.set(file, read);
    return read;
  };
  const read = (file: string | undefined): StackFile | undefined => {
    const known = file === undefined ? undefined : open(file);
    return known instanceof StackFileError ? undefined : known;
  };
  return {
    read,
    parts: (file: string): FleetPart | undefined => read(file)?.sealed,
    faultsOf: ({ templates }: FleetSettings): Finding[] =>
      Object.entries(templates).flatMap(([name, { stackFile }]) => {
        const read = stackFile === undefined ? undefined : open(stackFile);
        return read instanceof StackFileError
          ? [
              {
                rule: "fleet-file",
                severity: "error" as const,
                subject: `template "${name}"`,
                path: `${FLEET_HEAD}.templates.${name}.stackFile`,
                found: read.message.replace(/\.$/, ""),
                expected: "a stack file that can be read, relative to the fleet file",
                fix: "Correct the path, or mend the file.",
              },
            ]
          : [];
      }),
  };
}
