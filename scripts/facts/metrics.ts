import { METRICS } from "../../core/facts/metrics/index.ts";
import { type Facts, type Refresher, WrongFile } from "./table.ts";

/** Documentation/observability/metrics.rst of cilium/cilium: names stand between double backticks in tables. */
function read(text: string): Facts {
  const names = [...text.matchAll(/^(?:\* - |\s+- )?``([a-z][a-z0-9_]+)``/gm)].map(([, name = ""]) => name);
  if (!text.includes("cilium_") || names.length === 0) throw new WrongFile("It lists no metrics of Cilium.");
  return new Map(names.map((name) => [name, "listed"]));
}

const PREFIX = /^(?:cilium_operator|cilium|hubble)_/;

/** Names as the page writes them, without the prefix of their program. */
const current = (): Facts =>
  new Map(METRICS.filter(({ name }) => PREFIX.test(name)).map(({ name }) => [name.replace(PREFIX, ""), "listed"]));

export default { read, current, partial: "table" } satisfies Refresher;
