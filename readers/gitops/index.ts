import type { Reader } from "../reader.ts";
import { isArgo, wantedByArgo } from "./argo.ts";
import { isFlux, wantedByFlux } from "./flux.ts";
import { readingOf } from "./release.ts";

/** What Argo CD and Flux install: releases with their chart, version and values. */
export const gitops: Reader = {
  id: "gitops",
  reads: "Argo CD and Flux objects",
  recognises: (document) => isArgo(document) || isFlux(document),
  read: (documents, context) =>
    readingOf(
      documents.flatMap((document) =>
        isArgo(document) ? wantedByArgo(document, context) : wantedByFlux(document, context),
      ),
      context,
    ),
};
