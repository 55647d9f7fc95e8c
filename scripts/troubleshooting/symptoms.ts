/** One thing that people see, however many causes it has. */
export interface SymptomFamily {
  readonly title: string;
  /** Words of a rule's `symptom` that belong here; the first family that takes it has it. */
  readonly seen: RegExp;
  /** What it is mostly, and the words that people search for. */
  readonly intro: string;
  /** The one command to begin with. */
  readonly command: string;
  readonly alerts: readonly string[];
}

const OPERATOR = "kubectl -n kube-system logs deployment/cilium-operator --since=10m";

/** In the order of the page; a rule's symptom goes to the first that takes it. */
export const SYMPTOMS: readonly SymptomFamily[] = [
  {
    title: "Pods stay Pending",
    seen: /\bPending\b|never scheduled|\bNodeClaims\b|stay pending|stop growing/,
    intro:
      "The scheduler finds no node. `FailedScheduling` names the reason: a taint, room, an address family of nodes.",
    command: "kubectl get events -A --field-selector reason=FailedScheduling",
    alerts: ["CiliumNodesAtCapacity", "CiliumDeploymentUnavailable"],
  },
  {
    title: "The agent does not start, or nodes keep a taint",
    seen: /agents? (?:stops?|does not start|do(?:es)? not become ready|restarts)|Agents (?:wait|do not|with IPv6)|agent-not-ready|Nodes stay NotReady: agents|no agent runs|takes the agents away/,
    intro:
      "The taint `node.cilium.io/agent-not-ready` goes when the agent of a node is ready. Until then nothing is scheduled there.",
    command: "kubectl -n kube-system logs daemonset/cilium -c cilium-agent --tail=50",
    alerts: ["CiliumDaemonSetUnavailable", "CiliumPodRestarting", "CiliumVersionsMixed"],
  },
  {
    title: "Pods stay in ContainerCreating: no free addresses",
    seen: /ContainerCreating|makes no ENI|no ENI is made|asks EC2 for an interface|InsufficientCidrBlocks|InsufficientFreeAddresses|addresses of the node's subnet/,
    intro:
      "The event is `FailedCreatePodSandBox`, *unable to allocate IP*. Addresses are exhausted on the node or in the subnet, or the operator cannot get any: rights, quota, throttling. With the VPC CNI the event is *failed to assign an IP address to container*.",
    command: `${OPERATOR} | grep -iE 'error|denied|insufficient|limit'`,
    alerts: [
      "CiliumInterfaceCreationFailing",
      "CiliumAddressAllocationFailing",
      "CiliumEc2CallsFailing",
      "CiliumEc2CallsHeldBack",
      "CiliumSubnetNearlyFull",
      "CiliumNodeNearlyFull",
      "CiliumNodesInDeficit",
      "CiliumOperatorDown",
      "CiliumEndpointCreationFailing",
    ],
  },
  {
    title: "Nodes do not join, or images are not pulled",
    seen: /no node appears|do not (?:join|register)|never join|NotReady|ImagePullBackOff|refuses the instance|refused by Systems Manager/,
    intro:
      "The instance runs and the node is not there. EKS says `NodeCreationFailure`; the reason is mostly a missing way to the API or to the registry, or the user data.",
    command: "aws eks describe-nodegroup --cluster-name <cluster> --nodegroup-name <group> --query nodegroup.health",
    alerts: ["CiliumNodesUnreachable"],
  },
  {
    title: "Credentials: AccessDenied, time-outs on 169.254.170.23",
    seen: /AccessDenied|credentials|Missing Region|UnauthorizedOperation/,
    intro: "A role that trusts somebody else, an agent that was not there when the pod started, or BPF host routing.",
    command: `${OPERATOR} | grep -iE 'denied|unauthorized|credential|region'`,
    alerts: [],
  },
  {
    title: "The load balancer has no address, or no healthy target",
    seen: /target group|target of the load balancer|in no target group|get no targets|without (?:an address|a load balancer)|no external address|waits for its address|Gateways have no address|Service stays without/,
    intro: "An NLB with no targets, a Service that stays `<pending>`, a Gateway without `status.addresses`.",
    command: "kubectl get events -A --field-selector involvedObject.kind=Service,type=Warning",
    alerts: [],
  },
  {
    title: "A Gateway or a route is not accepted",
    seen: /Conflicted|ResolvedRefs|Accepted|without a status|without status|Programmed|no matches for kind|tlsroutes|safe-upgrades|GatewayClass/,
    intro: "The conditions of the object say which part is refused, unless its controller does not read it at all.",
    command: "kubectl get gateways,httproutes,grpcroutes -A -o yaml | grep -B2 -A6 'status: \"False\"'",
    alerts: ["GatewayConfigRejected"],
  },
  {
    title: "Clients of a Gateway get 500, 503, resets or redirects without end",
    seen: /\b50[03]\b|connection is reset|redirects|cut before the first byte|fail to reach the Gateway/,
    intro: "The request reaches Envoy, and Envoy has no backend, no certificate or no right to speak to it.",
    command: "npx cilium-eks gateway check --url https://shop.apps.example.com/ --kubeconfig kubeconfig.json",
    alerts: ["GatewayBackendErrors", "GatewayBackendUnreachable", "HubbleHttpErrors"],
  },
  {
    title: "Certificates are not issued, or not trusted",
    seen: /certificate|x509/i,
    intro: "Of a Gateway (cert-manager), of Hubble or of the mesh (the chart's CronJob or cert-manager).",
    command: "kubectl get certificates,certificaterequests,cronjobs -A",
    alerts: [
      "HubbleCertificateJobFailed",
      "HubbleCertificateJobOverdue",
      "HubbleCertificateExpiring",
      "HubbleCertificateNotReady",
      "CiliumCaExpiring",
    ],
  },
  {
    title: "Other clusters of a mesh are not seen",
    seen: /clustermesh|[Mm]esh falls|between clusters|other cluster|remote cluster/,
    intro: "Pods of the other cluster are strangers (identity world) or not reached at all.",
    command: "cilium clustermesh status",
    alerts: ["CiliumClusterMeshNotReady", "CiliumClusterMeshFailures"],
  },
  {
    title: "BGP: routers get no routes",
    seen: /[Rr]outers|\bsession\b/,
    intro: "A session that is not established, or one that tells nothing.",
    command: "cilium bgp peers",
    alerts: ["CiliumBgpSessionDown", "CiliumBgpReconcileFailing"],
  },
  {
    title: "Names do not resolve",
    seen: /[Rr]esolves? no name|not resolve|resolve no names/,
    intro: "CoreDNS does not run, or pods do not reach it.",
    command: "kubectl -n kube-system get pods -l k8s-app=kube-dns -o wide",
    alerts: [],
  },
  {
    title: "Hubble shows nothing, or flows are missing",
    seen: /Hubble|\bUI is empty\b/,
    intro: "Relay reaches no agent, or nobody scrapes.",
    command: "hubble status -P",
    alerts: ["HubbleRelayPeersUnavailable", "HubbleEventsLost", "CiliumTargetDown", "CiliumTargetMissing"],
  },
  {
    title: "A model answers late, with errors, or not at all",
    seen: /vLLM|first token|\bmodel(?:s|'s)?\b|\bGPU/,
    intro: "No model server is ready, a queue grows, the KV cache is full, or a GPU is gone.",
    command: "npx cilium-eks inference check --url https://llm.example.com/v1",
    alerts: [
      "InferenceNoEndpoints",
      "InferenceQueueGrowing",
      "InferenceKvCacheFull",
      "InferenceFirstTokenSlow",
      "InferenceGpuLost",
    ],
  },
  {
    title: "A webhook or an aggregated API does not answer",
    seen: /webhook|APIService/,
    intro: "The control plane has no way to the pod: an overlay, a port, or a pod that is not ready.",
    command: "kubectl get apiservices,validatingwebhookconfigurations,mutatingwebhookconfigurations",
    alerts: [],
  },
  {
    title: "A run of Pulumi stops, or AWS or Helm refuses",
    seen: /is refused|refused with|ends with|[Uu]pdate (?:stops|fails|ends)|pulumi up|deployment (?:stands|waits)|first call fails|answers NoSuch|Each preview|API server denies|controller does not start|ends at its start|release fails|run fails|Helm stops|[Pp]review shows|`pulumi preview`|without an error and changes nothing/,
    intro:
      "`plan` finds most of these before anything is made. What is left in the middle: [a run that was killed](operations.md#a-run-that-was-killed).",
    command: "npx cilium-eks plan",
    alerts: ["CiliumApiErrors", "CiliumControllersFailing"],
  },
  {
    title: "Connections time out or hang",
    seen: /tim(?:e|es|ed) out|time-outs|\bhangs?\b|reach(?:es)? (?:nothing|no|each other)|do not reach|no answer|Policies drop|never come back/,
    intro:
      "Packets are dropped by a policy, by the datapath, by a security group or a network ACL, or have no way back.",
    command: "hubble observe -P --verdict DROPPED --last 100",
    alerts: [
      "CiliumPacketsDropped",
      "CiliumPolicyDenied",
      "CiliumConnectionTableFull",
      "CiliumBpfMapNearlyFull",
      "CiliumBpfMapOperationsFailing",
      "CiliumNatPortsNearlyUsed",
      "CiliumConntrackCleaningFails",
      "CiliumPolicyChangeFailing",
      "CiliumEndpointRegenerationFailing",
      "CiliumEndpointsInvalid",
      "CiliumProxyRedirectsMissing",
      "CiliumIdentitiesNearlyUsed",
    ],
  },
];

/** What no family takes. */
export const OTHERS: SymptomFamily = {
  title: "Something else",
  seen: /(?:)/,
  intro: "Seen in one place only.",
  command: "cilium status --verbose",
  alerts: ["CiliumUnmanagedPods"],
};
