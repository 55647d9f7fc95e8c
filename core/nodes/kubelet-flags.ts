import { TaintEffect, type TaintSettings } from "../settings/index.ts";

/** What a kubelet's command line says that rules ask for. */
export interface KubeletFlags {
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly TaintSettings[];
  readonly maxPods?: number;
}

/** Reads `--node-labels`, `--register-with-taints` and `--max-pods`, with `=` or a space before the value. */
export function readKubeletFlags(flags: readonly string[]): KubeletFlags {
  const words = flags.flatMap((flag) => flag.trim().split(/\s+/));
  const values = (name: string): string[] =>
    words.flatMap((word, at) => {
      if (word === `--${name}`) return [words[at + 1] ?? ""];
      return word.startsWith(`--${name}=`) ? [word.slice(name.length + 3)] : [];
    });
  const maxPods = Number(values("max-pods").at(-1));
  return {
    labels: Object.fromEntries(
      values("node-labels")
        .flatMap((list) => list.split(","))
        .flatMap((pair) => {
          const [key = "", value = ""] = pair.split("=");
          return key === "" ? [] : [[key, value] as const];
        }),
    ),
    taints: values("register-with-taints")
      .flatMap((list) => list.split(","))
      .flatMap(readTaint),
    ...(Number.isInteger(maxPods) && maxPods > 0 ? { maxPods } : {}),
  };
}

/** `key=value:effect` or `key:effect`; nothing where it is neither. */
function readTaint(text: string): TaintSettings[] {
  const [, key = "", value, effect] = /^([^=:\s]+)(?:=([^:]*))?:(\w+)$/.exec(text.trim()) ?? [];
  const known = taintEffect(effect);
  return known === undefined ? [] : [{ key, ...(value === undefined || value === "" ? {} : { value }), effect: known }];
}

export const taintEffect = (effect: unknown): TaintEffect | undefined =>
  Object.values(TaintEffect).find((known) => known === effect);
