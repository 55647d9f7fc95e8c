/** How text for people is set: colour only on a terminal, width as wide as it is. */
export interface Style {
  readonly colour: boolean;
  readonly width: number;
}

/** Where nothing says how wide it is: a file, a pipe. */
const DEFAULT_WIDTH = 120;
/** Tables cannot be set narrower. */
const LEAST_WIDTH = 40;

type Stream = Pick<NodeJS.WriteStream, "isTTY" | "columns">;

/** Width of the terminal, else `COLUMNS`, else 120. */
export function widthOf(stream: Partial<Stream>, environment: NodeJS.ProcessEnv = process.env): number {
  const told = Number(environment["COLUMNS"]);
  const terminal = stream.isTTY === true && stream.columns !== undefined && stream.columns > 0;
  const width = terminal ? stream.columns : Number.isInteger(told) && told > 0 ? told : DEFAULT_WIDTH;
  return Math.max(LEAST_WIDTH, width ?? DEFAULT_WIDTH);
}

/** Colour on a terminal unless `--no-color` or NO_COLOR (no-color.org: any text but none at all) is given. */
export function styleOf(stream: Partial<Stream>, colour: boolean, environment: NodeJS.ProcessEnv = process.env): Style {
  const refused = (environment["NO_COLOR"] ?? "") !== "" || environment["TERM"] === "dumb";
  return { colour: colour && stream.isTTY === true && !refused, width: widthOf(stream, environment) };
}
