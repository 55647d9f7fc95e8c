import { Severity } from "../../findings/finding.ts";
import { rulesOn } from "../rule.ts";
import { subjectOf } from "../subject.ts";
import { wholeModel } from "../subjects.ts";
import type { LivePod } from "../../model/index.ts";
import { duration, keyOf } from "./subjects.ts";

/** Images are pulled and volumes attached within this, mostly. */
const PATIENCE_SECONDS = 180;
const EXAMPLES = 5;

const oddPods = subjectOf<LivePod, LivePod, "live">({
  needs: ["live"],
  of: ({ live }) => live.pods.odd,
  read: (pod) => pod,
  place: (pod) => ({ subject: `pod "${keyOf(pod)}"`, path: `live.pods.${keyOf(pod)}` }),
});

const STARTING: ReadonlySet<string> = new Set(["ContainerCreating", "Pending", "PodInitializing"]);
const CRASHING = /CrashLoopBackOff|Error|OOMKilled/;
const OURS = /^(?:cilium|hubble|coredns|clustermesh)-/;

export default [
  ...rulesOn(oddPods, [
    {
      id: "live-pods-stuck",
      severity: Severity.Error,
      title: "No pod waits on its node for a network",
      why: "A pod that has a node and no container yet waits for a volume, an image, or an address. When several wait at once it is the address.",
      symptom: "ContainerCreating for minutes; events say FailedCreatePodSandBox.",
      source: "Kubernetes docs: concepts/workloads/pods/pod-lifecycle; cilium/cilium#22054",
      fix: "cilium-eks diagnose pods-stuck; kubectl describe pod shows its events.",
      *check({ node, status, ageSeconds }) {
        if (node === "" || !STARTING.has(status) || ageSeconds < PATIENCE_SECONDS) return;
        yield { found: `${status} on ${node} for ${duration(ageSeconds)}`, expected: "Running" };
      },
    },
    {
      id: "live-pods-crashing",
      severity: Severity.Error,
      title: "None of Cilium's pods crashes again and again",
      why: "Agents, operator, Envoy and CoreDNS carry everybody else's traffic.",
      symptom: "kubectl -n kube-system get pods shows CrashLoopBackOff.",
      source: "cilium cilium-cli/status/k8s.go; Kubernetes docs: concepts/workloads/pods/pod-lifecycle",
      fix: "kubectl -n kube-system logs POD --previous says why it ended.",
      *check({ namespace, name, status, restarts }) {
        if (namespace !== "kube-system" || !OURS.test(name) || !CRASHING.test(status)) return;
        yield {
          found: `${status}, ${String(restarts)} restarts`,
          expected: "Running",
          fix: `kubectl -n ${namespace} logs ${name} --all-containers --previous --tail 50 says why.`,
        };
      },
    },
  ]),
  ...rulesOn(wholeModel("live"), [
    {
      id: "live-pods-unmanaged",
      severity: Severity.Warning,
      title: "Cilium manages every pod that has an address of its own",
      why: "A pod that started under another CNI, or before the agent, has no endpoint: no policy holds for it, and Hubble does not see it.",
      symptom: "cilium_operator_unmanaged_pods above 0; kubectl get ciliumendpoints lacks the pod.",
      source: "Cilium docs: installation/k8s-install-helm (restart unmanaged pods); cilium cilium-cli/status/k8s.go",
      fix: "Restart the pods: kubectl rollout restart of their owners.",
      *check({ live }) {
        const { unmanaged, unmanagedCount } = live.pods;
        if (unmanagedCount === 0) return;
        const rest = unmanagedCount - Math.min(EXAMPLES, unmanaged.length);
        yield {
          subject: "pods",
          path: "live.pods.unmanaged",
          found: `${String(unmanagedCount)} without an endpoint: ${unmanaged.slice(0, EXAMPLES).join(", ")}${rest === 0 ? "" : ` and ${String(rest)} more`}`,
          expected: "an endpoint for each",
        };
      },
    },
    {
      id: "live-pods-endpoints",
      severity: Severity.Warning,
      title: "Endpoints are ready",
      why: "An endpoint that is not ready has the policies of before, or none: its BPF programs could not be made anew.",
      symptom:
        'kubectl get ciliumendpoints -A shows other states than ready; cilium_endpoint_regenerations_total{outcome="fail"} grows.',
      source:
        "CRD ciliumendpoints.cilium.io of 1.19.6 and 1.20.2: status.state; Cilium docs: operations/troubleshooting",
      fix: "kubectl -n kube-system logs of the node's agent, by the endpoint's id; restart the pod where it stays.",
      *check({ live }) {
        const stuck = live.endpoints.odd.filter(
          ({ state, ageSeconds }) => !PASSING.has(state) || ageSeconds >= PATIENCE_SECONDS,
        );
        if (stuck.length === 0) return;
        yield {
          subject: "endpoints",
          path: "live.endpoints",
          found: `${String(stuck.length)} not ready: ${stuck
            .slice(0, EXAMPLES)
            .map((one) => `${keyOf(one)} ${one.state}`)
            .join(", ")}`,
          expected: "state ready",
        };
      },
    },
  ]),
];

/** States that an endpoint passes through when it is made or ends. */
const PASSING: ReadonlySet<string> = new Set([
  "creating",
  "waiting-for-identity",
  "not-ready",
  "waiting-to-regenerate",
  "regenerating",
  "restoring",
  "disconnecting",
]);
