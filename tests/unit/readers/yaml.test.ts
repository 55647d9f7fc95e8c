import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../core/model/unknown.ts";
import { documentsOf } from "../../../readers/documents.ts";
import type { Path } from "../../../readers/input.ts";

const read = (text: string) => documentsOf({ name: "a.yaml", text });
const valueOf = (text: string): unknown => read(text)[0]?.value;

describe("documents of an input", () => {
  it.each<[what: string, text: string, value: unknown]>([
    ["switches of YAML 1.1, as Helm and kubectl read them", "a: on\nb: no\nc: 'on'\n", { a: true, b: false, c: "on" }],
    ["merge keys", "a: &a {x: 1, y: 2}\nb: {<<: *a, y: 3}\n", { a: { x: 1, y: 2 }, b: { x: 1, y: 3 } }],
    ["the last of equal keys", "a: 1\na: 2\n", { a: 2 }],
    [
      "what a template writes into a line",
      'a: {{ .Values.x }}\nb: "{{ env "X" }}"\nc: 1\n',
      { a: UNKNOWN, b: UNKNOWN, c: 1 },
    ],
    ["variables", "a: ${HOST}\nb: x-${Y}-z\nc: $HOST\n", { a: UNKNOWN, b: UNKNOWN, c: "$HOST" }],
    [
      "what stands within a condition",
      "a: 1\n{{- if .Values.x }}\nb: 2\n{{- else }}\nb: 3\n{{- end }}\nc: 4\n",
      { a: 1, b: UNKNOWN, c: 4 },
    ],
    ["a block that a template writes", "a:\n  {{- toYaml .Values.x | nindent 2 }}\nb: 1\n", { a: UNKNOWN, b: 1 }],
    ["a block among keys", "a:\n  x: 1\n  {{- toYaml .Values.x | nindent 2 }}\nb: 1\n", { a: UNKNOWN, b: 1 }],
    ["what only a template engine can put together", "{{ if }}\n a: [\n{{ end }}\n", UNKNOWN],
    [
      "short forms of CloudFormation",
      "a: !Ref B\nc: !GetAtt D.Arn\n",
      { a: { Ref: "B" }, c: { "Fn::GetAtt": ["D", "Arn"] } },
    ],
    ["tags of other tools", "a: !vault secret\n", { a: UNKNOWN }],
    ["times as text", "a: 2026-11-30\nb: 1:30\n", { a: "2026-11-30", b: "1:30" }],
    ["a key called __proto__", "__proto__: {a: 1}\n", JSON.parse('{"__proto__": {"a": 1}}')],
    ["JSON", '{"a": [1, {"b": null}]}', { a: [1, { b: null }] }],
    ["YAML that begins with a bracket", "{a: 1, b: [x]}\n", { a: 1, b: ["x"] }],
  ])("read %s", (_, text, value) => {
    expect(valueOf(text)).toEqual(value);
  });

  it("are the parts of a stream, with lines of the whole", () => {
    const documents = read("# head\n---\na: 1\n---\n# nothing\n---\nb:\n  c: 2\n...\n");
    expect(documents.map(({ value }) => value)).toEqual([{ a: 1 }, { b: { c: 2 } }]);
    expect(documents[1]?.position(["b", "c"])).toEqual({ line: 8, column: 3 });
  });

  it.each<[text: string, path: Path, place: string]>([
    ['{"a": {"b": [1, {"c": 2}]}}', ["a", "b", 1, "c"], "1:18"],
    ['{\n  "a": {"x": "}{", "b": 1},\n  "b": 2\n}', ["b"], "3:3"],
    ['{"a": 1, "a": {"b": 2}}', ["a", "b"], "1:16"],
    ['{"a": {"b": 1}}', ["a", "gone", "b"], "1:2"],
    ['{"\\u0061": 1}', ["a"], "1:2"],
  ])("in JSON %s have a place of %j", (text, path, place) => {
    const { line, column } = read(text)[0]?.position(path) ?? { line: 0, column: 0 };
    expect(`${String(line)}:${String(column)}`).toBe(place);
  });

  it.each<[what: string, text: string, message: RegExp]>([
    ["no YAML", "a: [1\nb: 2\n", /^a\.yaml:\d+:\d+ is no valid YAML: /],
    ["no JSON", '{"a": 1', /^a\.yaml:?.* is no valid JSON: /],
    ["a binary", "\u0000\u0001PK", /is no text/],
    ["an alias bomb", bomb(), /unfolds by its aliases into more than 2000000 values/],
    ["an alias that holds itself", "a: &a [*a]\n", /holds itself by the alias "a"/],
    ["a merge of itself", "eni: &a\n  <<: *a\n", /:2:7 holds itself by the alias "a"/],
    ["NUL bytes", "eni: { enabled: true }\u0000\n", /is no text/],
    ["UTF-16", Buffer.from("\uFEFFeni: { enabled: true }\n", "utf16le").toString(), /is no text/],
    ["an alias of nothing", "a: *b\n", /a\.yaml.*b/],
    ["deep brackets", `${"[".repeat(5000)}${"]".repeat(5000)}`, /nested/],
    ["deep YAML", Array.from({ length: 5000 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n"), /nested/],
    ["deep lists in one line", `a: ${"- ".repeat(5000)}x`, /YAML|nested/],
  ])("that are %s are refused in a sentence", (_, text, message) => {
    expect(() => read(text).map(({ value }) => value)).toThrow(message);
  });
});

function bomb(): string {
  const lines = Array.from(
    { length: 9 },
    (_, at) => `l${String(at + 1)}: &l${String(at + 1)} [${`*l${String(at)}, `.repeat(10)}]`,
  );
  return ["l0: &l0 [x]", ...lines].join("\n");
}
