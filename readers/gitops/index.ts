import type { Document } from "../input.ts";
import type { Context, Reader } from "../reader.ts";
import { isArgo, wantedByArgo } from "./argo.ts";
import { isFlux, wantedByFlux } from "./flux.ts";
import { isHelmfile, wantedByHelmfile } from "./helmfile.ts";
import { isKustomizeChart, wantedByKustomize } from "./kustomize.ts";
import { type Wanted, readingOf } from "./release.ts";

/** What asks for a release, and how. */
const KINDS: readonly {
  readonly is: (document: Document) => boolean;
  readonly wanted: (document: Document, context: Context) => Wanted[];
}[] = [
  { is: isArgo, wanted: wantedByArgo },
  { is: isFlux, wanted: wantedByFlux },
  { is: isHelmfile, wanted: wantedByHelmfile },
  { is: isKustomizeChart, wanted: wantedByKustomize },
];

/** What Argo CD, Flux, Helmfile and kustomize install: releases with their chart, version and values. */
export const gitops: Reader = {
  id: "gitops",
  reads: "releases of Argo CD, Flux, Helmfile or kustomize",
  recognises: (document) => KINDS.some(({ is }) => is(document)),
  read: (documents, context) =>
    readingOf(
      documents.flatMap((document) => KINDS.find(({ is }) => is(document))?.wanted(document, context) ?? []),
      context,
    ),
};
