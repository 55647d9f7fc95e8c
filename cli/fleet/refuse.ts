import type { FleetFile } from "../../config/fleet/file.ts";
import { renderFinding } from "../../core/findings/render.ts";
import type { FleetSettings } from "../../core/settings/index.ts";
import { CallError } from "../shared/errors.ts";

/** The fleet of a file without faults; the others are all told, because what is written of half a fleet would be taken for the whole. */
export function refuseFaults(file: FleetFile): FleetSettings {
  if (file.fleet !== undefined && file.faults.length === 0) return file.fleet;
  throw new CallError(
    file.faults
      .map((fault) => {
        const { where, setting } = file.place(fault.path);
        return renderFinding(fault, { where, locate: () => setting });
      })
      .join("\n"),
  );
}
