/** Stands in for vitest where test files are loaded for their tables: nothing is registered and nothing runs. */
const nothing = (): void => {};
const suite = Object.assign(nothing, {
  each: () => nothing,
  for: () => nothing,
  skip: nothing,
  only: nothing,
  concurrent: nothing,
  skipIf: () => nothing,
  runIf: () => nothing,
});
export const describe = suite;
export const it = suite;
export const test = suite;
export const expect = Object.assign(nothing, { stringContaining: nothing });
export const [beforeAll, afterAll, beforeEach, afterEach] = [nothing, nothing, nothing, nothing];
export const vi = { mock: nothing, fn: nothing };
