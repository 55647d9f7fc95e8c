/** EC2 rights of AWS managed policies, as far as an operator could be given them. Sources: AWS managed policy reference; amazon-vpc-cni-k8s docs/iam-policy.md. */
const EC2_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  AdministratorAccess: ["*"],
  PowerUserAccess: ["ec2:*"],
  AmazonEC2FullAccess: ["ec2:*"],
  AmazonEC2ReadOnlyAccess: ["ec2:Describe*"],
  AmazonEKSWorkerNodePolicy: [
    "ec2:DescribeInstances",
    "ec2:DescribeInstanceTypes",
    "ec2:DescribeRouteTables",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSubnets",
    "ec2:DescribeVolumes",
    "ec2:DescribeVolumesModifications",
    "ec2:DescribeVpcs",
  ],
  AmazonEKSWorkerNodeMinimalPolicy: ["ec2:DescribeInstances"],
  AmazonEC2ContainerRegistryPullOnly: [],
  AmazonEC2ContainerRegistryReadOnly: [],
  AmazonSSMManagedInstanceCore: [],
  AmazonEKS_CNI_Policy: [
    "ec2:AssignPrivateIpAddresses",
    "ec2:AttachNetworkInterface",
    "ec2:CreateNetworkInterface",
    "ec2:CreateTags",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeInstances",
    "ec2:DescribeTags",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeInstanceTypes",
    "ec2:DescribeSubnets",
    "ec2:DetachNetworkInterface",
    "ec2:ModifyNetworkInterfaceAttribute",
    "ec2:UnassignPrivateIpAddresses",
  ],
};

/** The policy that opens ENIs to whoever holds a role; made for the VPC CNI. */
export const CNI_POLICY = "AmazonEKS_CNI_Policy";

/** `AmazonEKS_CNI_Policy` of a name or an ARN. */
export const policyName = (nameOrArn: string): string => nameOrArn.slice(nameOrArn.lastIndexOf("/") + 1);

/** EC2 rights of a managed policy; undefined for one that is not in the table. */
export const managedEc2Actions = (nameOrArn: string): readonly string[] | undefined => {
  const name = policyName(nameOrArn);
  return Object.hasOwn(EC2_ACTIONS, name) ? EC2_ACTIONS[name] : undefined;
};

/** Whether an IAM action pattern (`ec2:Describe*`) covers an action. Case does not count. */
export function covers(pattern: string, action: string): boolean {
  const expression = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${expression}$`, "i").test(action);
}

/** Rights that only read. */
export const isReadAction = (action: string): boolean => /^[a-z0-9-]+:(?:Describe|Get|List)/i.test(action);
