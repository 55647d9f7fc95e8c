/** A stack file that plans without an error: a new VPC, and an API that is reached from one block of addresses. */
export const STACK_TEMPLATE = `config:
  aws:region: eu-central-1
  cilium-eks:cluster:
    name: blue
    endpoint: { publicAccess: true, publicAccessCidrs: [203.0.113.0/24] }
  cilium-eks:network:
    vpc: { cidr: 10.0.0.0/16 }
  cilium-eks:nodeGroups:
    general:
      instanceTypes: [m6i.large]
      scaling: { min: 2, max: 4 }`;
