import { UNKNOWN } from "../../core/model/unknown.ts";
import { isMap } from "../input.ts";
import { valueAt } from "../values.ts";
import { type Made, camel, first, itemsOf, made, tagsOf, verbatim } from "./inputs.ts";
import type { Properties } from "./properties.ts";

type Maker = (properties: Properties) => readonly Made[];

/** `{ClusterLogging: {EnabledTypes: [{Type}]}}`. */
const logTypes = (value: unknown): unknown =>
  itemsOf(valueAt(value, ["ClusterLogging", "EnabledTypes"])).map((one) => (isMap(one) ? one["Type"] : UNKNOWN));

/** `[{Cidrs}]`, which the bridge takes as one block. */
const remoteNetworks = (value: unknown): unknown =>
  isMap(value)
    ? Object.fromEntries(
        Object.entries(value).map(([key, networks]) => [
          key.charAt(0).toLowerCase() + key.slice(1),
          { cidrs: itemsOf(networks).flatMap((one) => itemsOf(valueAt(one, ["Cidrs"]))) },
        ]),
      )
    : value;

export const EKS: Readonly<Record<string, Maker>> = {
  "AWS::EKS::Cluster": (properties) => [
    made("aws:eks/cluster:Cluster", properties, {
      name: "Name",
      version: "Version",
      roleArn: "RoleArn",
      vpcConfig: "ResourcesVpcConfig",
      accessConfig: "AccessConfig",
      bootstrapSelfManagedAddons: "BootstrapSelfManagedAddons",
      computeConfig: "ComputeConfig",
      deletionProtection: "DeletionProtection",
      encryptionConfig: ["EncryptionConfig", first],
      enabledClusterLogTypes: ["Logging", logTypes],
      kubernetesNetworkConfig: "KubernetesNetworkConfig",
      remoteNetworkConfig: ["RemoteNetworkConfig", remoteNetworks],
      upgradePolicy: "UpgradePolicy",
      tags: ["Tags", tagsOf],
    }),
  ],
  "AWS::EKS::Nodegroup": (properties) => [
    made("aws:eks/nodeGroup:NodeGroup", properties, {
      nodeGroupName: "NodegroupName",
      clusterName: "ClusterName",
      nodeRoleArn: "NodeRole",
      subnetIds: "Subnets",
      amiType: "AmiType",
      capacityType: "CapacityType",
      diskSize: "DiskSize",
      instanceTypes: "InstanceTypes",
      labels: ["Labels", verbatim],
      launchTemplate: "LaunchTemplate",
      releaseVersion: "ReleaseVersion",
      remoteAccess: ["RemoteAccess", remoteAccess],
      scalingConfig: "ScalingConfig",
      taints: "Taints",
      updateConfig: "UpdateConfig",
      version: "Version",
      tags: ["Tags", tagsOf],
    }),
  ],
  "AWS::EKS::Addon": (properties) => [
    made("aws:eks/addon:Addon", properties, {
      addonName: "AddonName",
      addonVersion: "AddonVersion",
      clusterName: "ClusterName",
      configurationValues: "ConfigurationValues",
      serviceAccountRoleArn: "ServiceAccountRoleArn",
      podIdentityAssociations: "PodIdentityAssociations",
    }),
  ],
  "AWS::EKS::AccessEntry": accessEntry,
  "AWS::EKS::FargateProfile": (properties) => [
    made("aws:eks/fargateProfile:FargateProfile", properties, {
      clusterName: "ClusterName",
      fargateProfileName: "FargateProfileName",
      subnetIds: "Subnets",
      podExecutionRoleArn: "PodExecutionRoleArn",
    }),
  ],
  "AWS::EKS::PodIdentityAssociation": (properties) => [
    made("aws:eks/podIdentityAssociation:PodIdentityAssociation", properties, {
      clusterName: "ClusterName",
      namespace: "Namespace",
      serviceAccount: "ServiceAccount",
      roleArn: "RoleArn",
    }),
  ],
  "Custom::AWSCDK-EKS-Cluster": (properties) => [
    made("aws:eks/cluster:Cluster", properties, {
      name: "Config.name",
      version: "Config.version",
      roleArn: "Config.roleArn",
      vpcConfig: "Config.resourcesVpcConfig",
      accessConfig: "Config.accessConfig",
      bootstrapSelfManagedAddons: "Config.bootstrapSelfManagedAddons",
      encryptionConfig: ["Config.encryptionConfig", first],
      enabledClusterLogTypes: ["Config.logging", logTypesOfApi],
      kubernetesNetworkConfig: "Config.kubernetesNetworkConfig",
      remoteNetworkConfig: "Config.remoteNetworkConfig",
      deletionProtection: "Config.deletionProtection",
      upgradePolicy: "Config.upgradePolicy",
      tags: ["Config.tags", verbatim],
    }),
  ],
};

function remoteAccess(value: unknown): unknown {
  if (!isMap(value)) return value;
  const { Ec2SshKey: key, SourceSecurityGroups: groups } = value;
  return { ec2SshKey: key, ...(groups === undefined ? {} : { sourceSecurityGroupIds: groups }) };
}

/** As the API of EKS takes it (EKS API reference: CreateCluster, logging). */
const logTypesOfApi = (value: unknown): unknown =>
  itemsOf(valueAt(value, ["clusterLogging"])).flatMap((one) =>
    valueAt(one, ["enabled"]) === true ? itemsOf(valueAt(one, ["types"])) : [],
  );

function accessEntry(properties: Properties): readonly Made[] {
  const entry = made("aws:eks/accessEntry:AccessEntry", properties, {
    clusterName: "ClusterName",
    principalArn: "PrincipalArn",
    type: "Type",
    kubernetesGroups: "KubernetesGroups",
  });
  return [
    entry,
    ...properties.list(["AccessPolicies"]).map(({ value }, at) =>
      made(
        "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
        properties,
        { clusterName: "ClusterName", principalArn: "PrincipalArn" },
        {
          suffix: `policy-${String(at)}`,
          props: { policyArn: valueAt(value, ["PolicyArn"]), accessScope: camel(valueAt(value, ["AccessScope"])) },
        },
      ),
    ),
  ];
}
