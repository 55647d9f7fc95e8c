/** What somebody gives to `check`: a name for people and the text. Files are opened by the command line; a page has none. */
export interface Input {
  /** Path as it is shown; `standard input` for `-`. */
  readonly name: string;
  readonly text: string;
}

/** Where something stands in an input. */
export interface Position {
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
}

/** Way into a document: keys of maps and indexes of lists. */
export type Path = readonly (string | number)[];

/** One document of an input: a YAML stream may hold many. */
export interface Document {
  /** Name of the input. */
  readonly input: string;
  readonly format: "yaml" | "json";
  /** `apiVersion` and `kind`, which are known before the whole is read. */
  readonly apiVersion?: string;
  readonly kind?: string;
  /** Keys of the outermost map, before the whole is read; of a template every key that begins a line. */
  readonly keys: readonly string[];
  /** Plain data; what a template or a variable fills in is `UNKNOWN`. Read when it is first asked for. */
  readonly value: unknown;
  /** Where keys stand that repeat one of the same map: the last one counts. */
  readonly repeated: readonly Position[];
  /** Of the key or item at a path, else of the nearest thing above it that is there. */
  position(path: Path): Position;
}

/** Where a finding stands, for people and for programs. */
export interface Location {
  readonly input: string;
  /** Left out where an input is known by addresses alone. */
  readonly position?: Position;
  /** In the input's own words: a key of the values, a path of an object, an address, a URN. */
  readonly key: string;
}

/** An input cannot be read. The message is a sentence for people. */
export class ReadError extends Error {
  override readonly name = "ReadError";
  readonly input: string;
  readonly position: Position | undefined;

  constructor(input: string, message: string, position?: Position) {
    super(`${input}${position === undefined ? "" : `:${String(position.line)}:${String(position.column)}`} ${message}`);
    this.input = input;
    this.position = position;
  }
}

export const whereOf = ({ input, position }: Location): string =>
  position === undefined ? input : `${input}:${String(position.line)}:${String(position.column)}`;

/** A key as people write it in a path: `a.b[0].c`. */
export const keyOf = (path: Path): string =>
  path.reduce<string>(
    (text, part) => (typeof part === "number" ? `${text}[${String(part)}]` : text === "" ? part : `${text}.${part}`),
    "",
  );

/** Plain map, no list. */
export const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
