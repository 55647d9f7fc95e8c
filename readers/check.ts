import type { ClusterModel } from "../core/model/index.ts";
import { catalogue } from "../core/rules/index.ts";
import type { Finding } from "../core/findings/finding.ts";
import { type Report, type RunOptions, applyWaivers } from "../core/rules/run.ts";
import type { Rule } from "../core/rules/rule.ts";
import type { Registered } from "../lens/registered.ts";
import { type ClusterView, type ProgramView, viewCluster, viewProgram } from "../lens/index.ts";
import { evaluateProgramRule, visibleRules } from "../lens/evaluate.ts";
import { documentsOf } from "./documents.ts";
import { READERS } from "./index.ts";
import { type Document, type Input, type Location, ReadError, whereOf } from "./input.ts";
import { missingParts } from "./missing.ts";
import { readingOfProgram } from "./program.ts";
import { locatedIn } from "./pulumi/resources.ts";
import { holdsOn } from "./platform.ts";
import type { Context, Located, ReadOptions, Reader, Reading } from "./reader.ts";
import { hiding, secretsIn } from "./secrets.ts";
import { type Told, withTold, withoutControlPlane } from "./told.ts";
import { inWordsOf } from "./words.ts";

export interface CheckOptions extends ReadOptions, RunOptions, Told {
  /** Names of inputs that nobody gave by name, as files of a folder: what cannot be read of them is left out with a note. */
  readonly found?: ReadonlySet<string>;
  /** Rules that are asked; all unless told. */
  readonly only?: ReadonlySet<string>;
  /** Name of the file that the waivers stand in. */
  readonly waiversFile?: string;
  /** Programs that were run: what they register is judged with the inputs. */
  readonly programs?: readonly RunProgram[];
}

/** A program of Pulumi and what it registers. */
export interface RunProgram {
  /** Folder, as it is shown. */
  readonly name: string;
  readonly resources: readonly Registered[];
}

/** A finding at its place in an input. */
export interface CheckedFinding extends Finding {
  /** `values.yaml:12:3`. */
  readonly where: string;
  /** In the input's words: a key, an object, an address. */
  readonly setting: string;
  readonly place: Location;
}

/** What was read of an input. */
export interface Recognised {
  readonly input: string;
  /** What its documents are, for people; empty where it holds nothing that is judged. */
  readonly reads: readonly string[];
}

export interface Checked {
  readonly inputs: readonly Recognised[];
  readonly findings: readonly CheckedFinding[];
  readonly waived: readonly (CheckedFinding & { readonly reason: string })[];
  /** What could not be seen, and what was assumed. */
  readonly notes: readonly string[];
  /** Rules that lacked a part of the model. */
  readonly skipped: Report["skipped"];
  /** Rules that met a value that no input says. */
  readonly undecided: Report["undecided"];
  /** Rules that were asked. */
  readonly asked: number;
}

/** Judges what the inputs tell of a cluster. Throws a `ReadError` for an input that cannot be read, or that is none of its kinds. */
export function check(inputs: readonly Input[], options: CheckOptions = {}): Checked {
  const { documents, notes } = openAll(inputs, options);
  const { recognised, readings: ofDocuments } = readAll(documents, options);
  const programs = options.programs ?? [];
  const readings = [
    ...ofDocuments,
    ...programs.map(({ name, resources }) => readingOfProgram(locatedIn(name, resources))),
  ];
  const located = readings.flatMap(({ resources }) => resources);
  const seen = known(viewProgram(located.map(({ resource }) => resource)), readings);
  const program = withTold(seen, options);
  const models = seen.clusters.map(({ model }) => model);
  const isEks =
    options.platform === "eks" ||
    readings.some(({ platform }) => platform === "eks") ||
    models.some(({ controlPlane }) => controlPlane !== undefined);
  const ofProgram = readings.some((reading) => reading.program === true);
  const rules = (options.upgrade === undefined ? visibleRules : UPGRADE_RULES).filter(
    (rule) => options.only?.has(rule.id) !== false && holdsOn(rule, { isEks, ofProgram }),
  );
  const isTold =
    options.kubernetesVersion !== undefined && models.some(({ controlPlane }) => controlPlane === undefined);
  const whole = evaluate(rules, program, options);
  const report = isTold ? withoutControlPlane(whole) : whole;
  const place = placing(program, readings, options.waiversFile ?? WAIVERS_FILE);
  const secrets = secretsIn(located.map(({ resource }) => resource.props));
  const told = (finding: Finding): CheckedFinding => hiding(place(finding), secrets);
  return {
    inputs: [
      ...inputs.map(({ name }) => ({
        input: name,
        reads: [
          ...new Set(recognised.filter(({ document }) => document.input === name).map(({ reader }) => reader.reads)),
        ],
      })),
      ...programs.map(({ name }) => ({ input: name, reads: ["Pulumi programs"] })),
    ],
    findings: report.findings.map(told),
    waived: report.waived.map((finding) => ({ ...told(finding), reason: finding.reason })),
    notes: [
      ...notes,
      ...readings.flatMap((reading) => reading.notes ?? []),
      ...program.clusters.flatMap(({ faults }) =>
        faults.map((fault) => `A part of what was given cannot be read: ${fault}.`),
      ),
      ...missingParts({
        models,
        isEks,
        hasPlan: readings.some((reading) => reading.isPlan === true),
        skipped: report.skipped,
      }),
    ],
    skipped: report.skipped,
    undecided: report.undecided,
    asked: rules.length - report.skipped.length,
  };
}

/** Documents of all inputs, in the order in which they were given. */
function openAll(inputs: readonly Input[], { found }: CheckOptions): { documents: Document[]; notes: string[] } {
  const notes: string[] = [];
  const documents = inputs.flatMap((input) => {
    try {
      const all = documentsOf(input);
      // Whoever asks for a value gets the fault of a document that is none.
      for (const document of all) void document.value;
      return all;
    } catch (error) {
      if (!(error instanceof ReadError) || found?.has(input.name) !== true) throw error;
      notes.push(`${error.message} It was left out.`);
      return [];
    }
  });
  return { documents, notes: [...notes, ...repeatedKeys(documents)] };
}

/** YAML takes the last of equal keys without a word; told once for an input. */
function repeatedKeys(documents: readonly Document[]): string[] {
  const inputs = new Set<string>();
  return documents.flatMap(({ input, repeated: [first] }) => {
    if (first === undefined || inputs.has(input)) return [];
    inputs.add(input);
    const where = whereOf({ input, position: first, key: "" });
    return [`${where} repeats a key of the same map: the last one counts.`];
  });
}

interface Recognition {
  readonly document: Document;
  readonly reader: Reader;
}

function readAll(
  documents: readonly Document[],
  options: CheckOptions,
): { recognised: Recognition[]; readings: Reading[] } {
  const recognised = documents.flatMap((document): Recognition[] => {
    const reader = READERS.find((one) =>
      one.recognises(document, { isNamed: options.found?.has(document.input) !== true }),
    );
    return reader === undefined ? [] : [{ document, reader }];
  });
  const taken = new Set<Document>();
  const context: Context = {
    options,
    documents,
    take: (document) => void taken.add(document),
    isTaken: (document) => taken.has(document),
  };
  // In the order of the list: those that name documents of others come before the readers of those.
  const readings = READERS.map((reader) => {
    const own = recognised.filter((one) => one.reader === reader && !taken.has(one.document));
    return reader.read(
      own.map(({ document }) => document),
      context,
    );
  });
  refuseUnknown(documents, { recognised, taken, options });
  return { recognised, readings };
}

function refuseUnknown(
  documents: readonly Document[],
  {
    recognised,
    taken,
    options,
  }: { recognised: readonly Recognition[]; taken: ReadonlySet<Document>; options: CheckOptions },
): void {
  const read = new Set([...recognised.map(({ document }) => document.input), ...[...taken].map(({ input }) => input)]);
  const unknown = documents.find(({ input }) => !read.has(input) && options.found?.has(input) !== true);
  if (unknown === undefined) return;
  const kinds = READERS.map(({ reads }) => reads).join(", ");
  throw new ReadError(unknown.input, `is nothing that check knows: neither ${kinds}.`);
}

/** Those on the way from one version to another that need no cluster. */
const UPGRADE_RULES: readonly Rule[] = catalogue.filter(
  ({ needs }) => needs.includes("upgrade") && !needs.includes("live"),
);

const isOfAws = ({ resource: { type } }: Located): boolean => type.startsWith("aws:ec2/");

const LISTS = ["addons", "releases", "objects", "identity"] as const;

/**
 * The clusters without lists that only a whole program can have empty: what no input tells is not known to be absent. What names no
 * cluster, as values and manifests do, is for each of them.
 */
function known(program: ProgramView, readings: readonly Reading[]): ProgramView {
  const whole = new Set(readings.flatMap((reading) => reading.whole ?? []));
  const untold = new Set<string>(readings.flatMap((reading) => reading.untold ?? []));
  const isToldElsewhere = readings.some((reading) => reading.untold === undefined && reading.resources.some(isOfAws));
  const meansCilium = readings.some((reading) => reading.meansCilium === true);
  const isLeftOut = (part: string, model: ClusterModel): boolean =>
    (untold.has(part) && !isToldElsewhere) ||
    (part === "withoutCilium" && meansCilium) ||
    LISTS.some((list) => list === part && !whole.has(list) && model[list]?.length === 0);
  const told = (model: ClusterModel): ClusterModel =>
    Object.fromEntries(Object.entries(model).filter(([part]) => !isLeftOut(part, model)));
  const [first, ...others] = program.clusters.map((cluster): ClusterView => {
    const all = withShared(cluster, program.unattributed);
    return { ...all, model: told(all.model) };
  });
  return { ...program, clusters: [first as ClusterView, ...others] };
}

function withShared(cluster: ClusterView, shared: readonly Registered[]): ClusterView {
  if (shared.length === 0) return cluster;
  const resources = [...cluster.resources, ...shared];
  const { account } = cluster.model;
  const view = viewCluster(resources);
  return { ...cluster, ...view, resources, model: { ...(account === undefined ? {} : { account }), ...view.model } };
}

function evaluate(rules: readonly Rule[], program: ProgramView, options: RunOptions): Report {
  const outcomes = rules.map((rule) => evaluateProgramRule(rule, program));
  const skipped = rules.flatMap(({ id, needs }) => {
    const missing = needs.filter((part) => program.clusters.every(({ model }) => model[part] === undefined));
    return missing.length === 0 ? [] : [{ rule: id, missing }];
  });
  const findings = outcomes.flatMap((outcome) => outcome.findings.map(({ finding }) => finding));
  const undecided = outcomes.flatMap((outcome) => outcome.undecided);
  return applyWaivers(rules, { findings, waived: [], skipped, undecided }, options);
}

type Placing = (finding: Finding) => CheckedFinding;

/** A finding goes to the resource that its path was read from, and there to the nearest place that is written down. */
function placing({ clusters }: ProgramView, readings: readonly Reading[], waiversFile: string): Placing {
  const byUrn = new Map(
    readings.flatMap(({ resources, words }) => resources.map((one) => [one.resource.urn, { ...one, words }] as const)),
  );
  const [first] = byUrn.values();
  return (finding) => {
    const cluster = clusters.find(({ name }) => name !== undefined && finding.clusters?.includes(name) === true);
    const { origin, below } = originOf(finding.path, (cluster ?? clusters[0]).urnOf);
    const found = origin === undefined ? undefined : byUrn.get(origin);
    const place = found?.place(below) ?? {
      input: finding.path.startsWith("waivers.") ? waiversFile : (first?.place("").input ?? ""),
      key: finding.path === TOLD_VERSION ? "--kubernetes-version" : finding.path,
    };
    const setting = place.key === "" ? finding.subject : place.key;
    return { ...inWordsOf(finding, found?.words), where: whereOf(place), setting, place };
  };
}

/** Found without a resource only where somebody told it. */
const TOLD_VERSION = "controlPlane.kubernetesVersion";

/** Where waivers stand beside the inputs. */
export const WAIVERS_FILE = ".cilium-eks.yaml";

/** The resource of the longest beginning of a path, and what is left of it. */
function originOf(path: string, urnOf: ClusterView["urnOf"]): { origin: string | undefined; below: string } {
  const origin = urnOf(path);
  const parts = path.split(".");
  let length = parts.length;
  while (length > 1 && urnOf(parts.slice(0, length - 1).join(".")) === origin) length--;
  return { origin, below: origin === undefined ? path : parts.slice(length).join(".") };
}
