import { AGENT, type Runbooks } from "./runbook.ts";

export const AGENT_RUNBOOKS: Runbooks = {
  CiliumEndpointRegenerationFailing: {
    meaning:
      "The agent cannot compile, load or fill the programs of some endpoints. They keep their old policy; new endpoints do not become ready.",
    look: [
      `\`${AGENT} cilium-dbg endpoint list\` (not ready), then \`cilium-dbg endpoint log <id>\`.`,
      "`kubectl -n kube-system logs <agent> | grep -i regenerat`. 1.20 has reason and error in the alert's labels.",
    ],
    act: [
      "A full policy map: CiliumBpfMapNearlyFull. Verifier errors: kernel and Cilium version together, see docs/upgrade.md.",
    ],
  },
  CiliumEndpointsInvalid: {
    meaning: "The endpoint could not be set up at all. Its pod runs without network.",
    look: [`\`${AGENT} cilium-dbg endpoint list\` and \`endpoint log <id>\`.`],
    act: ["Delete the pod. If it returns, read the agent's log at the time it was made."],
  },
  CiliumEndpointCreationFailing: {
    meaning:
      "The CNI plugin's requests are refused. Pods stay in ContainerCreating with event *FailedCreatePodSandBox*.",
    look: [
      "`kubectl get events -A --field-selector reason=FailedCreatePodSandBox`",
      "429: too many pods at once for the agent's limiter. 500 and 502: no free address (see the address alerts) or no identity.",
    ],
    act: ["Follow the event's text. Restart the agent if its API hangs."],
  },
  CiliumPolicyChangeFailing: {
    meaning: "An agent cannot take over a new or changed policy and enforces what it had before.",
    look: [
      "`kubectl get cnp,ccnp -A` and `kubectl describe` of the newest: condition *Valid*.",
      `\`kubectl -n kube-system logs <agent> | grep -i policy\``,
    ],
    act: ["Correct or remove the policy. `npm run plan` judges policies that are planned there."],
  },
  CiliumProxyRedirectsMissing: {
    meaning:
      "L7 rules need a port of Envoy or of the DNS proxy, and there is none. Traffic of those rules is refused where the default is deny.",
    look: [
      "`kubectl -n kube-system get pods -l k8s-app=cilium-envoy -o wide` on that node.",
      `\`${AGENT} cilium-dbg status --verbose\`, section Proxy Status.`,
    ],
    act: ["Get Envoy running; then restart the agent."],
  },
  CiliumIdentitiesNearlyUsed: {
    meaning:
      "Every distinct set of labels is an identity, 65,280 at most. At the limit new pods get none and do not start.",
    look: [
      "`kubectl get ciliumidentities | wc -l`; which label differs: job names, pod-template hashes, users, build numbers.",
    ],
    act: [
      "Take such labels out by Helm value `labels` (`!job-name`); agents and operator restart, the operator removes unused identities.",
    ],
  },
  CiliumApiErrors: {
    meaning:
      "The API server refuses or fails calls of the agent. 429: priority and fairness holds it back; 5xx: the control plane is unwell.",
    look: ["`kubectl get --raw /readyz?verbose`; EKS control-plane metrics and logs."],
    act: ["Wait for EKS to scale up, or slow down what floods the API. Agents recover by themselves."],
  },
  CiliumNodesUnreachable: {
    meaning: "The health probe of that agent gets no answer from other nodes, on ICMP and TCP 4240.",
    look: [
      `\`${AGENT} cilium-health status\`: which nodes, host or endpoint.`,
      "Security groups between the nodes: TCP 4240, ICMP type 8; routes between subnets; nodes that are being replaced.",
    ],
    act: ["Open what is closed. After an autoscaler removed nodes the number falls by itself."],
  },
  CiliumControllersFailing: {
    meaning: "Background tasks of the agent fail over and over; the consequences depend on the task.",
    look: [`\`${AGENT} cilium-dbg status --all-controllers\` names them with the last error.`],
    act: ["Follow the error's text."],
  },
};
