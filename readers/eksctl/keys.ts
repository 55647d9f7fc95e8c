import type { Words } from "../words.ts";

/** Paths of a node group of the model, by the keys of eksctl that say them. */
export const GROUP_KEYS: readonly (readonly [RegExp, string])[] = [
  [/^disk\.sizeGiB/, "volumeSize"],
  [/^disk\.type/, "volumeType"],
  [/^disk\.encrypted/, "volumeEncrypted"],
  [/^metadata\.hopLimit/, "disablePodIMDS"],
  [/^metadata/, "disableIMDSv1"],
  [/^(?:ami\.release|amiRelease)/, "releaseVersion"],
  [/^(?:ami|architecture|imageParameter)/, "amiFamily"],
  [/^instanceTypes/, "instanceTypes"],
  [/^(?:capacityType|spot)/, "spot"],
  [/^taints/, "taints"],
  [/^labels/, "labels"],
  [/^(?:subnets|publicSubnets)/, "privateNetworking"],
  [/^(?:access|keyName)/, "ssh"],
  [/^maxPods/, "maxPodsPerNode"],
  [/^(?:scaling\.min|minSize)/, "minSize"],
  [/^(?:scaling\.max|maxSize)/, "maxSize"],
  [/^(?:scaling|desired)/, "desiredCapacity"],
  [/^update/, "updateConfig"],
];

/** The same for the control plane. */
export const CLUSTER_KEYS: readonly (readonly [RegExp, string])[] = [
  [/^kubernetesVersion/, "metadata.version"],
  [/^name/, "metadata.name"],
  [/^endpoint\.publicAccessCidrs/, "vpc.publicAccessCIDRs"],
  [/^publicAccessCidrs/, "vpc.publicAccessCIDRs"],
  [/^(?:endpoint|publicAccess|privateAccess)/, "vpc.clusterEndpoints"],
  [/^logs?\.(?:retention|retentionDays)/, "cloudWatch.clusterLogging.logRetentionInDays"],
  [/^log/, "cloudWatch.clusterLogging.enableTypes"],
  [/^(?:customerKey|secrets|encryption)/, "secretsEncryption.keyARN"],
  [/^(?:authenticationMode|access|creatorIsAdmin)/, "accessConfig"],
  [/^(?:bootstrap|installs|defaultAddons|useDefaultVpcCni|vpcCni|kubeProxy)/, "addonsConfig.disableDefaultAddons"],
  [/^autoMode/, "autoModeConfig.enabled"],
  [/^fargate/, "fargateProfiles"],
  [/^(?:remote|hybrid)/, "remoteNetworkConfig"],
  [/^(?:serviceCidr|ipFamily)/, "kubernetesNetworkConfig"],
  [/^upgradePolicy/, "upgradePolicy.supportType"],
  [/^deletionProtection/, "deletionProtection"],
];

/** What rules say in the inputs of AWS's resources, in the keys of eksctl. */
export const EKSCTL_WORDS: Words = [
  [
    /Set bootstrapSelfManagedAddons to false when the cluster is created\./,
    "Set addonsConfig.disableDefaultAddons to true.",
  ],
  [/Set createSecretsKey, or secretsKeyArn;/, "Set secretsEncryption.keyARN;"],
  [/Set metadataOptions\.httpTokens of the launch template to required\./, "Set disableIMDSv1 to true."],
  [/Set metadataOptions\.httpPutResponseHopLimit[^.]*\./, "Set disablePodIMDS to true."],
  [/Set maxPods\b/, "Set maxPodsPerNode"],
  [/, or use prefixDelegation/, ", or use prefix delegation"],
  [/Set the volume's type to gp3/, "Set volumeType to gp3"],
  [/Encrypt the volume;/, "Set volumeEncrypted to true;"],
  [/Set serviceCidr\./, "Set kubernetesNetworkConfig.serviceIPv4CIDR."],
  [/Set upgradePolicy to STANDARD/, "Set upgradePolicy.supportType to STANDARD"],
  [/then set authenticationMode to API/, "then set accessConfig.authenticationMode to API"],
  [/Give the group private subnets only\./, "Set privateNetworking to true."],
];
