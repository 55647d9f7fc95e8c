import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import type { KubeObject } from "./kube-client.ts";

/** Every object of a YAML file, or of all YAML files of a folder in the order of their names. */
export function readManifests(path: string): KubeObject[] {
  const isFile = /\.ya?ml$/.test(path);
  const files = isFile
    ? [path]
    : readdirSync(path)
        .filter((name) => /\.ya?ml$/.test(name))
        .toSorted()
        .map((name) => join(path, name));
  return files.flatMap((file) => parseManifests(readFileSync(file, "utf8")));
}

export function parseManifests(text: string): KubeObject[] {
  return parseAllDocuments(text)
    .map((document) => document.toJS() as KubeObject | null)
    .filter((object) => object !== null);
}
