import type { LiveEvent, LogTrouble } from "../../model/index.ts";
import { Severity } from "../../findings/finding.ts";
import { type RuleOn, rulesOn } from "../rule.ts";
import type { PlacedDraft } from "../subject.ts";
import { wholeModel } from "../subjects.ts";
import { type Observed, duration } from "./subjects.ts";

/* What logs, events and flows tell: the evidence of a diagnosis. */

const SOURCE =
  "cilium pkg/aws/ipam/node.go and operator/pkg/ipam/nodemanager/node.go of 1.20; EC2 API reference: errors-overview";

type CauseRule = RuleOn<Observed, "live", PlacedDraft>;

const logRule = (
  trouble: LogTrouble,
  text: Pick<CauseRule, "id" | "title" | "why" | "symptom" | "fix">,
): CauseRule => ({
  ...text,
  severity: Severity.Warning,
  source: SOURCE,
  *check({ live }) {
    const count = live.operatorLog[trouble];
    if (count === 0) return;
    yield {
      subject: "Deployment cilium-operator",
      path: `live.operatorLog.${trouble}`,
      found: `${String(count)} lines of its log`,
      expected: "none",
    };
  },
});

/** What kubelets, the CNI and controllers write (kubernetes pkg/kubelet/events; AWS Load Balancer Controller pkg/k8s/events.go). */
const eventRule = (reasons: RegExp, says: RegExp, text: Omit<CauseRule, "check" | "severity">): CauseRule => ({
  ...text,
  severity: Severity.Warning,
  *check({ live }) {
    const found = live.events.filter(({ reason, message }) => reasons.test(reason) && says.test(message));
    for (const event of found) yield draftOf(event);
  },
});

const draftOf = ({ reason, kind, namespace, name, message, count, ageSeconds }: LiveEvent): PlacedDraft => ({
  subject: `${kind} "${namespace}/${name}"`,
  path: `live.events.${reason}.${namespace}/${name}`,
  found: `${reason}, ${String(count)} times, the last ${duration(ageSeconds)} ago: ${message}`,
  expected: "no such warning",
});

const ADDRESS =
  /no (?:more )?IPs? available|all CIDR ranges are exhausted|failed to allocate|range is full|No more IPs/i;

export default rulesOn(wholeModel("live"), [
  logRule("throttled", {
    id: "live-operator-throttled",
    title: "EC2 does not throttle the operator",
    why: "Calls of an account and Region share one allowance. An operator that is throttled attaches interfaces late: nodes wait minutes for addresses.",
    symptom:
      "RequestLimitExceeded in the operator's log; cilium_operator_ec2_api_duration_seconds_count with that code grows.",
    fix: "Raise preAllocate or use prefixes, which take fewer calls; find who else calls EC2 in the account; ask AWS for a higher rate.",
  }),
  logRule("denied", {
    id: "live-operator-denied",
    title: "EC2 lets the operator do what it needs",
    why: "Without the right the interface or address is never made, and nothing else tells of it.",
    symptom: "UnauthorizedOperation in the operator's log.",
    fix: "Compare its role with docs/security.md; check that the service account has the role (eni.iamRole, or a Pod Identity association), then restart the operator.",
  }),
  logRule("no-addresses", {
    id: "live-operator-no-subnet",
    title: "The operator finds a subnet with free addresses",
    why: "Subnets are chosen by ids or tags within the node's zone. None that fits, or all of them full, gives the node no interface.",
    symptom: "`No matching subnet available` or InsufficientFreeAddressesInSubnet in the operator's log.",
    fix: "Check eni.nodeSpec.subnetTags against the subnets of the node's zone; add subnets where they are full: cilium-eks capacity --live.",
  }),
  logRule("no-prefixes", {
    id: "live-operator-no-prefixes",
    title: "The operator finds free blocks of 16",
    why: "Without one it takes single addresses, and the node never comes back to prefixes.",
    symptom: "InsufficientCidrBlocks in the operator's log.",
    fix: "Reserve blocks for prefixes: cilium-eks enis proposes one; then replace the nodes that hold single addresses.",
  }),
  logRule("interface-limit", {
    id: "live-operator-interface-limit",
    title: "The account may make further interfaces",
    why: "The quota of interfaces is of the whole Region and account.",
    symptom: "NetworkInterfaceLimitExceeded in the operator's log.",
    fix: "aws service-quotas request-service-quota-increase --service-code vpc --quota-code L-DF5E4CA3; cilium-eks enis finds leaked ones.",
  }),
  logRule("out-of-interfaces", {
    id: "live-operator-out-of-interfaces",
    title: "Nodes have room for further interfaces",
    why: "An instance type takes so many interfaces and no more; the kubelet's maxPods promises pods that have no room.",
    symptom: "`Instance is out of interfaces` in the operator's log.",
    fix: "Lower maxPods to what cilium-eks capacity TYPE says, take a larger type, or use prefixes on new nodes.",
  }),
  eventRule(/^FailedCreatePodSandBox$/, ADDRESS, {
    id: "live-events-no-address",
    title: "Kubelets get addresses for their pods",
    why: "The agent of the node has no free address to give.",
    symptom: "FailedCreatePodSandBox with `no IPs available` or `all CIDR ranges are exhausted`.",
    source: "kubernetes pkg/kubelet/events/event.go; cilium pkg/ipam",
    fix: "cilium-eks diagnose ips-exhausted walks to the reason.",
  }),
  eventRule(
    /^FailedCreatePodSandBox$/,
    /cilium\.sock|connection refused|Cilium API|cilium-agent|cni plugin not initialized/i,
    {
      id: "live-events-no-agent",
      title: "Kubelets reach the agent of their node",
      why: "The CNI plugin asks the agent by its socket; without the agent no pod gets a network.",
      symptom: "FailedCreatePodSandBox: `unable to connect to Cilium agent`, `dial unix /var/run/cilium/cilium.sock`.",
      source: "kubernetes pkg/kubelet/events/event.go; cilium plugins/cilium-cni",
      fix: "kubectl -n kube-system get pods -l k8s-app=cilium -o wide shows the agent of the node; its log says why it does not run.",
    },
  ),
  eventRule(/^(?:FailedDeployModel|FailedBuildModel|SyncLoadBalancerFailed|FailedReconcile)/, /./, {
    id: "live-events-load-balancer",
    title: "The load balancer controller has nothing to complain of",
    why: "Its events say which call of AWS was refused, or which subnet it did not find.",
    symptom: "kubectl describe the Service shows FailedDeployModel or SyncLoadBalancerFailed.",
    source: "AWS Load Balancer Controller pkg/k8s/events.go; cloud-provider service controller",
    fix: "Do what the message says: mostly a right, a subnet's tag (kubernetes.io/role/elb), or a quota.",
  }),
  {
    id: "live-drops-policy",
    severity: Severity.Warning,
    title: "No flow is denied by a policy that was not meant to deny it",
    why: "A policy that selects a pod in a direction denies everything that none allows, replies excepted; the first policy on a pod so closes it.",
    symptom: "hubble observe --verdict DROPPED shows `Policy denied`.",
    source: "Cilium docs: security/policy/intro; Hubble API flow.proto (DropReason)",
    fix: "Allow the flow by a rule on the pod that is named: egress at its beginning, ingress at its end; hubble observe --verdict DROPPED --follow shows what is left.",
    *check({ live }) {
      for (const { from, to, port, reason, count } of live.drops) {
        if (!POLICY_REASONS.has(reason)) continue;
        yield {
          subject: `flow "${from} to ${to}"`,
          path: `live.drops.${from}.${to}.${port}`,
          found: `${reason} ${String(count)} times, ${port}`,
          expected: "forwarded, or denied on purpose",
        };
      }
    },
  },
]);

const POLICY_REASONS: ReadonlySet<string> = new Set(["POLICY_DENIED", "POLICY_DENY", "AUTH_REQUIRED"]);
