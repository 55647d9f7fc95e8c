interface Numbers {
  readonly policies: number;
  readonly rules: number;
  readonly groups: readonly string[];
}

/** The head of docs/policies.md, which is the readme of the published pack too. */
export const policiesIntro = ({ policies, rules, groups }: Numbers): string => `# Policies

Will this EKS cluster with Cilium work? A CrossGuard pack that answers for any Pulumi program, before anything is created: raw \`aws.eks.*\`, \`eks.Cluster\`, launch templates and their user data, a Helm release or chart of Cilium, Gateway objects.
${String(policies)} of the catalogue's ${String(rules)} rules can be asked of resources; the others need a stack's settings and are asked by \`cilium-eks plan\`. Generated from the rules and their tests by \`npm run generate\`.

## Run it

\`\`\`sh
# in a clone of the repository
pulumi preview --policy-pack policies
# in a project that depends on pulumi-cilium-eks, which holds the pack
pulumi preview --policy-pack node_modules/pulumi-cilium-eks/dist/policies
# beside a program in any other language; the folder then holds the pack and what it needs
npm install --prefix pack pulumi-cilium-eks-policies
pulumi preview --policy-pack pack/node_modules/pulumi-cilium-eks-policies
pulumi up --policy-pack pack/node_modules/pulumi-cilium-eks-policies --policy-pack-config policy-config.json
\`\`\`

\`npm run plan\` judges the same resources by the same rules offline, on the embedded engine and without a policy host. docs/ci.md has pipelines.

An error of the catalogue is \`mandatory\` and stops the deployment, a warning is \`advisory\`. Every policy carries severity, groups and the ids of the same check in scanners as tags, the source as the framework's reference, and what to change.

## Configure it

The usual CrossGuard config, checked by \`policies/config.schema.json\`:

\`\`\`json
{
  "nodes-disk-type": "disabled",
  "security-secrets-key": { "enforcementLevel": "mandatory" },
  "security-deletion-protection": { "waiver": "Preview clusters live for a day." },
  "remediate-metadata-tokens": "remediate",
  "cilium-eks-collect": { "disabledGroups": ["observability"] }
}
\`\`\`

A level for a whole group is written by the pack's own command, because CrossGuard knows single policies and \`all\` only; elsewhere it is \`configure.js\` of the pack's folder. Groups: ${groups.join(", ")}, security-baseline.

\`\`\`sh
node policies/configure.js --group security-baseline=mandatory --group gateway=disabled --rule nodes-disk-type=advisory > policy-config.json
\`\`\`

A waiver needs a reason. One that silences nothing is reported as \`waiver-applies\`.

## What it changes

Nothing, unless a remediation is asked for by \`"remediate"\`:

| policy | changes |
| --- | --- |
| \`remediate-metadata-tokens\` | \`httpTokens: optional\` of a launch template to \`required\` |
| \`remediate-gateway-class-create\` | a boolean \`gatewayAPI.gatewayClass.create\` to the text that the chart compares |
| \`remediate-reservation-type\` | a subnet reservation of type \`explicit\` larger than /28 to \`prefix\` |

There is none for the missing taint: on a node group EKS would put it back on running nodes, and NoExecute would empty them. It belongs in the user data.

## What it cannot decide

- A value that is known only after deployment: the rule says so (\`can't run policy … during preview\`) and never passes in silence. Once deployed, every value is known.
- Helm values that are changed elsewhere (a post-renderer, kustomize, transforms, files that are not beside the program): \`cilium-eks-scope\` says why, and every rule on them says that it could not decide.
- To which of several clusters something belongs, where no provider, input, component or name says it: \`cilium-eks-scope\` lists it. Every cluster of a program is judged, and a finding names its own. Of a second Cilium on one cluster \`cilium-eks-scope\` says that it was not.
- Resources that the program only looks up, such as an existing VPC.
`;
