import { EC2 } from "@aws-sdk/client-ec2";
import { jsonAnswer } from "./aws-api.ts";

/* A cluster with the VPC CNI, as AWS describes it. */

export const LEGACY_REGION = "eu-central-1";
export const LEGACY_ZONES = [`${LEGACY_REGION}a`, `${LEGACY_REGION}b`];

/** A VPC with subnets for nodes and for pods in both zones. */
export async function makeVpc(
  endpoint: string,
): Promise<{ readonly vpc: string; readonly subnets: readonly string[] }> {
  const ec2 = new EC2({ endpoint, region: LEGACY_REGION, credentials: { accessKeyId: "a", secretAccessKey: "b" } });
  const VpcId = (await ec2.createVpc({ CidrBlock: "10.0.0.0/16" })).Vpc?.VpcId ?? "";
  await ec2.associateVpcCidrBlock({ VpcId, CidrBlock: "100.64.0.0/16" });
  const blocks = ["10.0.0.0/20", "10.0.16.0/20", "100.64.0.0/18", "100.64.64.0/18"];
  const subnets: string[] = [];
  for (const [at, CidrBlock] of blocks.entries()) {
    const made = await ec2.createSubnet({ VpcId, CidrBlock, AvailabilityZone: LEGACY_ZONES[at % 2]! });
    subnets.push(made.Subnet?.SubnetId ?? "");
  }
  return { vpc: VpcId, subnets };
}

interface Eks {
  readonly vpc: string;
  readonly subnets: readonly string[];
  readonly addons: readonly string[];
}

/** EKS's answers: moto knows neither add-ons nor a cluster's security group. */
export function eksAnswer(operation: string, { vpc, subnets, addons }: Eks) {
  const addon = /^GET \/clusters\/legacy\/addons\/(.+)$/.exec(operation)?.[1];
  if (addon !== undefined)
    return jsonAnswer({
      addon: { addonName: addon, addonVersion: "v1.20.4-eksbuild.1", status: "ACTIVE", health: { issues: [] } },
    });
  return EKS[operation]?.({ vpc, subnets, addons });
}

const EKS: Readonly<Record<string, (eks: Eks) => ReturnType<typeof jsonAnswer>>> = {
  "GET /clusters/legacy": ({ vpc, subnets }) =>
    jsonAnswer({
      cluster: {
        name: "legacy",
        arn: `arn:aws:eks:${LEGACY_REGION}:111122223333:cluster/legacy`,
        status: "ACTIVE",
        version: "1.35",
        endpoint: `https://0123456789ABCDEF0123456789ABCDEF.gr7.${LEGACY_REGION}.eks.amazonaws.com`,
        certificateAuthority: { data: "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCg==" },
        identity: {
          oidc: { issuer: `https://oidc.eks.${LEGACY_REGION}.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF` },
        },
        kubernetesNetworkConfig: { serviceIpv4Cidr: "172.20.0.0/16" },
        resourcesVpcConfig: { vpcId: vpc, subnetIds: subnets, clusterSecurityGroupId: "sg-0123456789abcdef0" },
      },
    }),
  "GET /clusters/legacy/addons": ({ addons }) => jsonAnswer({ addons }),
  "GET /clusters/legacy/node-groups": () => jsonAnswer({ nodegroups: ["general"] }),
  "GET /clusters/legacy/node-groups/general": ({ subnets }) =>
    jsonAnswer({
      nodegroup: {
        nodegroupName: "general",
        status: "ACTIVE",
        // The launch template names the type.
        amiType: "AL2023_x86_64_STANDARD",
        capacityType: "ON_DEMAND",
        scalingConfig: { minSize: 2, desiredSize: 2, maxSize: 4 },
        labels: { team: "shop", "alpha.eksctl.io/nodegroup-name": "general" },
        taints: [{ key: "dedicated", value: "shop", effect: "NO_SCHEDULE" }],
        subnets: subnets.slice(0, 2),
        health: { issues: [] },
      },
    }),
};
