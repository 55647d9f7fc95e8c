import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { blockName } from "../../core/net/cidr.ts";
import { renderUserData } from "../../core/nodes/render.ts";
import type { NodeGroupPlan, VolumePlan } from "../../core/nodes/types.ts";
import { isSecretText } from "../../core/findings/secrets.ts";
import { NodeAccess } from "../../core/settings/index.ts";
import { asInput } from "../internal/ref.ts";
import { type Scope, childName, childOptions, childTags } from "../internal/scope.ts";
import { knownSecrets } from "../../secrets/seal.ts";

export interface LaunchTemplateDeps {
  readonly vpcId: pulumi.Input<string>;
  readonly clusterSecurityGroupId: pulumi.Input<string>;
  /** What a node joins. */
  readonly cluster: {
    readonly name: pulumi.Input<string>;
    readonly endpoint: pulumi.Input<string>;
    readonly certificateAuthority: pulumi.Input<string>;
    readonly serviceCidr: string;
  };
}

/** Launch template of a group: image by its release, whole user data, no interfaces, because later ENIs are Cilium's. */
export function createLaunchTemplate(
  scope: Scope,
  plan: NodeGroupPlan,
  deps: LaunchTemplateDeps,
): aws.ec2.LaunchTemplate {
  const { serviceCidr } = deps.cluster;
  const userData = pulumi
    .all([deps.cluster.name, deps.cluster.endpoint, deps.cluster.certificateAuthority])
    .apply(([name, endpoint, certificateAuthority]) =>
      asUserData(renderUserData({ name, endpoint, certificateAuthority, serviceCidr }, plan)),
    );
  const ssh = plan.access.kind === NodeAccess.Ssh ? createSshGroup(scope, plan, deps.vpcId) : undefined;
  return new aws.ec2.LaunchTemplate(
    childName(scope, "nodes", plan.name),
    {
      description: `${plan.image.family} ${plan.image.release} for Kubernetes ${plan.image.kubernetes}`,
      imageId: imageId(scope, plan),
      userData,
      updateDefaultVersion: true,
      metadataOptions: {
        httpEndpoint: "enabled",
        httpTokens: plan.metadata.httpTokens,
        httpPutResponseHopLimit: plan.metadata.httpPutResponseHopLimit,
      },
      blockDeviceMappings: plan.volumes.map(blockDevice),
      tagSpecifications: Object.entries(plan.templateTags).map(([resourceType, tags]) => ({
        resourceType,
        tags: { ...scope.tags, ...tags },
      })),
      ...(plan.access.keyName === undefined ? {} : { keyName: plan.access.keyName }),
      // With groups of its own in the template EKS no longer adds the cluster's, so it is named too.
      ...(ssh === undefined ? {} : { vpcSecurityGroupIds: [deps.clusterSecurityGroupId, ssh.group.id] }),
      tags: { ...childTags(scope, "nodes", plan.name), ...plan.tags },
    },
    childOptions(scope, { dependsOn: [...(ssh?.rules ?? [])] }),
  );
}

/** Base64 hides nothing: with a password of a proxy in it the whole is a secret. */
const asUserData = (encoded: string): pulumi.Output<string> =>
  isSecretText(Buffer.from(encoded, "base64").toString("utf8"), knownSecrets())
    ? pulumi.secret(encoded)
    : pulumi.output(encoded);

/** The parameter of a release never changes its value, so neither does the image. */
const imageId = (scope: Scope, { image }: NodeGroupPlan): pulumi.Output<string> =>
  aws.ssm.getParameterOutput({ name: image.parameter }, childOptions(scope)).insecureValue;

const blockDevice = ({ device, sizeGiB, type, iops, throughput, encrypted, kmsKeyArn }: VolumePlan) => ({
  deviceName: device,
  ebs: {
    volumeType: type,
    encrypted: String(encrypted),
    deleteOnTermination: "true",
    ...(sizeGiB === undefined ? {} : { volumeSize: sizeGiB }),
    ...(iops === undefined ? {} : { iops }),
    ...(throughput === undefined ? {} : { throughput }),
    ...(kmsKeyArn === undefined ? {} : { kmsKeyId: asInput(kmsKeyArn) }),
  },
});

interface SshAccess {
  readonly group: aws.ec2.SecurityGroup;
  readonly rules: readonly pulumi.Resource[];
}

/** Without the cluster's tag: two tagged groups on one instance stop the cloud controller. */
function createSshGroup(scope: Scope, { name, access }: NodeGroupPlan, vpcId: pulumi.Input<string>): SshAccess {
  const group = new aws.ec2.SecurityGroup(
    childName(scope, "nodes", name, "ssh"),
    { vpcId, description: `SSH to the nodes of ${name}`, tags: childTags(scope, "nodes", name, "ssh") },
    childOptions(scope),
  );
  const rules = access.sourceCidrs.map(
    (cidrIpv4) =>
      new aws.vpc.SecurityGroupIngressRule(
        childName(scope, "nodes", name, "ssh", blockName(cidrIpv4)),
        { securityGroupId: group.id, ipProtocol: "tcp", fromPort: 22, toPort: 22, cidrIpv4, description: "SSH" },
        childOptions(scope),
      ),
  );
  return { group, rules };
}
