import type { Finding } from "../core/findings/finding.ts";
import { schemaFinding } from "./faults.ts";
import { type Path, join, showAt } from "./words.ts";

/** A kind of id that AWS gives, with the call that lists them. */
interface IdForm {
  readonly words: string;
  readonly pattern: RegExp;
  readonly list: string;
}

/** 17 hexadecimal digits, 8 for what is older than 2018 (EC2 user guide: resource-ids). */
const ec2 = (prefix: string, what: string): IdForm => ({
  words: `${prefix}- and 17 (or 8) of 0-9 and a-f`,
  pattern: new RegExp(`^${prefix}-(?:[0-9a-f]{8}|[0-9a-f]{17})$`),
  list: `aws ec2 describe-${what}`,
});

const SUBNET = ec2("subnet", "subnets");

/** `arn:partition:service:region:account:resource`; IAM has no Region (IAM user guide: reference-arns). */
const arn = (service: string, resource: string, words: string, list: string): IdForm => ({
  words: `arn:aws:${service}:${service === "iam" ? "" : "<Region>"}:<12 digits>:${words}`,
  pattern: new RegExp(`^arn:aws[a-z-]*:${service}:${service === "iam" ? "" : "[a-z0-9-]+"}:\\d{12}:${resource}$`),
  list,
});

const KMS_KEY = arn("kms", "(?:key/[0-9a-zA-Z-]+|alias/.+)", "key/<id>", "aws kms list-keys");

/** By key, wherever it stands. */
const BY_KEY: Readonly<Record<string, IdForm>> = {
  secretsKeyArn: KMS_KEY,
  kmsKeyArn: KMS_KEY,
  acmCertificateArn: arn("acm", "certificate/[0-9a-f-]+", "certificate/<id>", "aws acm list-certificates"),
  topicArn: arn("sns", "[\\w.-]+", "<topic>", "aws sns list-topics"),
  workspaceArn: arn("aps", "workspace/ws-[0-9a-f-]+", "workspace/ws-<id>", "aws amp list-workspaces"),
  deployerRoleArn: arn("iam", "role/.+", "role/<name>", "aws iam list-roles"),
  principalArn: arn("iam", "(?:role|user)/.+", "role/<name>", "aws iam list-roles"),
  oidcProviderArn: arn("iam", "oidc-provider/.+", "oidc-provider/<issuer>", "aws iam list-open-id-connect-providers"),
  subnetIds: SUBNET,
  elasticIps: ec2("eipalloc", "addresses"),
  routeTableId: ec2("rtb", "route-tables"),
  routeTableIds: ec2("rtb", "route-tables"),
  transitGatewayId: ec2("tgw", "transit-gateways"),
  peeringConnectionId: ec2("pcx", "vpc-peering-connections"),
  virtualPrivateGatewayId: ec2("vgw", "vpn-gateways"),
  clusterSecurityGroupId: ec2("sg", "security-groups"),
  hostedZoneIds: {
    words: "Z and up to 31 of 0-9 and A-Z",
    pattern: /^Z[0-9A-Z]{1,31}$/,
    list: "aws route53 list-hosted-zones",
  },
};

/** By path, where the key says `id` only. */
const BY_PATH: readonly (readonly [path: RegExp, form: IdForm])[] = [
  [/^network\.vpc\.id$/, ec2("vpc", "vpcs")],
  [/^network\.(?:vpc\.subnets\.\w+|podSubnets\.existing)\.\d+\.id$/, SUBNET],
];

/** What people fill in freely. */
const FREE = new Set(["helmValues", "values", "extraTags", "labels", "annotations", "selector"]);

/** Ids that AWS cannot have given: placeholders that were left, and slips of the pen. */
export function idFaults(value: unknown, path: Path = []): Finding[] {
  if (Array.isArray(value)) return value.flatMap((item, at) => idFaults(item, [...path, at]));
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([key, inner]) => (FREE.has(key) ? [] : idFaults(inner, [...path, key])));
  }
  const form = typeof value === "string" ? formAt(path) : undefined;
  if (form === undefined || typeof value !== "string" || value.startsWith("[") || form.pattern.test(value)) return [];
  return [
    schemaFinding(path, {
      found: `${showAt(path, value)}, an id that AWS cannot have given`,
      expected: form.words,
      fix: `Write the id that \`${form.list}\` shows.`,
    }),
  ];
}

function formAt(path: Path): IdForm | undefined {
  const key = path.findLast((part) => typeof part === "string");
  const form = typeof key === "string" && Object.hasOwn(BY_KEY, key) ? BY_KEY[key] : undefined;
  // `elasticIps: allocate` is a choice; only a list holds ids.
  if (form !== undefined) return key === "elasticIps" && typeof path.at(-1) === "string" ? undefined : form;
  return BY_PATH.find(([pattern]) => pattern.test(join(path)))?.[1];
}
