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
] as const;

/** Letters of the last one, for which there is a place each. */
const LETTERS = 128;

/**
 * Writes the table that the kernel looks keys up in: by length and last letter, which tell all of them apart, the place of the
 * key's number and name.
 */
export function writeKeys(memory: DataView, table: number, names: number): void {
  let at = names;
  for (const [index, name] of KEYS.entries()) {
    memory.setInt32(table + (name.length * LETTERS + name.charCodeAt(name.length - 1)) * 4, at, true);
    memory.setInt32(at, index + 1, true);
    for (let letter = 0; letter < name.length; letter++) memory.setUint8(at + 4 + letter, name.charCodeAt(letter));
    at += 4 + name.length;
  }
}
