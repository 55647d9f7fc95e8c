import { isObject } from "../../model/json.ts";
import type { CiliumModel, HelmReleaseModel, Json, JsonObject } from "../../model/index.ts";
import { type Undecided, each } from "../../model/unknown.ts";
import { ciliumSubject } from "../common.ts";
import { type Draft, type ModelWith, subjectOf } from "../subject.ts";

/*
 * Charts hand these parts of their values on to the API server as they are. A wrong one passes chart and preview, and fails the
 * release in the middle of a run.
 */

export type Release = CiliumModel | HelmReleaseModel;
export const isCilium = (release: Release): release is CiliumModel => "releaseName" in release;

const releases = {
  needs: ["cilium"],
  of: ({ cilium, releases: others = [] }: ModelWith<"cilium">): Iterable<Release> => [cilium, ...others],
  place: (release: Release) =>
    isCilium(release)
      ? { subject: ciliumSubject(release), path: "cilium.values" }
      : { subject: `release "${release.name}"`, path: `releases.${release.name}.values` },
} as const;

/** Values of every release. */
export const everyRelease = subjectOf({ ...releases, read: ({ values }: Release) => values });

/** The same with the release, for what a chart has by itself. */
export const everyChart = subjectOf({ ...releases, read: (release: Release) => release });

export interface Field {
  readonly key: string;
  readonly at: string;
  readonly value: Json;
}

/** Every value below, with its key and path; one that is not known leaves its neighbours decided. */
export function* fieldsOf(
  values: JsonObject,
  check: (field: Field) => Iterable<Draft>,
  above = "",
): Generator<Draft | Undecided> {
  yield* each(Object.keys(values), function* (key) {
    const value = values[key];
    const at = above === "" ? key : `${above}.${key}`;
    if (value === undefined || value === null) return;
    yield* check({ key, at, value });
    if (isObject(value)) yield* fieldsOf(value, check, at);
  });
}

export const objectsIn = (value: Json | undefined): JsonObject[] =>
  Array.isArray(value) ? value.flatMap((one: Json) => (isObject(one) ? [one] : [])) : [];
export const shown = (value: Json | undefined): string => (value === undefined ? "nothing" : JSON.stringify(value));

/** What an error of these looks like, and where the API server's words come from. */
export const FAILS =
  "The release fails when the API server refuses the object: Helm's revision is failed, and the error names the field.";
export const VALIDATION = "kubernetes/apimachinery pkg/util/validation; kubernetes/kubernetes pkg/apis/core/validation";
