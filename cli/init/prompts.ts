import * as clack from "@clack/prompts";
import { CallError } from "../shared/errors.ts";
import type { Asker } from "./questions.ts";

/** Asks on the terminal. */
export const TERMINAL_ASKER: Asker = {
  text: async (message, initial, fault) =>
    answered<string>(
      await clack.text({
        message,
        initialValue: initial,
        validate: (value) => fault(value ?? ""),
      }),
    ),
  select: async <T extends string>(message: string, choices: readonly T[], initial: T) =>
    answered<string>(
      await clack.select<string>({ message, initialValue: initial, options: choices.map((value) => ({ value })) }),
    ) as T,
  confirm: async (message, initial) => answered<boolean>(await clack.confirm({ message, initialValue: initial })),
};

function answered<T>(answer: T | symbol): T {
  if (clack.isCancel(answer)) throw new CallError("Ended; nothing was written.");
  return answer as T;
}
