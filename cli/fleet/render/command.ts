import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { WRITTEN_BY, renderFleet } from "../../../core/fleet/engines/index.ts";
import type { Output } from "../../shared/output.ts";
import type { FleetRenderFlags, RenderFormat } from "../index.ts";
import { readFleet } from "../read.ts";
import { refuseFaults } from "../refuse.ts";
import { planStacks } from "./stacks.ts";
import { textOf } from "./text.ts";

/** Writes what an engine runs the fleet by. */
export async function runFleetRender(flags: FleetRenderFlags, output: Output<RenderFormat>): Promise<number> {
  const { file } = readFleet(flags);
  const plan = planStacks(flags.engine, file, refuseFaults(file));
  const files = renderFleet(flags.engine, plan);
  const { into } = flags;
  if (into === undefined) {
    await output.write((format) =>
      format === "json"
        ? `${JSON.stringify({ engine: flags.engine, files }, null, 2)}\n`
        : files.map((one) => `# ${one.path}\n${textOf(one)}`).join("---\n"),
    );
    return 0;
  }
  for (const one of files) {
    const target = path.join(into, one.path);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, `# ${WRITTEN_BY}\n${textOf(one)}`);
  }
  output.remark(`Wrote ${String(files.length)} files below ${into}.`);
  return 0;
}
