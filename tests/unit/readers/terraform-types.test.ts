import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { LISTS, inputsOf, nameOf } from "../../../readers/terraform/inputs.ts";
import { tokenOf } from "../../../readers/terraform/types.ts";
import { TERRAFORM_TYPES } from "../../support/resources/as-terraform.ts";

const root = path.resolve(import.meta.dirname, "../../..");
const aws = path.join(root, "node_modules/@pulumi/aws");
const read = (file: string): string => readFileSync(file, "utf8");

/** Types that the lens speaks of. */
const LENS_TYPES = new Set(
  globSync("lens/**/*.ts", { cwd: root })
    .filter((file) => !file.startsWith("lens/live/"))
    .flatMap((file) => [...read(path.join(root, file)).matchAll(/"(aws:[\w/-]+:\w+)"/g)].map(([, type = ""]) => type)),
);

const fileOf = (token: string, extension: string): string =>
  path.join(aws, `${/^aws:([\w/]+):/.exec(token)?.[1] ?? ""}.${extension}`);

interface Field {
  readonly name: string;
  readonly isList: boolean;
  /** `eks.ClusterVpcConfig`, where it is a block. */
  readonly block: string | undefined;
}

/** Fields of an interface in the declarations of the package, as its generator writes them. */
function fieldsOf(body: string): Field[] {
  return [...body.matchAll(/^\s+(?<name>\w+)\??: (?<type>pulumi\.Input<.*>);$/gm)].map(({ groups = {} }) => ({
    name: groups["name"] ?? "",
    isList: (groups["type"] ?? "").includes(">[]"),
    block: /inputs\.(?<block>[\w.]+)/.exec(groups["type"] ?? "")?.groups?.["block"],
  }));
}

const inputs = read(path.join(aws, "types/input.d.ts"));
const namespaces = new Map(
  [...inputs.matchAll(/^export declare namespace (?<name>\w+) \{\n(?<body>[\s\S]*?)^\}/gm)].map(({ groups = {} }) => [
    groups["name"] ?? "",
    groups["body"] ?? "",
  ]),
);

const bodyOf = (text: string, name: string): string =>
  new RegExp(`^\\s*(?:export )?interface ${name} \\{\\n([\\s\\S]*?)^\\s{0,4}\\}`, "m").exec(text)?.[1] ?? "";

/** Every field below the arguments of a resource, blocks in blocks too. */
function fieldsBelow(token: string): Field[] {
  const name = token.slice(token.lastIndexOf(":") + 1);
  const found: Field[] = [];
  const seen = new Set<string>();
  const take = (fields: readonly Field[]): void => {
    for (const field of fields) {
      found.push(field);
      if (field.block === undefined || seen.has(field.block)) continue;
      seen.add(field.block);
      const [space = "", type = ""] = field.block.split(".");
      take(fieldsOf(bodyOf(namespaces.get(space) ?? "", type)));
    }
  };
  take(fieldsOf(bodyOf(read(fileOf(token, "d.ts")), `${name}Args`)));
  return found;
}

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const keysTo = (name: string): string[] => [
  ...Object.keys(LISTS).filter((key) => LISTS[key] === name),
  ...(Object.hasOwn(LISTS, snake(name)) ? [] : [snake(name)]),
];

describe("types of Terraform's AWS provider", () => {
  it("are those of @pulumi/aws by rule, and cover what the lens reads", () => {
    const tokens = [...TERRAFORM_TYPES.keys()];
    expect(tokens.filter((token) => !read(fileOf(token, "js")).includes(`__pulumiType = '${token}'`))).toEqual([]);
    expect([...LENS_TYPES].filter((type) => !TERRAFORM_TYPES.has(type))).toEqual([]);
  });

  it("are undefined where they are not AWS's, or of a service that nobody reads", () => {
    expect(["helm_release", "aws_s3_bucket", "aws_", "aws_vpcs", "null_resource"].map(tokenOf)).toEqual(
      Array.from({ length: 5 }),
    );
  });
});

/** Statements are text in Terraform; the others are new, and nothing reads them. */
const NOT_READ: ReadonlySet<string> = new Set(["Statement", "tagFieldSpecifications", "availabilityZoneAddresses"]);

describe.each([...TERRAFORM_TYPES])("%s from %s", (token) => {
  const fields = fieldsBelow(token).filter(({ name }) => !NOT_READ.has(name));

  it("has its blocks and lists in the shape of @pulumi/aws", () => {
    expect(fields.length).toBeGreaterThan(0);
    const wrong = fields.flatMap(({ name, isList, block }) => {
      const sample = block === undefined ? (isList ? ["x"] : "x") : [{ some_key: "x" }];
      const wanted = block === undefined ? sample : isList ? [{ someKey: "x" }] : { someKey: "x" };
      return keysTo(name).some(
        (key) =>
          nameOf(key) === name &&
          JSON.stringify(inputsOf({ [key]: sample }, "plan")) === JSON.stringify({ [name]: wanted }),
      )
        ? []
        : [`${name}: ${isList ? "a list" : "one"}${block === undefined ? "" : ` of ${block}`}`];
    });
    expect(wrong).toEqual([]);
  });
});
