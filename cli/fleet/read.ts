import path from "node:path";
import { type FleetFile, parseFleetFile } from "../../config/fleet/file.ts";
import { readText } from "../../config/stack-text.ts";
import type { FleetFlags } from "./index.ts";

const GIVE = "Give the fleet file by --file; docs/fleets.md shows one.";

/** Reads the fleet file, and what it names beside itself. */
export function readFleet({ file }: FleetFlags): FleetFile {
  const folder = path.dirname(file);
  const shownAs = file.replaceAll("\\", "/");
  return parseFleetFile(readText(file, shownAs, GIVE), shownAs, (other) =>
    readText(path.join(folder, other), path.posix.join(path.posix.dirname(shownAs), other), "Correct the path."),
  );
}
