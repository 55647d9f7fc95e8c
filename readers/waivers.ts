import { documentsOf } from "./documents.ts";
import { type Input, ReadError, isMap } from "./input.ts";
import type { CheckOptions } from "./check.ts";

const KEYS = ["waivers", "platform", "chartVersion"];

/** What `.cilium-eks.yaml` says: waivers with their reasons, and what no input says of the cluster. */
export function readWaivers(input: Input): Pick<CheckOptions, "waivers" | "platform" | "chartVersion"> {
  const [document, more] = documentsOf(input);
  const value = document?.value ?? {};
  const fault = (message: string, ...path: string[]): ReadError =>
    new ReadError(input.name, message, document?.position(path));
  if (!isMap(value) || more !== undefined) throw fault(`must be one map with ${KEYS.join(", ")}.`);
  const wrong = Object.keys(value).find((key) => !KEYS.includes(key));
  if (wrong !== undefined) throw fault(`has the key "${wrong}", and only ${KEYS.join(", ")} are known.`, wrong);
  const { waivers = {}, platform, chartVersion } = value;
  if (!isMap(waivers)) throw fault("waivers must be a map of rules to reasons.", "waivers");
  for (const [rule, reason] of Object.entries(waivers)) {
    if (typeof reason !== "string") throw fault(`the waiver of ${rule} must be a written reason.`, "waivers", rule);
  }
  if (platform !== undefined && platform !== "eks") throw fault('platform must be "eks", or left out.', "platform");
  if (chartVersion !== undefined && typeof chartVersion !== "string") {
    throw fault('chartVersion must be text such as "1.19.6".', "chartVersion");
  }
  return {
    waivers: waivers as Readonly<Record<string, string>>,
    ...(platform === undefined ? {} : { platform }),
    ...(chartVersion === undefined ? {} : { chartVersion }),
  };
}
