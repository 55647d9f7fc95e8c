import { UNKNOWN } from "../../core/model/unknown.ts";
import { isMap } from "../input.ts";
import { type Field, type Made, itemsOf, made, tagsOf } from "./inputs.ts";
import type { Properties } from "./properties.ts";

type Maker = (properties: Properties) => readonly Made[];

const one =
  (type: string, fields: Readonly<Record<string, Field>>): Maker =>
  (properties) => [made(type, properties, fields)];

const TAGS: Readonly<Record<string, Field>> = { tags: ["Tags", tagsOf] };
const given = (key: string, value: unknown): Readonly<Record<string, unknown>> =>
  value === undefined ? {} : { [key]: value };
const listed = (value: unknown): unknown => (value === undefined ? undefined : [value]);

/** A name or a number; all protocols where none is said. */
const textOf = (value: unknown): unknown => (typeof value === "number" ? String(value) : (value ?? "-1"));

/** A rule of a security group; the group at the other end has another name on each side. */
const ruleOf = (value: unknown): unknown => {
  if (!isMap(value)) return UNKNOWN;
  return {
    protocol: textOf(value["IpProtocol"]),
    fromPort: value["FromPort"] ?? 0,
    toPort: value["ToPort"] ?? 0,
    ...given("cidrBlocks", listed(value["CidrIp"])),
    ...given("ipv6CidrBlocks", listed(value["CidrIpv6"])),
    ...given("securityGroups", listed(value["SourceSecurityGroupId"] ?? value["DestinationSecurityGroupId"])),
    ...given("prefixListIds", listed(value["SourcePrefixListId"] ?? value["DestinationPrefixListId"])),
  };
};

const rules = (value: unknown): unknown => itemsOf(value).map(ruleOf);

/** Without rules a group lets everything out (AWS::EC2::SecurityGroup: SecurityGroupEgress). */
const EVERYTHING = [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }];

const groupRule =
  (type: "ingress" | "egress"): Maker =>
  (properties) => {
    const { protocol, fromPort, toPort, cidrBlocks, ipv6CidrBlocks, prefixListIds } = ruleOf(
      properties.get([]).value,
    ) as Readonly<Record<string, unknown>>;
    const props = {
      type,
      protocol,
      fromPort,
      toPort,
      ...given("cidrBlocks", cidrBlocks),
      ...given("ipv6CidrBlocks", ipv6CidrBlocks),
      ...given("prefixListIds", prefixListIds),
    };
    return [
      made(
        "aws:ec2/securityGroupRule:SecurityGroupRule",
        properties,
        {
          securityGroupId: "GroupId",
          sourceSecurityGroupId: type === "ingress" ? "SourceSecurityGroupId" : "DestinationSecurityGroupId",
        },
        { props },
      ),
    ];
  };

export const NETWORK: Readonly<Record<string, Maker>> = {
  "AWS::EC2::VPC": one("aws:ec2/vpc:Vpc", {
    cidrBlock: "CidrBlock",
    enableDnsHostnames: "EnableDnsHostnames",
    enableDnsSupport: "EnableDnsSupport",
    ...TAGS,
  }),
  "AWS::EC2::VPCCidrBlock": (properties) =>
    properties.get(["CidrBlock"]).value === undefined
      ? []
      : [
          made("aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation", properties, {
            vpcId: "VpcId",
            cidrBlock: "CidrBlock",
          }),
        ],
  "AWS::EC2::Subnet": one("aws:ec2/subnet:Subnet", {
    vpcId: "VpcId",
    cidrBlock: "CidrBlock",
    availabilityZone: "AvailabilityZone",
    ipv6CidrBlock: "Ipv6CidrBlock",
    mapPublicIpOnLaunch: "MapPublicIpOnLaunch",
    ...TAGS,
  }),
  "AWS::EC2::InternetGateway": one("aws:ec2/internetGateway:InternetGateway", TAGS),
  "AWS::EC2::NatGateway": one("aws:ec2/natGateway:NatGateway", {
    subnetId: "SubnetId",
    connectivityType: "ConnectivityType",
    ...TAGS,
  }),
  "AWS::EC2::RouteTable": one("aws:ec2/routeTable:RouteTable", { vpcId: "VpcId", ...TAGS }),
  "AWS::EC2::Route": one("aws:ec2/route:Route", {
    routeTableId: "RouteTableId",
    destinationCidrBlock: "DestinationCidrBlock",
    destinationIpv6CidrBlock: "DestinationIpv6CidrBlock",
    gatewayId: "GatewayId",
    natGatewayId: "NatGatewayId",
    transitGatewayId: "TransitGatewayId",
    vpcPeeringConnectionId: "VpcPeeringConnectionId",
    networkInterfaceId: "NetworkInterfaceId",
  }),
  "AWS::EC2::SubnetRouteTableAssociation": one("aws:ec2/routeTableAssociation:RouteTableAssociation", {
    subnetId: "SubnetId",
    routeTableId: "RouteTableId",
  }),
  "AWS::EC2::SecurityGroup": (properties) => [
    made(
      "aws:ec2/securityGroup:SecurityGroup",
      properties,
      {
        name: "GroupName",
        description: "GroupDescription",
        vpcId: "VpcId",
        ingress: ["SecurityGroupIngress", rules],
        egress: ["SecurityGroupEgress", rules],
        ...TAGS,
      },
      properties.raw(["SecurityGroupEgress"]) === undefined ? { props: { egress: EVERYTHING } } : {},
    ),
  ],
  "AWS::EC2::SecurityGroupIngress": groupRule("ingress"),
  "AWS::EC2::SecurityGroupEgress": groupRule("egress"),
  "AWS::EC2::NetworkAcl": one("aws:ec2/networkAcl:NetworkAcl", { vpcId: "VpcId", ...TAGS }),
  "AWS::EC2::NetworkAclEntry": one("aws:ec2/networkAclRule:NetworkAclRule", {
    networkAclId: "NetworkAclId",
    ruleNumber: "RuleNumber",
    egress: "Egress",
    protocol: ["Protocol", textOf],
    ruleAction: "RuleAction",
    cidrBlock: "CidrBlock",
    ipv6CidrBlock: "Ipv6CidrBlock",
    fromPort: "PortRange.From",
    toPort: "PortRange.To",
  }),
  "AWS::EC2::SubnetNetworkAclAssociation": one("aws:ec2/networkAclAssociation:NetworkAclAssociation", {
    subnetId: "SubnetId",
    networkAclId: "NetworkAclId",
  }),
  "AWS::EC2::FlowLog": one("aws:ec2/flowLog:FlowLog", { vpcId: "ResourceId", trafficType: "TrafficType" }),
  "AWS::EC2::VPCEndpoint": one("aws:ec2/vpcEndpoint:VpcEndpoint", {
    vpcId: "VpcId",
    serviceName: "ServiceName",
    vpcEndpointType: "VpcEndpointType",
    privateDnsEnabled: "PrivateDnsEnabled",
    subnetIds: "SubnetIds",
    routeTableIds: "RouteTableIds",
    securityGroupIds: "SecurityGroupIds",
  }),
  "AWS::EC2::TransitGatewayAttachment": one("aws:ec2transitgateway/vpcAttachment:VpcAttachment", {
    vpcId: "VpcId",
    subnetIds: "SubnetIds",
    transitGatewayId: "TransitGatewayId",
  }),
  "AWS::EC2::TransitGatewayVpcAttachment": one("aws:ec2transitgateway/vpcAttachment:VpcAttachment", {
    vpcId: "VpcId",
    subnetIds: "SubnetIds",
    transitGatewayId: "TransitGatewayId",
  }),
  "AWS::EC2::VPCPeeringConnection": one("aws:ec2/vpcPeeringConnection:VpcPeeringConnection", {
    vpcId: "VpcId",
    peerVpcId: "PeerVpcId",
  }),
  "AWS::EC2::VPNGateway": one("aws:ec2/vpnGateway:VpnGateway", TAGS),
};
