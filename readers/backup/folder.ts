import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parse, parseAllDocuments, stringify } from "yaml";
import { type Bound, type KeptObject, boundIn, nameOf } from "../../core/recovery/index.ts";
import { type KubernetesObject, isObject } from "../../core/model/json.ts";
import type { ToolName } from "../../core/model/managers.ts";
import type { Collected } from "./collect.ts";
import { BackupError } from "./fault.ts";
import type { Place } from "./place.ts";
import { type Identities, type Recipients, seal, unseal } from "./seal.ts";

const FORMAT = "cilium-eks-backup/1";
const INDEX = "backup.json";
const OBJECTS = "objects.yaml";
const SECRETS = "secrets.age";

/** What `backup.json` says. */
export interface BackupIndex extends Pick<Collected, "versions" | "names" | "config" | "gaps"> {
  readonly format: typeof FORMAT;
  /** RFC 3339. */
  readonly at: string;
  readonly source: string;
  readonly place: Place;
  /** Objects by kind, secrets too. */
  readonly kept: Readonly<Record<string, number>>;
  /** Tools that make an object again, by its name. */
  readonly tools: Readonly<Record<string, ToolName>>;
  /** What is bound to a VPC, a Region or an account. */
  readonly bound: readonly Bound[];
  readonly secrets: boolean;
}

export interface WriteOptions {
  readonly folder: string;
  readonly at: Date;
  readonly source: string;
  readonly recipients: Recipients;
}

/** Refused before anything is read: an older backup is never written over. */
export function checkFolder(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new BackupError(
      `${folder} is there and not empty: name a new folder, a backup is never written over another.`,
    );
}

/** Writes a backup as a whole or not at all. */
export async function writeBackup(
  collected: Collected,
  { folder, at, source, recipients }: WriteOptions,
): Promise<BackupIndex> {
  const { objects, secrets, releases, versions, names, config, gaps, place } = collected;
  const all = [...objects, ...secrets];
  const index: BackupIndex = {
    format: FORMAT,
    at: at.toISOString(),
    source,
    place,
    versions,
    names,
    kept: countOf(all),
    tools: Object.fromEntries(all.flatMap(({ object, tool }) => (tool === undefined ? [] : [[nameOf(object), tool]]))),
    bound: boundIn(all.map(({ object }) => object)),
    secrets: secrets.length + releases.length > 0,
    config,
    gaps,
  };
  const sealed = index.secrets
    ? await seal(stringify({ secrets: secrets.map(({ object }) => object), releases }), recipients)
    : undefined;
  const fresh = `${path.resolve(folder)}.part`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true, mode: 0o700 });
  const write = (name: string, content: string | Uint8Array): void =>
    writeFileSync(path.join(fresh, name), content, { mode: 0o600 });
  write(OBJECTS, objects.map(({ object }) => stringify(object, { aliasDuplicateObjects: false })).join("---\n"));
  if (sealed !== undefined) write(SECRETS, sealed);
  write(INDEX, `${JSON.stringify(index, null, 2)}\n`);
  rmSync(folder, { recursive: true, force: true });
  renameSync(fresh, folder);
  return index;
}

function countOf(all: readonly KeptObject[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { object } of all) counts[object.kind] = (counts[object.kind] ?? 0) + 1;
  return counts;
}

/** A backup that is read again. */
export interface OpenBackup {
  readonly index: BackupIndex;
  readonly objects: readonly KeptObject[];
  /** Whether secrets are there but were not opened. */
  readonly closed: boolean;
}

export async function openBackup(folder: string, identities: Identities | undefined): Promise<OpenBackup> {
  const file = (name: string): string => path.join(folder, name);
  if (!existsSync(file(INDEX))) throw new BackupError(`${folder} is no backup: it has no ${INDEX}.`);
  const index = parsed(file(INDEX), (text) => JSON.parse(text) as BackupIndex);
  if (!isObject(index) || index.format !== FORMAT)
    throw new BackupError(`${file(INDEX)} is not of the form ${FORMAT}: it was written by another version.`);
  const objects = parsed(file(OBJECTS), documentsOf);
  const open = index.secrets && identities !== undefined;
  const secrets = open ? secretsOf(await unseal(readFileSync(file(SECRETS)), identities, file(SECRETS))) : [];
  return {
    index,
    closed: index.secrets && !open,
    objects: [...objects, ...secrets].map((object) => {
      const tool = index.tools[nameOf(object)];
      return { object, ...(tool === undefined ? {} : { tool }) };
    }),
  };
}

function parsed<T>(file: string, parse: (text: string) => T): T {
  try {
    return parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new BackupError(`${file} cannot be read: ${(error as Error).message.split("\n")[0] ?? ""}`, { cause: error });
  }
}

function documentsOf(text: string): KubernetesObject[] {
  return parseAllDocuments(text).flatMap((document): KubernetesObject[] => {
    const [fault] = document.errors;
    if (fault !== undefined) throw fault;
    const value = document.toJS() as unknown;
    if (value === null || value === undefined) return [];
    if (!isObjectOfKubernetes(value)) throw new Error("a document in it is no object with apiVersion, kind and name.");
    return [value];
  });
}

const isObjectOfKubernetes = (value: unknown): value is KubernetesObject =>
  isObject(value) &&
  typeof value["apiVersion"] === "string" &&
  typeof value["kind"] === "string" &&
  isObject(value["metadata"]) &&
  typeof value["metadata"]["name"] === "string";

const secretsOf = (text: string): KubernetesObject[] =>
  (parse(text) as { readonly secrets: KubernetesObject[] }).secrets;
