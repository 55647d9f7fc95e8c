import { seal } from "../../secrets/seal.ts";

/** Outputs of a stack: only those that there are, because the engine warns of others, and no secret in clear. */
export const stackOutputs = <T extends object>(outputs: T): T =>
  seal(Object.fromEntries(Object.entries(outputs).filter(([, value]) => value !== undefined)) as T);
