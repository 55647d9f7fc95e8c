/**
 * Compiles service-map/flows/kernel/flow.as.ts to WebAssembly and writes it as text. The compiler is some 100 MB, so it is no dependency:
 * npx brings it. `npm run generate:check` compares the source with the one that was compiled.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { COMPILER, GENERATED, SOURCE, kernelSource, moduleText } from "./kernel.ts";

const folder = mkdtempSync(path.join(tmpdir(), "kernel-"));
try {
  const output = path.join(folder, "kernel.wasm");
  const flags = ["-O3", "--runtime", "stub", "--noAssert", "--enable", "simd", "--enable", "bulk-memory"];
  execFileSync(
    "npx",
    [
      "--yes",
      "--package",
      `assemblyscript@${COMPILER}`,
      "asc",
      SOURCE,
      ...flags,
      "--initialMemory",
      "310",
      "-o",
      output,
    ],
    { stdio: "inherit" },
  );
  writeFileSync(GENERATED, moduleText(kernelSource(), readFileSync(output)));
} finally {
  rmSync(folder, { recursive: true });
}
