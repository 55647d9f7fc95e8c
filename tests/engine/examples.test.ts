import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EXAMPLES, missing, operationsOf, startStack, type TestStack } from "./stacks.ts";

describe.skipIf(missing !== "").each([...EXAMPLES])("the example %s on the real engine", (name) => {
  let it: TestStack;
  beforeAll(async () => {
    it = await startStack(name, { deletionProtection: false });
  });
  afterAll(() => it?.stop());

  test("goes up, stays as it is, and goes down without a rest", async () => {
    expect(operationsOf((await it.stack.preview()).steps)).toEqual(["create"]);
    await it.stack.up();
    await it.stack.preview({ expectNoChanges: true });
    await it.stack.refresh();
    await it.stack.preview({ expectNoChanges: true });
    await it.stack.destroy();
    expect(await it.stack.resources()).toEqual([]);
    expect(it.left()).toEqual([]);
  });
});

describe.skipIf(missing !== "")("a protected stack on the real engine", () => {
  let it: TestStack;
  beforeAll(async () => {
    it = await startStack("dev", { deletionProtection: true });
  });
  afterAll(() => it?.stop());

  test("is refused by a destroy, whose preview comes first, with nothing gone", async () => {
    await it.stack.up();
    const before = await it.stack.resources();
    await expect(it.stack.command("destroy", "--yes")).rejects.toThrow("protected");
    expect((await it.stack.resources()).length).toBe(before.length);
  });
});
