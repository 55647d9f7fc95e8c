import { EKS_VERSIONS } from "../../core/facts/kubernetes.ts";
import { type Facts, type Refresher, WrongFile } from "./table.ts";

/** `products/amazon-eks.md` of endoflife.date: a list of `releaseCycle`, `releaseDate`, `eol`, `eoes`. */
function read(text: string): Facts {
  const facts = new Map<string, string>();
  for (const [, minor = "", body = ""] of text.matchAll(/- releaseCycle: "(1\.\d+)"\n((?: {4}.*\n)+)/g)) {
    if (EKS_VERSIONS[0] !== undefined && Number(minor.slice(2)) < Number(EKS_VERSIONS[0].version.slice(2))) continue;
    for (const [word, field] of [
      ["endOfStandardSupport", "eol"],
      ["endOfExtendedSupport", "eoes"],
    ] as const) {
      const day = new RegExp(`^ {4}${field}: (\\d{4}-\\d{2}-\\d{2})`, "m").exec(body)?.[1];
      if (day !== undefined) facts.set(`${minor} ${word}`, day);
    }
  }
  if (facts.size === 0) throw new WrongFile("It lists no releaseCycle with eol and eoes.");
  return facts;
}

const current = (): Facts =>
  new Map(
    EKS_VERSIONS.flatMap(({ version, endOfStandardSupport, endOfExtendedSupport }) => [
      [`${version} endOfStandardSupport`, endOfStandardSupport] as const,
      [`${version} endOfExtendedSupport`, endOfExtendedSupport] as const,
    ]),
  );

/** Days of releases are those of EKS, which endoflife.date often has a day or two later: they are kept. */
function rewrite(source: string, key: string, value: string): string | undefined {
  const [minor = "", word] = key.split(" ");
  const row = new RegExp(`(row\\("${minor.replace(".", "\\.")}", "[^"]+", )("[^"]+")(, )("[^"]+")`);
  if (!row.test(source)) return undefined;
  return source.replace(row, (_, start: string, standard: string, comma: string, extended: string) =>
    word === "endOfStandardSupport" ? `${start}"${value}"${comma}${extended}` : `${start}${standard}${comma}"${value}"`,
  );
}

export default { read, current, rewrite, file: "core/facts/kubernetes.ts", partial: "file" } satisfies Refresher;
