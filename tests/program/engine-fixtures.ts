import path from "node:path";
import { runProgram, type EngineResource, type ProgramResult, type ProgramRun } from "../../engine/index.ts";

const fixtures = path.resolve(import.meta.dirname, "../fixtures");

export const packDir = (name: string): string => path.join(fixtures, "packs", name);

export const programRun = (name: string, rest: Partial<ProgramRun> = {}): ProgramRun => ({
  projectName: "house",
  projectDir: path.join(fixtures, "programs", name),
  main: "index.ts",
  stackName: "dev",
  config: { "aws:region": "eu-west-1", "house:logName": "logs", "house:settings": '{"deep":[1,2]}' },
  secretKeys: ["house:logName"],
  ...rest,
});

/** Runs one of tests/fixtures/programs. */
export const runFixture = (name: string, rest: Partial<ProgramRun> = {}): Promise<ProgramResult> =>
  runProgram(programRun(name, rest));

/** The one resource of a name. */
export function named(result: ProgramResult, name: string): EngineResource {
  const [found, ...others] = result.resources.filter((resource) => resource.name === name);
  if (found !== undefined && others.length === 0) return found;
  throw new Error(`${String(others.length)} more of "${name}" in ${result.resources.map((r) => r.name).join(", ")}`);
}
