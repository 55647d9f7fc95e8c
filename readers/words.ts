import type { Finding } from "../core/findings/finding.ts";

/** Texts and what stands for them; `$1` is the first group. */
export type Words = readonly (readonly [said: RegExp, instead: string])[];

/**
 * What rules say in the keys of our stack file, in the words of whoever has values, manifests or an eksctl file. Long ones first:
 * each is looked for in what the ones before have left. tests/unit/readers/words.test.ts holds it against every rule's cases.
 */
const WORDS: Words = [
  [
    / Put Cilium on a cluster that exists by cluster\.existing\./,
    " On a cluster that exists, remove its add-ons before Cilium.",
  ],
  [
    /Look the tags up \(aws ec2 describe-subnets --filters\), or let network\.podSubnets name the subnets\./,
    "Look the tags up: aws ec2 describe-subnets --filters.",
  ],
  [
    /Set network\.podSubnets\.cidr, for example/,
    "Give the pods subnets of a range of their own, chosen by eni.nodeSpec.subnetTags, for example",
  ],
  [/Set createSecretsKey, or secretsKeyArn;/, "Give the cluster a KMS key of your own for secrets;"],
  [/ \(network\.podSubnets\)/, ""],
  [
    /cilium\.allocation\.maxAllocate/,
    "eni.nodeSpec.maxAllocate of a CiliumNodeConfig, or ipam.nodeSpec.ipamMaxAllocate,",
  ],
  [
    /Remove helmValues\.ipv4NativeRoutingCIDR, and set cilium\.masquerade\.mode to bpf \(every CIDR of the VPC is left out then\) or off\./,
    "Remove ipv4NativeRoutingCIDR, and use BPF masquerade with every CIDR of the VPC in ipMasqAgent.config.nonMasqueradeCIDRs, or set enableIPv4Masquerade to false.",
  ],
  [
    /Set cilium\.masquerade\.mode to bpf, which leaves out every CIDR of the VPC, or to off\./,
    "Use BPF masquerade with every CIDR of the VPC in ipMasqAgent.config.nonMasqueradeCIDRs, or set enableIPv4Masquerade to false.",
  ],
  [
    /or set cilium\.masquerade with the VPC in nonMasqueradeCidrs/,
    "or use BPF masquerade with the VPC in ipMasqAgent.config.nonMasqueradeCIDRs",
  ],
  [/or set cilium\.masquerade\b/, "or set enableIPv4Masquerade"],
  [
    /Set masquerade to bpf or off, or hostRouting to legacy/,
    "Set bpf.masquerade to true or enableIPv4Masquerade to false, or bpf.hostLegacyRouting to true",
  ],
  [/hostRouting to bpf with masquerade off or bpf/, "bpf.hostLegacyRouting to false with BPF masquerade or none"],
  [/hostRouting to legacy/, "bpf.hostLegacyRouting to true"],
  [/\bdatapathMode\b/, "bpf.datapathMode"],
  [/bpf\.bpf\.datapathMode/, "bpf.datapathMode"],
  [/or bbr to false/, "or bandwidthManager.bbr to false"],
  [
    /Set cilium\.encryption\.wireguard to true, or nodeEncryption to false/,
    "Set encryption.enabled to true and encryption.type to wireguard, or encryption.nodeEncryption to false",
  ],
  [/Set cilium\.encryption\.wireguard\b/, "Set encryption.enabled to true and encryption.type to wireguard"],
  [/cilium\.loadBalancer\.modeAnnotation/, "bpf.lbModeAnnotation to true"],
  [/cilium\.loadBalancer\.algorithmAnnotation/, "bpf.lbAlgorithmAnnotation to true"],
  [/cilium\.loadBalancer\.(\w+)/, "loadBalancer.$1"],
  [
    /switch it on in cilium\.loadBalancer/,
    "switch it on in the values of Cilium (bpf.lbModeAnnotation, bpf.lbAlgorithmAnnotation)",
  ],
  [/\bcilium\.upgradeCompatibility/, "upgradeCompatibility"],
  [/\bcilium\.values\./, ""],
  [/\bcilium\.helmValues\.?/, "the values of Cilium"],
  [/; a list in helmValues replaces the planned one/, ""],
  [/ \(a stack: gateway\.exposure\.\w+\)/, ""],
  [/\(gateway\.exposure\.subnetIds, aws-load-balancer-subnets\)/, "(aws-load-balancer-subnets)"],
  [
    /\(a stack: gateway\.tls\.certManager and an issuer; a Gateway: annotation cert-manager\.io\/cluster-issuer\)/,
    "(annotation cert-manager.io/cluster-issuer)",
  ],
  [/Use cronJob, install it by gateway\.tls\.certManager, or/, "Use cronJob, install cert-manager before Cilium, or"],
  [
    /Set gateway\.enabled of the stack, or gatewayAPI\.enabled of the chart, to true/,
    "Set gatewayAPI.enabled of the chart to true",
  ],
  [/Set gateway\.channel to experimental/, "Install the experimental channel of the Gateway API"],
  [/Set cluster\.serviceCidr\./, "Set the cluster's Service range when it is made."],
  [/; or add (\S+) to network\.endpoints to have them made/, "; or make the VPC endpoint of $1"],
  [/Lower cilium\.allocation,/, "Lower ipam.nodeSpec.ipamPreAllocate and ipamMinAllocate,"],
  [/add (\S+) to network\.endpoints to have it made/, "make the VPC endpoint of $1"],
  [/ \(network\.endpoints: all\)/, ""],
  [/Set network\.endpoints to all\./, "Make a VPC endpoint for each service that the nodes call."],
  [
    /Use an existing VPC \(network\.vpc\.id\), or network\.attach, or a public endpoint limited to your addresses \(endpoint\.publicAccessCidrs\)\./,
    "Use a VPC that your network reaches, attach it to that network, or limit a public endpoint to your addresses.",
  ],
  [/in a VPC made by this stack/, "in a VPC made with it"],
  [/Set endpoint\.publicAccess/, "Set the endpoint's public access"],
  [/Correct mesh\.addresses\./, "Correct the addresses of the mesh API's load balancer."],
  [/Give mesh\.addresses one address/, "Give the mesh API's load balancer one address"],
  [/Set mesh\.id\./, "Set cluster.id."],
  [/Set ami\.kubernetesVersion to (\S+), or leave it out/, "Use images for Kubernetes $1"],
  [/Set ami\.release to (\S+)\.$/, "Use the image release $1."],
  [/Set ami\.release\b/, "Set the image's release"],
  [/Set ami\.family to AL2023/, "Use AL2023"],
  [/Narrow access\.sourceCidrs, or set access\.kind to ssm\./, "Narrow the source addresses, or use Session Manager."],
  [/Set flowLogs\.enabled, or waive this/, "Make flow logs of the VPC, or waive this"],
  [/cluster\.addons\.coredns\.configuration\.tolerations/, "tolerations in the configuration of the coredns add-on"],
  [/, or set metrics\.allowHighCardinality/, ", or waive this"],
  [/Set prometheus\.labels to/, "Set the labels of the chart's serviceMonitor values to"],
  [/, or set relayTls to mtls/, ", or set hubble.relay.tls.server.enabled and .mtls to true"],
  [
    /Remove it, and set observability\.uiExposure: oauth2-proxy stands before the UI there\./,
    "Remove it, and put a proxy that asks who it is (oauth2-proxy) before the UI.",
  ],
  [
    /Look it up \((aws [^)]*)\) and write it into quotas\.current, or add \S+ to quotas\.request\./,
    "Look it up ($1), and ask for more where it is too low.",
  ],
  [/ and let the release depend on it, or waive this where another stack does/, " before Cilium"],
  [
    /waive this (?:where|if) another (?:stack|program) (?:does|makes (?:it|them)|installs one)/,
    "waive this where something else does",
  ],
  [/whose rules this program does not see/, "whose rules are not among what was given"],
  [/(?:which|that) this program does not (make|see)/, "which is not among what was given"],
  [/which is not in this program/, "which is not among what was given"],
  [/in (?:this|the same) program/, "among what was given"],
  [/of this program/, "among what was given"],
  [/this program installs none/, "nothing that was given installs it"],
  [/of the same program/, "made with it"],
  [/of the program's own/, "of its own"],
  [/on a group of the program/, "on a group of its own"],
  [/where the plan needs/, "where this needs"],
];

/** Where an input has a number in place of a text, a finding repeats it as it is. */
const said = (text: string, words: Words): string =>
  words.reduce((left, [pattern, instead]) => left.replace(pattern, instead), [text].join(""));

/**
 * A finding in the words of the input: nobody who has a values file is told of a key of our stack file. A reader's own words come
 * before those that hold for all.
 */
export function inWordsOf<F extends Finding>(finding: F, own: Words = []): F {
  const words = [...own, ...WORDS];
  const { found, expected, fix } = finding;
  return { ...finding, found: said(found, words), expected: said(expected, words), fix: said(fix, words) };
}
