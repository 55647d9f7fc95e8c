import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { renderNodeConfig } from "../../core/hybrid/node-config.ts";
import type { HybridPlan, HybridPoolPlan } from "../../core/hybrid/types.ts";
import { partitionOf } from "../../core/facts/partition.ts";
import { allow, document, renderDocument } from "../../core/iam/documents.ts";
import { HybridIdentityType, type RolesAnywhereIdentity, type SsmIdentity } from "../../core/settings/index.ts";
import { asInput } from "../internal/ref.ts";
import { type Scope, childName, childOptions, childTags } from "../internal/scope.ts";

export interface HybridIdentityResources {
  readonly roleArn: pulumi.Output<string>;
  readonly nodeConfigs: Readonly<Record<string, pulumi.Output<string>>>;
  readonly ready: readonly pulumi.Resource[];
}

/** The nodes' role, and what they prove that it is theirs by. */
export function createIdentity(
  scope: Scope,
  plan: HybridPlan,
  before: readonly pulumi.Resource[],
): HybridIdentityResources {
  const { identity } = plan;
  return identity.type === HybridIdentityType.Ssm
    ? createActivations(scope, plan, identity, before)
    : createRolesAnywhere(scope, plan, identity);
}

function createRole(scope: Scope, { role, clusterName }: HybridPlan, assumeRolePolicy: pulumi.Input<string>) {
  const made = new aws.iam.Role(
    childName(scope, "node"),
    {
      description: `Hybrid nodes of ${clusterName}`,
      assumeRolePolicy,
      maxSessionDuration: role.maxSessionSeconds,
      tags: childTags(scope, "node"),
    },
    childOptions(scope),
  );
  const policy = new aws.iam.RolePolicy(
    childName(scope, "node"),
    { role: made.name, policy: renderDocument(role.policy) },
    childOptions(scope),
  );
  const attached = role.managedPolicies.map(
    (policyArn) =>
      new aws.iam.RolePolicyAttachment(
        childName(scope, "node", policyArn.slice(policyArn.lastIndexOf("/") + 1)),
        { role: made.name, policyArn },
        childOptions(scope),
      ),
  );
  return { role: made, ready: [made, policy, ...attached] };
}

/** One activation a pool, so that a code that leaks lets no more in than the pool holds (EKS user guide: hybrid-nodes-creds). */
function createActivations(
  scope: Scope,
  plan: HybridPlan,
  { expires }: SsmIdentity,
  before: readonly pulumi.Resource[],
): HybridIdentityResources {
  const trust = document(allow("Ssm", { Principal: { Service: "ssm.amazonaws.com" }, Action: ["sts:AssumeRole"] }));
  const { role, ready } = createRole(scope, plan, renderDocument(trust));
  const caller = aws.getCallerIdentityOutput({}, { parent: scope.parent });
  const arn = pulumi.interpolate`arn:${partitionOf(plan.region)}:eks:${plan.region}:${caller.accountId}:cluster/${plan.clusterName}`;
  const activations = plan.pools.map((pool) => ({
    pool,
    activation: new aws.ssm.Activation(
      childName(scope, "activation", pool.name),
      {
        name: childName(scope, pool.name),
        description: `Hybrid nodes ${pool.name} of ${plan.clusterName}`,
        iamRole: role.name,
        registrationLimit: pool.maxNodes,
        expirationDate: expires,
        tags: { ...childTags(scope, pool.name), EKSClusterARN: arn },
      },
      childOptions(scope, { dependsOn: [...before, ...ready], additionalSecretOutputs: ["activationCode"] }),
    ),
  }));
  const nodeConfigs = activations.map(
    ({ pool, activation }) => [pool.name, ssmConfig(plan, pool, activation)] as const,
  );
  return {
    roleArn: role.arn,
    nodeConfigs: Object.fromEntries(nodeConfigs),
    ready: [...ready, ...activations.map(({ activation }) => activation)],
  };
}

const ssmConfig = (
  { clusterName, region }: HybridPlan,
  { flags }: HybridPoolPlan,
  activation: aws.ssm.Activation,
): pulumi.Output<string> =>
  pulumi.secret(
    pulumi
      .all([activation.id, activation.activationCode])
      .apply(([activationId, activationCode]) =>
        renderNodeConfig({ clusterName, region, flags, credentials: { ssm: { activationId, activationCode } } }),
      ),
  );

/** Certificates of your own CA; the session carries the node's name, which is its certificate's. */
function createRolesAnywhere(
  scope: Scope,
  plan: HybridPlan,
  { certificateAuthority, durationSeconds }: RolesAnywhereIdentity,
): HybridIdentityResources {
  const anchor = new aws.rolesanywhere.TrustAnchor(
    childName(scope, "anchor"),
    {
      name: childName(scope, "hybrid"),
      enabled: true,
      source: {
        sourceType: "CERTIFICATE_BUNDLE",
        sourceData: { x509CertificateData: asInput(certificateAuthority) },
      },
      tags: childTags(scope, "anchor"),
    },
    childOptions(scope),
  );
  const { role, ready } = createRole(
    scope,
    plan,
    anchor.arn.apply((arn) => renderDocument(rolesAnywhereTrust(arn))),
  );
  const profile = new aws.rolesanywhere.Profile(
    childName(scope, "profile"),
    {
      name: childName(scope, "hybrid"),
      enabled: true,
      acceptRoleSessionName: true,
      roleArns: [role.arn],
      ...(durationSeconds === undefined ? {} : { durationSeconds }),
      tags: childTags(scope, "profile"),
    },
    childOptions(scope),
  );
  const nodes = plan.pools.flatMap((pool) => pool.nodeNames.map((nodeName) => ({ pool, nodeName })));
  const nodeConfigs = nodes.map(({ pool, nodeName }) => {
    const config = pulumi.all([anchor.arn, profile.arn, role.arn]).apply(([trustAnchorArn, profileArn, roleArn]) =>
      renderNodeConfig({
        clusterName: plan.clusterName,
        region: plan.region,
        flags: pool.flags,
        credentials: { iamRolesAnywhere: { nodeName, trustAnchorArn, profileArn, roleArn } },
      }),
    );
    return [nodeName, config] as const;
  });
  return { roleArn: role.arn, nodeConfigs: Object.fromEntries(nodeConfigs), ready: [...ready, anchor, profile] };
}

/** Only certificates of this anchor, and only under the name that they carry. */
const rolesAnywhereTrust = (anchor: string) =>
  document(
    allow("RolesAnywhere", {
      Principal: { Service: "rolesanywhere.amazonaws.com" },
      Action: ["sts:TagSession", "sts:SetSourceIdentity"],
      Condition: { ArnEquals: { "aws:SourceArn": anchor } },
    }),
    allow("Assume", {
      Principal: { Service: "rolesanywhere.amazonaws.com" },
      Action: ["sts:AssumeRole"],
      Condition: {
        StringEquals: { "sts:RoleSessionName": "${aws:PrincipalTag/x509Subject/CN}" },
        ArnEquals: { "aws:SourceArn": anchor },
      },
    }),
  );
