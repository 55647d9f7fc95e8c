import { existsSync } from "node:fs";
import path from "node:path";
import { parseAllocations } from "../../config/fleet/allocations.ts";
import { type FleetFile, parseFleetFile } from "../../config/fleet/file.ts";
import { readText } from "../../config/stack-text.ts";
import type { Held } from "../../core/fleet/addresses.ts";
import type { FleetFlags } from "./index.ts";

const GIVE = "Give the fleet file by --file; docs/fleets.md shows one.";

/** A fleet file with what was allocated to its clusters. */
export interface ReadFleet {
  readonly file: FleetFile;
  /** Path of the allocations, whether or not they are there. */
  readonly allocationFile: string;
  readonly allocations: Readonly<Record<string, Held>>;
}

/** Reads the fleet file, and what it names beside itself. */
export function readFleet({ file }: FleetFlags): ReadFleet {
  const folder = path.dirname(file);
  const shownAs = file.replaceAll("\\", "/");
  const text = readText(file, shownAs, GIVE);
  const allocationFile = shownAs.replace(/\.ya?ml$/, "").concat(".addresses.yaml");
  const allocations = existsSync(allocationFile)
    ? parseAllocations(readText(allocationFile, allocationFile, ""), allocationFile)
    : {};
  const beside = (other: string): string =>
    readText(path.join(folder, other), path.posix.join(path.posix.dirname(shownAs), other), "Correct the path.");
  return {
    file: parseFleetFile(text, shownAs, beside, { path: allocationFile, allocations }),
    allocationFile,
    allocations,
  };
}
