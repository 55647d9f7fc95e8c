import type * as StructPb from "google-protobuf/google/protobuf/struct_pb.js";
import { keepStructsAsBytes } from "../structs.ts";
import { loadReal, loadedLate, replace } from "./late.ts";
import type { Require, Shortcut } from "./shortcut.ts";

/** What serves the serialisation of functions for dynamic providers only, and starting other stacks from a program. */
export const SHARED: readonly Shortcut[] = [
  // npm's dependency trees.
  { name: "arborist", take: loadedLate("@npmcli/arborist") },
  {
    name: "normalize-package-data",
    take(require, count) {
      const id = "normalize-package-data";
      const load = (): unknown => loadReal(require, id, count);
      replace(require, id, count, (...args: readonly unknown[]) =>
        (load() as (...given: unknown[]) => unknown)(...args),
      );
    },
  },
  // A session of the inspector, which hears of every script.
  {
    name: "v8-hooks",
    take: loadedLate("../../runtime/closure/v8Hooks.js", { isInitializedAsync: () => Promise.resolve() }),
  },
  { name: "typescript", take: loadedLate("typescript", (require) => ({ version: versionOf(require, "typescript") })) },
  { name: "automation", take: loadedLate("../../automation/index.js") },
  { name: "js-yaml", take: loadedLate("js-yaml") },
  // Properties of a stack hold tens of thousands of values; google-protobuf makes two or three objects of each.
  {
    name: "structs-as-bytes",
    take(require, count) {
      keepStructsAsBytes(require("google-protobuf/google/protobuf/struct_pb.js") as typeof StructPb, count);
    },
  },
];

const versionOf = (require: Require, id: string): unknown =>
  (require(`${id}/package.json`) as { version: unknown }).version;
