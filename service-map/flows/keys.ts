/** Keys of a flow that the map is made of, by the numbers that the kernel knows them by (kernel/flow.as.ts). */
const KEYS = [
  "flow",
  "source",
  "destination",
  "source_names",
  "destination_names",
  "IP",
  "l4",
  "l7",
  "verdict",
  "drop_reason_desc",
  "time",
  "is_reply",
  "traffic_direction",
  "source_port",
  "destination_port",
  "node_name",
  "flags",
  "event_type",
  "aggregate",
] as const;

/** Names of the same keys in protobuf JSON without `UseProtoNames`: such a line is written anew (forms.ts). */
const FOREIGN = KEYS.map(camelCase).filter((name, at) => name !== KEYS[at]);

/** As protobuf derives a field's JSON name. */
function camelCase(name: string): string {
  return name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** Sums of a first and a last letter, for which there is a place each. */
const LETTERS = 128;

/**
 * Writes the table that the kernel looks keys up in: by length and the sum of first and last letter, which tell all of them apart, the place of the
 * key's number and name.
 */
export function writeKeys(memory: DataView, table: number, names: number): void {
  let at = names;
  for (const [index, name] of [...KEYS, ...FOREIGN].entries()) {
    const letters = (name.charCodeAt(0) + name.charCodeAt(name.length - 1)) % LETTERS;
    memory.setInt32(table + (name.length * LETTERS + letters) * 4, at, true);
    // All foreign keys have the number after the last one.
    memory.setInt32(at, Math.min(index, KEYS.length) + 1, true);
    for (let letter = 0; letter < name.length; letter++) memory.setUint8(at + 4 + letter, name.charCodeAt(letter));
    at += 4 + name.length;
  }
}
