import { stringify } from "yaml";
import type { RenderedFile } from "../../../core/fleet/engines/index.ts";

/** The documents of a file: no aliases, which GitHub refuses, and long lines whole, because folded scripts are hard to read. */
export const textOf = ({ documents }: Pick<RenderedFile, "documents">): string =>
  documents.map((one) => stringify(one, { lineWidth: 0, aliasDuplicateObjects: false })).join("---\n");
