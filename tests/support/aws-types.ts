import { type AwsAccount, type AwsResource, hex, type Properties } from "./aws-account.ts";

/** A resource on its way to a state. */
export interface Seen extends AwsResource {
  readonly account: AwsAccount;
  /** The input `name`, or Pulumi's automatic one. */
  readonly physicalName: string;
}

/** What a type adds beside `arn`, `region` and `tagsAll`. */
export interface Row {
  readonly id?: (seen: Seen) => string;
  readonly arn?: (seen: Seen, id: string) => string;
  readonly computed?: (seen: Seen, id: string, arn: string) => Properties;
}

export function arnOf({ account }: Seen, service: string, resource: string): string {
  return `arn:${account.partition}:${service}:${account.region}:${account.account}:${resource}`;
}

/** The input `name`, or one as Pulumi makes it. */
export function physicalName({ inputs, name, type }: AwsResource): string {
  return text(inputs["name"], `${name}-${hex(`${type} ${name}`, 7)}`);
}

export function hexId(prefix: string, { type, name }: AwsResource): string {
  return `${prefix}-${hex(`${type} ${name}`, 17)}`;
}

/** `vpc` of `aws:ec2/vpc:Vpc`. */
export const kindOf = (type: string): string => (/\/([^:]+):/.exec(type)?.[1] ?? "thing").toLowerCase();

const CREATED = "2026-01-01T00:00:00Z";

const prefixed = (prefix: string, computed?: Row["computed"]): Row => ({
  id: (seen) => hexId(prefix, seen),
  arn: (seen, id) => arnOf(seen, "ec2", `${kindOf(seen.type)}/${id}`),
  ...(computed === undefined ? {} : { computed }),
});

const iam = (kind: string, computed?: Row["computed"]): Row => ({
  id: (seen) => seen.physicalName,
  arn: (seen) => `arn:${seen.account.partition}:iam::${seen.account.account}:${kind}/${seen.physicalName}`,
  computed: (seen, id, arn) => ({ name: seen.physicalName, ...computed?.(seen, id, arn) }),
});

const text = (value: unknown, fallback: string): string => (typeof value === "string" ? value : fallback);
const map = (value: unknown): Properties => (typeof value === "object" && value !== null ? (value as Properties) : {});
const joined = (...keys: readonly string[]): Row => ({
  id: ({ inputs, name }) => keys.map((key) => text(inputs[key], name)).join(":"),
});

const queueUrl = ({ account, physicalName: queue }: Seen): string =>
  `https://sqs.${account.region}.amazonaws.com/${account.account}/${queue}`;

export const AWS_TYPES: Readonly<Record<string, Row>> = {
  "aws:ec2/vpc:Vpc": prefixed("vpc", (seen) => ({
    ownerId: seen.account.account,
    mainRouteTableId: `rtb-${hex(`${seen.name} main`, 17)}`,
    defaultRouteTableId: `rtb-${hex(`${seen.name} main`, 17)}`,
    defaultSecurityGroupId: `sg-${hex(`${seen.name} default`, 17)}`,
    defaultNetworkAclId: `acl-${hex(`${seen.name} default`, 17)}`,
    dhcpOptionsId: `dopt-${hex("default", 17)}`,
    // Empty, not absent: what is absent from the state is unknown in the next preview.
    ipv6CidrBlock: "",
    ipv6AssociationId: "",
  })),
  "aws:ec2/subnet:Subnet": prefixed("subnet", (seen) => ({ ownerId: seen.account.account })),
  "aws:ec2/internetGateway:InternetGateway": prefixed("igw", (seen) => ({ ownerId: seen.account.account })),
  "aws:ec2/eip:Eip": prefixed("eipalloc", (seen, id) => ({
    allocationId: id,
    publicIp: `203.0.113.${String(1 + (Number.parseInt(hex(seen.name, 2), 16) % 254))}`,
  })),
  "aws:ec2/natGateway:NatGateway": prefixed("nat", (seen) => ({
    networkInterfaceId: `eni-${hex(seen.name, 17)}`,
    publicIp: `203.0.113.${String(1 + (Number.parseInt(hex(seen.name, 2), 16) % 254))}`,
  })),
  "aws:ec2/routeTable:RouteTable": prefixed("rtb", (seen) => ({ ownerId: seen.account.account })),
  "aws:ec2/routeTableAssociation:RouteTableAssociation": prefixed("rtbassoc"),
  "aws:ec2/route:Route": prefixed("r-rtb", () => ({ origin: "CreateRoute", state: "active" })),
  "aws:ec2/securityGroup:SecurityGroup": prefixed("sg", (seen) => ({
    ownerId: seen.account.account,
    name: seen.physicalName,
  })),
  "aws:ec2/securityGroupRule:SecurityGroupRule": prefixed("sgrule"),
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": prefixed("sgr", (_, id) => ({
    securityGroupRuleId: id,
  })),
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": prefixed("sgr", (_, id) => ({ securityGroupRuleId: id })),
  "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation": prefixed("vpc-cidr-assoc"),
  "aws:ec2/subnetCidrReservation:SubnetCidrReservation": prefixed("scr", (seen) => ({ ownerId: seen.account.account })),
  "aws:ec2/flowLog:FlowLog": prefixed("fl"),
  "aws:ec2/vpcEndpoint:VpcEndpoint": prefixed("vpce", () => ({ state: "available", dnsEntries: [] })),
  "aws:ec2/launchTemplate:LaunchTemplate": prefixed("lt", (seen) => ({
    name: seen.physicalName,
    latestVersion: 1,
    defaultVersion: 1,
  })),
  "aws:ec2transitgateway/vpcAttachment:VpcAttachment": prefixed("tgw-attach"),
  "aws:cloudwatch/logGroup:LogGroup": {
    id: (seen) => seen.physicalName,
    arn: (seen) => arnOf(seen, "logs", `log-group:${seen.physicalName}`),
    computed: (seen) => ({ name: seen.physicalName }),
  },
  "aws:sqs/queue:Queue": {
    id: (seen) => queueUrl(seen),
    arn: (seen) => arnOf(seen, "sqs", seen.physicalName),
    computed: (seen) => ({ name: seen.physicalName, url: queueUrl(seen) }),
  },
  "aws:sqs/queuePolicy:QueuePolicy": joined("queueUrl"),
  "aws:cloudwatch/eventRule:EventRule": {
    id: (seen) => seen.physicalName,
    arn: (seen) => arnOf(seen, "events", `rule/${seen.physicalName}`),
    computed: (seen) => ({ name: seen.physicalName }),
  },
  "aws:cloudwatch/eventTarget:EventTarget": joined("rule", "arn"),
  "aws:ec2/tag:Tag": joined("resourceId", "key"),
  "aws:kms/key:Key": {
    id: ({ name }) => [8, 4, 4, 4, 12].map((length, part) => hex(`${name} ${String(part)}`, length)).join("-"),
    arn: (seen, id) => arnOf(seen, "kms", `key/${id}`),
    computed: (_, id) => ({ keyId: id }),
  },
  "aws:kms/grant:Grant": {
    id: (seen) => `${text(seen.inputs["keyId"], seen.name)}:${hex(seen.name, 64)}`,
    computed: (seen) => ({ grantId: hex(seen.name, 64), grantToken: hex(`${seen.name} token`, 32) }),
  },
  "aws:kms/alias:Alias": {
    id: (seen) => seen.physicalName,
    arn: (seen) => arnOf(seen, "kms", seen.physicalName),
    computed: (seen) => ({ name: seen.physicalName }),
  },
  "aws:iam/role:Role": iam("role", (seen) => ({
    uniqueId: `AROA${hex(seen.name, 16).toUpperCase()}`,
    createDate: CREATED,
  })),
  "aws:iam/policy:Policy": {
    ...iam("policy", () => ({ attachmentCount: 0 })),
    id: (seen) => `arn:${seen.account.partition}:iam::${seen.account.account}:policy/${seen.physicalName}`,
  },
  "aws:iam/rolePolicy:RolePolicy": iam("role-policy"),
  "aws:iam/instanceProfile:InstanceProfile": iam("instance-profile"),
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": joined("role", "policyArn"),
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": {
    id: (seen) => oidcArn(seen),
    arn: (seen) => oidcArn(seen),
  },
  "aws:eks/cluster:Cluster": {
    id: (seen) => seen.physicalName,
    arn: (seen) => arnOf(seen, "eks", `cluster/${seen.physicalName}`),
    computed: cluster,
  },
  "aws:eks/addon:Addon": {
    ...joined("clusterName", "addonName"),
    computed: ({ inputs }) => ({
      createdAt: CREATED,
      modifiedAt: CREATED,
      addonVersion: text(inputs["addonVersion"], "v1.0.0-eksbuild.1"),
    }),
  },
  "aws:eks/nodeGroup:NodeGroup": {
    id: (seen) =>
      `${text(seen.inputs["clusterName"], seen.name)}:${text(seen.inputs["nodeGroupName"], seen.physicalName)}`,
    computed: (seen) => ({
      status: "ACTIVE",
      nodeGroupName: text(seen.inputs["nodeGroupName"], seen.physicalName),
      resources: [{ autoscalingGroups: [{ name: `eks-${seen.physicalName}` }], remoteAccessSecurityGroupId: "" }],
    }),
  },
  "aws:eks/accessEntry:AccessEntry": {
    ...joined("clusterName", "principalArn"),
    computed: (seen) => ({
      accessEntryArn: arnOf(seen, "eks", `access-entry/${hex(seen.name, 17)}`),
      createdAt: CREATED,
      modifiedAt: CREATED,
    }),
  },
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": {
    ...joined("clusterName", "principalArn", "policyArn"),
    computed: () => ({ associatedAt: CREATED, modifiedAt: CREATED }),
  },
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": {
    id: (seen) => hexId("a", seen),
    computed: (seen, id) => ({
      associationId: id,
      associationArn: arnOf(seen, "eks", `podidentityassociation/${text(seen.inputs["clusterName"], "")}/${id}`),
    }),
  },
  "aws:servicequotas/serviceQuota:ServiceQuota": {
    id: ({ inputs, name }) => `${text(inputs["serviceCode"], name)}/${text(inputs["quotaCode"], name)}`,
    computed: () => ({ adjustable: true, requestStatus: "PENDING" }),
  },
};

/** A cluster's own security group, OIDC issuer and endpoint; everything a consumer reads from it. */
function cluster(seen: Seen): Properties {
  const { account, inputs, name, physicalName: clusterName } = seen;
  const { endpoint, certificateAuthority } = account.controlPlane ?? {
    endpoint: `https://${hex(name, 32).toUpperCase()}.gr7.${account.region}.eks.amazonaws.com`,
    certificateAuthority: Buffer.from("-----BEGIN CERTIFICATE-----\n").toString("base64"),
  };
  return {
    name: clusterName,
    version: text(inputs["version"], "1.35"),
    endpoint,
    certificateAuthority: { data: certificateAuthority },
    identities: [
      { oidcs: [{ issuer: `https://oidc.eks.${account.region}.amazonaws.com/id/${hex(name, 32).toUpperCase()}` }] },
    ],
    status: "ACTIVE",
    platformVersion: "eks.1",
    createdAt: CREATED,
    kubernetesNetworkConfig: {
      ipFamily: "ipv4",
      serviceIpv4Cidr: "172.20.0.0/16",
      ...map(inputs["kubernetesNetworkConfig"]),
    },
    vpcConfig: {
      ...map(inputs["vpcConfig"]),
      clusterSecurityGroupId: `sg-${hex(`${name} cluster`, 17)}`,
      vpcId: `vpc-${hex(`${name} of cluster`, 17)}`,
    },
  };
}

function oidcArn({ account, inputs, name }: Seen): string {
  const issuer = text(inputs["url"], name).replace(/^https:\/\//, "");
  return `arn:${account.partition}:iam::${account.account}:oidc-provider/${issuer}`;
}
