/** What people see, and what it comes from: from near the symptom down to its cause. */
export interface Chain {
  readonly id: string;
  /** What people see. */
  readonly symptom: string;
  /** Rules of which one must have found something before the chain holds by itself. */
  readonly seenBy: readonly string[];
  readonly links: readonly Link[];
  /** What to run next where no link holds. */
  readonly otherwise: string;
}

/** One step of the way down. */
export interface Link {
  /** What is asked. */
  readonly asks: string;
  /** Rules that answer: what they find holds. */
  readonly rules: readonly string[];
  readonly next: string;
}

const NEXT_AGENT = "kubectl -n kube-system logs ds/cilium -c cilium-agent --tail 100";
const NEXT_OPERATOR = "kubectl -n kube-system logs deploy/cilium-operator --tail 200";

const AGENT_DOWN: Link = {
  asks: "Does the agent of the node run?",
  rules: [
    "live-workloads-present",
    "live-workloads-rolled-out",
    "live-pods-crashing",
    "live-events-no-agent",
    "live-nodes-cilium-node",
  ],
  next: NEXT_AGENT,
};
const OPERATOR_DOWN: Link = {
  asks: "Does the operator run, which gives nodes their addresses?",
  rules: ["live-workloads-present", "live-workloads-scheduled", "live-workloads-rolled-out"],
  next: NEXT_OPERATOR,
};
const OTHER_CNI: Link = {
  asks: "Does another CNI take the pods?",
  rules: ["live-workloads-other-cni", "live-addons-foreign", "live-pods-unmanaged"],
  next: "kubectl -n kube-system get ds aws-node kube-proxy -o wide",
};
const NODE_EMPTY: Link = {
  asks: "Do nodes lack free addresses?",
  rules: ["live-addresses-none", "live-addresses-deficit", "live-events-no-address", "live-addresses-operator-error"],
  next: "kubectl get ciliumnodes -o custom-columns=NAME:.metadata.name,REQUESTED:.spec.ipam.pools.requested,ENIS:.status.eni.enis",
};
const NODE_FULL: Link = {
  asks: "Is the instance type at its end?",
  rules: ["live-addresses-full", "live-nodes-max-pods", "live-operator-out-of-interfaces"],
  next: "cilium-eks capacity --live",
};
const SUBNET_FULL: Link = {
  asks: "Are the subnets full?",
  rules: ["live-subnets-full", "live-operator-no-subnet"],
  next: "cilium-eks capacity --live",
};
const FRAGMENTED: Link = {
  asks: "Are there free addresses, but no free blocks of 16?",
  rules: ["live-subnets-fragmented", "live-addresses-prefixes", "live-operator-no-prefixes"],
  next: "cilium-eks enis --cluster NAME",
};
const QUOTA: Link = {
  asks: "Is the quota of interfaces met?",
  rules: ["live-interfaces-quota", "live-operator-interface-limit"],
  next: "aws service-quotas get-service-quota --service-code vpc --quota-code L-DF5E4CA3",
};
const RIGHTS: Link = {
  asks: "Does EC2 refuse the operator's calls?",
  rules: ["live-operator-denied"],
  next: NEXT_OPERATOR,
};
const THROTTLED: Link = {
  asks: "Does EC2 throttle the operator?",
  rules: ["live-operator-throttled"],
  next: NEXT_OPERATOR,
};
const POLICY: Link = {
  asks: "Do policies deny it?",
  rules: ["live-policies-valid", "live-drops-policy", "gateway-policy-dns", "gateway-policy-deny-only"],
  next: "hubble observe --verdict DROPPED --last 100",
};
const GATEWAY_STATE: Link = {
  asks: "Are class, Gateway and listeners in order?",
  rules: ["live-gateways-class", "live-gateways-programmed", "live-gateways-listeners"],
  next: "kubectl get gatewayclass,gateway -A",
};
const ROUTE_STATE: Link = {
  asks: "Is the route accepted, and does it find its Service?",
  rules: ["live-gateways-routes", "live-gateways-no-routes"],
  next: "kubectl get httproutes -A -o yaml",
};
const BACKENDS: Link = {
  asks: "Has the Service pods that are ready?",
  rules: ["live-gateways-backends"],
  next: "kubectl get endpointslices -A",
};

/** Links go from near the symptom to its cause: the last one that holds is what to mend first. */
export const CHAINS: readonly Chain[] = [
  {
    id: "pods-stuck",
    symptom: "Pods stay in ContainerCreating",
    seenBy: ["live-pods-stuck", "live-events-no-address", "live-events-no-agent"],
    links: [
      AGENT_DOWN,
      OTHER_CNI,
      NODE_EMPTY,
      OPERATOR_DOWN,
      NODE_FULL,
      SUBNET_FULL,
      FRAGMENTED,
      QUOTA,
      RIGHTS,
      THROTTLED,
    ],
    otherwise: "kubectl describe pod POD: a volume, an image or a Secret may be what it waits for",
  },
  {
    id: "ips-exhausted",
    symptom: "Addresses run out",
    seenBy: [
      "live-addresses-none",
      "live-addresses-deficit",
      "live-events-no-address",
      "live-addresses-full",
      "live-subnets-full",
    ],
    links: [NODE_EMPTY, OPERATOR_DOWN, NODE_FULL, SUBNET_FULL, FRAGMENTED, QUOTA, RIGHTS, THROTTLED],
    otherwise: NEXT_OPERATOR,
  },
  {
    id: "nodes-not-ready",
    symptom: "Nodes are NotReady, or keep the agent's taint",
    seenBy: ["live-nodes-ready", "live-nodes-agent-taint", "live-nodes-network", "live-planned-nodes"],
    links: [
      {
        asks: "Is the node group sick?",
        rules: ["live-groups-healthy", "live-cluster-active"],
        next: "aws eks describe-nodegroup --cluster-name NAME --nodegroup-name GROUP --query nodegroup.health",
      },
      AGENT_DOWN,
      {
        asks: "Is the agents' configuration wrong?",
        rules: ["live-config-there", "live-config-ipam", "live-config-eni", "live-config-errors"],
        next: "kubectl -n kube-system get configmap cilium-config -o yaml",
      },
      OTHER_CNI,
      {
        asks: "Do agents and operator fit each other?",
        rules: ["live-workloads-one-version", "live-planned-version"],
        next: "helm history cilium -n kube-system",
      },
      OPERATOR_DOWN,
    ],
    otherwise: "kubectl describe node NODE; then the kubelet's log on the machine: journalctl -u kubelet",
  },
  {
    id: "nlb-no-targets",
    symptom: "The load balancer has no healthy targets, or there is none",
    seenBy: ["live-load-balancers-targets", "live-load-balancers-active", "live-gateways-address"],
    links: [
      GATEWAY_STATE,
      {
        asks: "Does the load balancer controller run?",
        rules: ["live-workloads-beside"],
        next: "kubectl -n kube-system logs deploy/aws-load-balancer-controller --tail 100",
      },
      {
        asks: "What does it complain of?",
        rules: ["live-events-load-balancer"],
        next: "kubectl get events -A --field-selector type=Warning",
      },
      {
        asks: "Are nodes there to be targets?",
        rules: ["live-nodes-ready", "live-planned-nodes"],
        next: "kubectl get nodes",
      },
      {
        asks: "Why are targets unhealthy?",
        rules: ["live-load-balancers-targets"],
        next: "aws elbv2 describe-target-health --target-group-arn ARN",
      },
    ],
    otherwise: "cilium-eks gateway check --url URL follows one request",
  },
  {
    id: "gateway-503",
    symptom: "Requests through a Gateway get 503, 500 or 404",
    seenBy: ["live-gateways-backends", "live-gateways-routes", "live-gateways-listeners", "live-gateways-programmed"],
    links: [
      GATEWAY_STATE,
      ROUTE_STATE,
      {
        asks: "Does Envoy run on every node?",
        rules: ["live-workloads-rolled-out", "live-pods-crashing"],
        next: "kubectl -n kube-system get ds cilium-envoy",
      },
      POLICY,
      BACKENDS,
    ],
    otherwise: "cilium-eks gateway check --url URL follows one request",
  },
  {
    id: "dns",
    symptom: "Names are not resolved",
    seenBy: ["gateway-policy-dns"],
    links: [
      {
        asks: "Does CoreDNS run?",
        rules: ["live-workloads-rolled-out", "live-workloads-scheduled", "live-pods-crashing", "live-addons-healthy"],
        next: "kubectl -n kube-system get deploy,pods -l k8s-app=kube-dns",
      },
      {
        asks: "Do the nodes of its pods have addresses?",
        rules: ["live-addresses-none", "live-pods-stuck"],
        next: "cilium-eks diagnose ips-exhausted",
      },
      {
        asks: "Are its pods managed by Cilium?",
        rules: ["live-pods-unmanaged", "live-pods-endpoints"],
        next: "kubectl -n kube-system rollout restart deploy/coredns",
      },
      {
        asks: "Does kube-proxy translate beside Cilium?",
        rules: ["live-workloads-kube-proxy"],
        next: "kubectl -n kube-system get ds kube-proxy",
      },
      POLICY,
    ],
    otherwise: "hubble observe --protocol DNS --last 50; kubectl -n kube-system logs deploy/coredns",
  },
  {
    id: "policy-drops",
    symptom: "Policies drop what they should not",
    seenBy: ["live-policies-valid", "live-drops-policy"],
    links: [
      {
        asks: "Are endpoints ready, so that policies are those of now?",
        rules: ["live-pods-endpoints"],
        next: "kubectl get ciliumendpoints -A",
      },
      { asks: "Are there pods that Cilium does not know?", rules: ["live-pods-unmanaged"], next: "cilium-eks verify" },
      { asks: "Are policies invalid?", rules: ["live-policies-valid"], next: "kubectl get cnp,ccnp -A" },
      {
        asks: "Which flows are denied?",
        rules: ["live-drops-policy", "gateway-policy-dns", "gateway-policy-deny-only"],
        next: "hubble observe --verdict DROPPED --follow",
      },
    ],
    otherwise: "hubble observe --verdict DROPPED --last 1000 -o json > flows.json, then --flows flows.json",
  },
  {
    id: "hubble-empty",
    symptom: "Hubble shows no flows",
    seenBy: ["live-config-hubble", "live-certificates-expired"],
    links: [
      {
        asks: "Is Hubble on in the agents?",
        rules: ["live-config-hubble"],
        next: "kubectl -n kube-system get configmap cilium-config -o jsonpath='{.data.enable-hubble}'",
      },
      {
        asks: "Do relay and UI run?",
        rules: ["live-workloads-beside"],
        next: "kubectl -n kube-system logs deploy/hubble-relay --tail 50",
      },
      {
        asks: "Have the certificates run out?",
        rules: ["live-certificates-expired", "live-certificates-soon"],
        next: "kubectl -n kube-system get cronjob,job",
      },
      AGENT_DOWN,
    ],
    otherwise: "hubble status -P; hubble list nodes -P",
  },
  {
    id: "operator-throttled",
    symptom: "The operator is slow, or EC2 throttles it",
    seenBy: ["live-operator-throttled", "live-operator-denied", "live-operator-interface-limit"],
    links: [
      {
        asks: "Do many nodes wait for addresses?",
        rules: ["live-addresses-deficit", "live-addresses-none"],
        next: "kubectl get ciliumnodes",
      },
      {
        asks: "Do failing calls repeat?",
        rules: [
          "live-operator-no-subnet",
          "live-operator-no-prefixes",
          "live-operator-interface-limit",
          "live-operator-out-of-interfaces",
        ],
        next: NEXT_OPERATOR,
      },
      RIGHTS,
      THROTTLED,
    ],
    otherwise:
      "the metrics cilium_operator_ec2_api_rate_limit_duration_seconds and cilium_operator_ec2_api_duration_seconds",
  },
];
