import { describe, expect, test } from "vitest";
import { find } from "../../../../core/rules/gateway/objects.ts";
import { remembered } from "../../../../core/model/remembered.ts";
import { UNKNOWN, Undecided, guard } from "../../../../core/model/unknown.ts";
import type { KubernetesObject } from "../../../../core/model/index.ts";

const object = (name: unknown, namespace?: unknown): KubernetesObject =>
  ({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
  }) as never;

describe("what is worked out once", () => {
  test("is worked out once for a part and a question", () => {
    const part = {};
    let times = 0;
    const ask = (of: object, question: string): number => remembered(of, question, () => ++times);
    expect([ask(part, "a"), ask(part, "a"), ask(part, "b"), ask({}, "a")]).toEqual([1, 1, 2, 3]);
  });

  test("leaves every asker undecided where it is not known", () => {
    const model = guard({ list: [{ name: UNKNOWN }] });
    const ask = (): unknown => remembered(model.list, "names", () => model.list.map(({ name }) => name));
    expect(ask).toThrow(Undecided);
    expect(ask).toThrow("list.0.name is not known yet");
  });
});

describe("the view of a model", () => {
  test("is the model itself where everything in it is known", () => {
    const model = { a: { b: [1] } };
    expect(guard(model)).toBe(model);
  });

  test("is the same at every read, and of what holds an unknown value only", () => {
    const model = { known: { a: 1 }, partly: { a: 1, b: UNKNOWN } };
    expect(guard(model)).toBe(guard(model));
    expect(guard(model).partly).toBe(guard(model).partly);
    expect(guard(model).known).toBe(model.known);
    expect(() => guard(model).partly.b).toThrow("partly.b is not known yet");
  });

  test("names each place of a value that stands in two", () => {
    const shared = { b: UNKNOWN };
    const model = guard({ one: shared, two: shared });
    expect(() => model.one.b).toThrow("one.b is not known yet");
    expect(() => model.two.b).toThrow("two.b is not known yet");
  });

  test("reads frozen data, which a proxy may not answer differently for", () => {
    const model = guard(Object.freeze({ list: Object.freeze([Object.freeze({ b: UNKNOWN, c: 1 })]) }));
    expect(model.list[0]?.c).toBe(1);
    expect(() => model.list[0]?.b).toThrow("list.0.b is not known yet");
  });
});

describe("an object of a name", () => {
  test("is the one in the namespace", () => {
    const objects = [object("a", "one"), object("a", "two"), object("b")];
    expect(find(objects, "a", "two")).toBe(objects[1]);
    expect(find(objects, "b", "default")).toBe(objects[2]);
    expect(find(objects, "a", "default")).toBeUndefined();
    expect(find(objects, "c", "default")).toBeUndefined();
  });

  test("is found before a name that is not known, and open after it", () => {
    const objects = guard([object("a"), object(UNKNOWN), object("b")]);
    expect(find(objects, "a", "default")?.metadata.name).toBe("a");
    expect(() => find(objects, "b", "default")).toThrow("1.metadata.name is not known yet");
    expect(() => find(objects, "c", "default")).toThrow("1.metadata.name is not known yet");
  });

  test("is open where the namespace of a namesake is", () => {
    const objects = guard([object("a", UNKNOWN), object("b", "one")]);
    expect(() => find(objects, "a", "one")).toThrow("0.metadata.namespace is not known yet");
    expect(find(objects, "b", "one")?.metadata.name).toBe("b");
  });
});
