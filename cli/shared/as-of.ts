import { Option } from "commander";
import { date } from "./flags.ts";

/** `--as-of`. */
export const asOfOption = (): Option =>
  new Option("--as-of <date>", "judge the end of version support by this date (default: today)").argParser(date);

/** The day that was given, else today. */
export const dayOf = ({ asOf }: { readonly asOf?: string }): string => asOf ?? new Date().toISOString().slice(0, 10);
