import { describe, expect, it } from "vitest";
import { programFaults } from "../../../../cli/plan/program-fault.ts";

const root = process.cwd();
const faults = (...messages: string[]) =>
  programFaults(messages, { name: "index.ts", root }).map(({ where, found, fix }) => ({ where, found, fix }));

const thrown = `Running program '${root}/index.ts' failed with an unhandled exception:
TypeError: Cannot read properties of undefined (reading 'trim')
    at makeVpc (file://${root}/infra/vpc.ts:5:53)
    at async file://${root}/index.ts:9:20`;

describe("what ended a program", () => {
  it("is told at its line, with who called it, and without a stack", () => {
    expect(faults(thrown)).toEqual([
      {
        where: "infra/vpc.ts:5:53",
        found: "TypeError: Cannot read properties of undefined (reading 'trim')\ncalled at index.ts:9:20",
        fix: "Mend the program there: it ended before every resource was declared.",
      },
    ]);
  });

  it("is told once, however often the SDK says it", () => {
    const [, ...lines] = thrown.split("\n");
    expect(faults(lines.join("\n"), thrown, "Error: another")).toMatchObject([
      { where: "infra/vpc.ts:5:53" },
      { where: "index.ts", found: "Error: another" },
    ]);
  });

  it("is the place of a syntax error, where the caret stands", () => {
    const head = `file://${root}/index.ts:10\nconst a = 1;\nconst x: = 3\n         ^\n\nSyntaxError [X]: Unexpected token`;
    expect(faults(head)).toMatchObject([{ where: "index.ts:10:10", found: "SyntaxError [X]: Unexpected token" }]);
  });

  it.each([
    [
      "Missing required configuration variable 'x:cidr'\n\tplease set a value using the command `pulumi config set x:cidr <value>`",
      "Run `pulumi config set x:cidr <value>`, or give the value a default in the program.",
    ],
    [
      "Error: Cannot find package 'left-padz' imported from /x/index.ts",
      "Run `npm install left-padz`, or remove the import.",
    ],
    ["Error: Cannot find module './nope.ts'", "Correct the path of the import: ./nope.ts is not there."],
  ])("has the remedy of %s", (message, fix) => {
    expect(faults(message)).toMatchObject([{ fix }]);
  });
});
