import type { Properties } from "../../aws-account.ts";
import { NAMINGS } from "../names.ts";
import { KNOWN_TYPES, T } from "../types.ts";
import { type Refusal, textAt } from "../world.ts";

const CREATE_AND_UPDATE = ["create", "update"] as const;

const wellNamed = Object.entries(NAMINGS).map(([type, { property, max, pattern, source }]): Refusal => ({
  code: "ValidationError",
  source,
  operations: CREATE_AND_UPDATE,
  types: [type],
  check({ inputs }) {
    const name = textAt(inputs, property);
    if (name === "") return undefined;
    if (name.length > max) return `${property} "${name}" has ${String(name.length)} characters, ${String(max)} at most`;
    return pattern.test(name) ? undefined : `${property} "${name}" does not match ${pattern.source}`;
  },
}));

interface Text {
  readonly types: readonly string[];
  readonly path: string;
  readonly max: number;
  readonly pattern: RegExp;
  readonly code: string;
  readonly source: string;
}

const TEXTS: readonly Text[] = [
  {
    types: [T.IngressRule, T.EgressRule],
    path: "description",
    max: 255,
    pattern: /^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]*$/,
    code: "InvalidParameterValue",
    source: "EC2 API reference: IpRange, Description",
  },
  {
    types: [T.SecurityGroup],
    path: "description",
    max: 255,
    pattern: /^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]*$/,
    code: "InvalidParameterValue",
    source: "EC2 API reference: CreateSecurityGroup, GroupDescription",
  },
  {
    types: [T.LaunchTemplate],
    path: "description",
    max: 255,
    pattern: /^.*$/,
    code: "InvalidLaunchTemplateVersionDescription",
    source: "EC2 API reference: CreateLaunchTemplateVersion, VersionDescription",
  },
  {
    types: [T.Role, T.Policy],
    path: "description",
    max: 1000,
    pattern: /^[\u0009\u000A\u000D\u0020-\u007E\u00A1-\u00FF]*$/,
    code: "ValidationError",
    source: "IAM API reference: CreateRole, Description",
  },
  {
    types: [T.Role],
    path: "assumeRolePolicy",
    max: 2048,
    pattern: /^[\s\S]*$/,
    code: "LimitExceeded",
    source: "IAM user guide: reference_iam-quotas, role trust policy length",
  },
  {
    types: [T.RolePolicy],
    path: "policy",
    max: 10_240,
    pattern: /^[\s\S]*$/,
    code: "LimitExceeded",
    source: "IAM user guide: reference_iam-quotas, inline policies of a role",
  },
  {
    types: [T.LaunchTemplate],
    path: "userData",
    // 16 KiB before base64.
    max: Math.ceil((16 * 1024) / 3) * 4,
    pattern: /^[A-Za-z0-9+/=]*$/,
    code: "InvalidUserData.Malformed",
    source: "EC2 user guide: user-data, limited to 16 KB and base64",
  },
];

const wellWritten = TEXTS.map(({ types, path, max, pattern, code, source }): Refusal => ({
  code,
  source,
  operations: CREATE_AND_UPDATE,
  types,
  check({ inputs }) {
    const text = textAt(inputs, path);
    if (lengthOf(path, text) > max)
      return `${path} has ${String(lengthOf(path, text))} characters, ${String(max)} at most`;
    return pattern.test(text) ? undefined : `${path} "${text}" has characters that are not allowed`;
  },
}));

/** IAM does not count white space in policies. */
const lengthOf = (path: string, text: string): number =>
  /policy$/i.test(path) ? text.replaceAll(/\s/g, "").length : text.length;

const TAG_KEY = { max: 128, pattern: /^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/iu };
const TAG_VALUE = { max: 256, pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u };
/** Tags a resource takes, AWS's own apart. */
const MOST_TAGS = 50;

function tagFault(tags: Properties): string | undefined {
  const entries = Object.entries(tags);
  if (entries.length > MOST_TAGS) return `${String(entries.length)} tags, ${String(MOST_TAGS)} at most`;
  const bad = entries.find(
    ([key, value]) =>
      key.length > TAG_KEY.max ||
      !TAG_KEY.pattern.test(key) ||
      typeof value !== "string" ||
      value.length > TAG_VALUE.max ||
      !TAG_VALUE.pattern.test(value),
  );
  return bad === undefined ? undefined : `tag ${JSON.stringify(bad[0])}=${JSON.stringify(bad[1])}`;
}

const tagged: Refusal = {
  code: "InvalidParameterValue",
  source: "EC2 user guide: Using_Tags, tag restrictions; IAM API reference: Tag (its pattern, which is the narrowest)",
  operations: CREATE_AND_UPDATE,
  types: [...KNOWN_TYPES],
  check({ inputs }) {
    const specified = Array.isArray(inputs["tagSpecifications"]) ? (inputs["tagSpecifications"] as Properties[]) : [];
    const maps = [inputs["tags"], ...specified.map(({ tags }) => tags)];
    return maps
      .filter((tags): tags is Properties => typeof tags === "object" && tags !== null)
      .map(tagFault)
      .find((fault) => fault !== undefined);
  },
};

export const NAME_REFUSALS: readonly Refusal[] = [...wellNamed, ...wellWritten, tagged];
