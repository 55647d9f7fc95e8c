import { isMap } from "../input.ts";
import { type Made, camel, itemsOf, made, tagsOf } from "./inputs.ts";
import type { Properties } from "./properties.ts";

type Maker = (properties: Properties) => readonly Made[];

/** Groups of an interface have another name in the bridge. */
const interfaces = (value: unknown): unknown =>
  itemsOf(value).map((one) => {
    if (!isMap(one)) return one;
    const { Groups: groups, ...others } = one;
    return { ...(camel(others) as object), ...(groups === undefined ? {} : { securityGroups: groups }) };
  });

const document = (value: unknown): unknown => (typeof value === "string" ? value : isMap(value) ? value : undefined);

const inline = (value: unknown): unknown =>
  itemsOf(value).map((one) =>
    isMap(one) ? { name: one["PolicyName"], policy: document(one["PolicyDocument"]) } : one,
  );

/** A policy for each role that it names. */
const onRoles =
  (type: string, input: string, path: string): Maker =>
  (properties) =>
    properties.list(["Roles"]).map(({ value, refs }, at) =>
      made(type, properties, path === "" ? {} : { [input]: [path, document] }, {
        suffix: `role-${String(at)}`,
        props: { role: value },
        sources: { role: refs },
      }),
    );

export const NODES: Readonly<Record<string, Maker>> = {
  "AWS::EC2::LaunchTemplate": (properties) => [
    made("aws:ec2/launchTemplate:LaunchTemplate", properties, {
      name: "LaunchTemplateName",
      blockDeviceMappings: "LaunchTemplateData.BlockDeviceMappings",
      iamInstanceProfile: "LaunchTemplateData.IamInstanceProfile",
      imageId: "LaunchTemplateData.ImageId",
      instanceType: "LaunchTemplateData.InstanceType",
      keyName: "LaunchTemplateData.KeyName",
      metadataOptions: "LaunchTemplateData.MetadataOptions",
      networkInterfaces: ["LaunchTemplateData.NetworkInterfaces", interfaces],
      tagSpecifications: "LaunchTemplateData.TagSpecifications",
      userData: "LaunchTemplateData.UserData",
      vpcSecurityGroupIds: "LaunchTemplateData.SecurityGroupIds",
    }),
  ],
  "AWS::IAM::Role": (properties) => [
    made("aws:iam/role:Role", properties, {
      name: "RoleName",
      assumeRolePolicy: ["AssumeRolePolicyDocument", document],
      managedPolicyArns: "ManagedPolicyArns",
      inlinePolicies: ["Policies", inline],
      permissionsBoundary: "PermissionsBoundary",
      tags: ["Tags", tagsOf],
    }),
  ],
  "AWS::IAM::Policy": onRoles("aws:iam/rolePolicy:RolePolicy", "policy", "PolicyDocument"),
  "AWS::IAM::RolePolicy": (properties) => [
    made("aws:iam/rolePolicy:RolePolicy", properties, { role: "RoleName", policy: ["PolicyDocument", document] }),
  ],
  "AWS::IAM::ManagedPolicy": (properties) => [
    made("aws:iam/policy:Policy", properties, { name: "ManagedPolicyName", policy: ["PolicyDocument", document] }),
    ...onRoles("aws:iam/rolePolicy:RolePolicy", "policy", "PolicyDocument")(properties),
  ],
  "AWS::IAM::OIDCProvider": (properties) => [
    made("aws:iam/openIdConnectProvider:OpenIdConnectProvider", properties, {
      url: "Url",
      clientIdLists: "ClientIdList",
    }),
  ],
  "AWS::Logs::LogGroup": (properties) => [
    made("aws:cloudwatch/logGroup:LogGroup", properties, { name: "LogGroupName", retentionInDays: "RetentionInDays" }),
  ],
  "AWS::KMS::Key": (properties) => [made("aws:kms/key:Key", properties, { enableKeyRotation: "EnableKeyRotation" })],
};
