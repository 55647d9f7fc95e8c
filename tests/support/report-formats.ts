import { readFileSync } from "node:fs";
import path from "node:path";
import { Ajv } from "ajv";

const file = path.resolve(import.meta.dirname, "../fixtures/schemas/sarif-2.1.0-rtm.5.json");
const { $schema: _draft4, id: _id, ...schema } = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
// The schema is of draft 4 and uses nothing that later drafts read differently, but for the name of its id.
const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false, allErrors: true }).compile(
  schema,
);

/** What the SARIF schema has against a log. */
export function sarifFaults(text: string): string[] {
  validate(JSON.parse(text));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ""}`);
}

/** Elements with what may stand in them and on them: the schema of Jenkins' xUnit plugin (junit-10.xsd), and GitLab's `file`. */
const JUNIT: Readonly<
  Record<string, { readonly in: readonly string[]; readonly needs: readonly string[]; readonly may: readonly string[] }>
> = {
  testsuites: { in: [""], needs: [], may: ["name", "time", "tests", "failures", "errors"] },
  testsuite: {
    in: ["testsuites"],
    needs: ["name", "tests", "failures", "errors"],
    may: ["skipped", "time", "timestamp"],
  },
  testcase: { in: ["testsuite"], needs: ["name"], may: ["classname", "time", "file"] },
  failure: { in: ["testcase"], needs: [], may: ["message", "type"] },
  skipped: { in: ["testcase"], needs: [], may: ["message", "type"] },
  "system-out": { in: ["testcase", "testsuite"], needs: [], may: [] },
};

const TAG = /<(?<close>\/?)(?<name>[a-z-]+)(?<attributes>(?:\s+[a-z]+="[^"<]*")*)\s*(?<empty>\/?)>|[^<]+|</gy;
/** Control characters, non-characters and halves of surrogate pairs (XML 1.0, section 2.2). */
const ILLEGAL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/u;
const ENTITY = /&(?!(?:amp|lt|gt|quot|apos|#\d+);)/;

/** What is wrong with a JUnit report: XML that is not well formed, elements and attributes that readers do not know. */
export function junitFaults(text: string): string[] {
  const [declaration = "", ...lines] = text.split("\n");
  if (declaration !== '<?xml version="1.0" encoding="UTF-8"?>') return ["no XML declaration"];
  const faults: string[] = ILLEGAL.test(text) ? ["a character that XML 1.0 cannot hold"] : [];
  const open: string[] = [""];
  for (const match of lines.join("\n").matchAll(TAG)) {
    const { name, close, empty, attributes = "" } = match.groups ?? {};
    if (ENTITY.test(match[0])) faults.push(`an entity in ${match[0]}`);
    if (name === undefined) {
      if (match[0] === "<") faults.push("a tag that is none");
      continue;
    }
    if (close === "/") {
      if (open.pop() !== name) faults.push(`</${name}> closes another element`);
      continue;
    }
    faults.push(...elementFaults(name, open.at(-1) ?? "", attributes));
    if (empty !== "/") open.push(name);
  }
  return open.length === 1 ? faults : [...faults, `${open.at(-1) ?? ""} is never closed`];
}

function elementFaults(name: string, parent: string, attributes: string): string[] {
  const known = JUNIT[name];
  if (known === undefined) return [`<${name}> is not known`];
  const present = [...attributes.matchAll(/([a-z]+)="[^"]*"/g)].map(([, key = ""]) => key);
  return [
    ...(known.in.includes(parent) ? [] : [`<${name}> in <${parent}>`]),
    ...known.needs.filter((key) => !present.includes(key)).map((key) => `<${name}> without ${key}`),
    ...present.filter((key) => ![...known.needs, ...known.may].includes(key)).map((key) => `<${name}> with ${key}`),
  ];
}
