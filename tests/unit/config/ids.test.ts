import { describe, expect, it } from "vitest";
import { idFaults } from "../../../config/ids.ts";
import { placeholdersIn } from "../../../core/facts/placeholders.ts";

const places = (values: unknown) => idFaults(values).map(({ path }) => path);

describe("ids that AWS cannot have given", () => {
  it("are told where ids stand", () => {
    expect(
      places({
        network: {
          vpc: {
            id: "vpc-xxxx",
            subnets: { private: [{ id: "subnet-a", routeTableId: "rtb-1" }, { id: "subnet-0a1b2c3d4e5f60718" }] },
          },
          attach: { transitGatewayId: "tgw-01234567" },
        },
        gateway: {
          exposure: { elasticIps: ["eipalloc-yours"] },
          externalDns: { hostedZoneIds: ["Z_YOUR_ZONE", "Z08ABC"] },
        },
      }),
    ).toEqual([
      "network.vpc.id",
      "network.vpc.subnets.private.0.id",
      "network.vpc.subnets.private.0.routeTableId",
      "gateway.exposure.elasticIps.0",
      "gateway.externalDns.hostedZoneIds.0",
    ]);
  });

  it("are nobody's business where people write what they like, or nothing is known yet", () => {
    expect(
      places({
        mesh: { id: 3 },
        gateway: { exposure: { elasticIps: "allocate" } },
        cluster: { extraTags: { subnetIds: "mine" } },
        network: { vpc: { id: "[secret]" } },
        nodeGroups: { "subnet-a": { labels: { routeTableId: "x" } } },
      }),
    ).toEqual([]);
  });

  it.each([
    ["cluster", "secretsKeyArn", "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd", "arn:xxx"],
    ["cluster", "secretsKeyArn", "arn:aws-us-gov:kms:us-gov-west-1:111122223333:alias/blue", "1234abcd-12ab"],
    ["access", "deployerRoleArn", "arn:aws:iam::111122223333:role/a/deploy", "arn:aws:iam::123:role/x"],
    ["access", "deployerRoleArn", "arn:aws-cn:iam::111122223333:role/x", "arn:aws:iam::111122223333:user/x"],
    ["access", "principalArn", "arn:aws:iam::111122223333:user/x", "arn:aws:sts::111122223333:assumed-role/x/y"],
    ["tls", "acmCertificateArn", "arn:aws:acm:eu-central-1:111122223333:certificate/1234abcd", "arn:aws:iam::1:x"],
    ["alarms", "topicArn", "arn:aws:sns:eu-central-1:111122223333:alerts", "alerts"],
  ])("are ARNs with another form: %s.%s", (group, key, right, wrong) => {
    expect(places({ [group]: { [key]: right } })).toEqual([]);
    expect(places({ [group]: { [key]: wrong } })).toEqual([`${group}.${key}`]);
  });

  it("come with the call that lists the right ones", () => {
    expect(idFaults({ network: { vpc: { id: "vpc-xxxx" } } })).toMatchObject([
      {
        found: '"vpc-xxxx", an id that AWS cannot have given',
        fix: "Write the id that `aws ec2 describe-vpcs` shows.",
      },
    ]);
  });
});

describe("placeholders", () => {
  it.each([
    "vpc-0123456789abcdef0",
    "subnet-0a1b2c3d4e5f60718",
    "subnet-11111111111111111",
    "arn:aws:iam::111122223333:role/x",
    "Z0123456789ABCDEFGHIJ",
    "*.apps.example.com",
    "me@example.org",
    "203.0.113.0/24",
    "YOUR_BUCKET",
  ])("%s is one", (text) => {
    expect(placeholdersIn({ a: [text] })).toEqual([{ path: "a.0", text }]);
  });

  it.each([
    "vpc-0f3e9d17ab24c5e68",
    "10.0.0.0/16",
    "examples.company.com",
    "arn:aws:iam::918273645546:role/x",
    "yourself",
  ])("%s is none", (text) => {
    expect(placeholdersIn({ a: text })).toEqual([]);
  });
});
