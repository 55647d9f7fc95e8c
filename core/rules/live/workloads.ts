import type { LivePart } from "../../model/index.ts";
import { Severity } from "../../findings/finding.ts";
import { minorOf } from "../../facts/version.ts";
import { rulesOn } from "../rule.ts";
import { only } from "../subject.ts";
import { wholeModel } from "../subjects.ts";
import { ofAll, workloads } from "./subjects.ts";

/** Parts whose failure stops pods from getting a network or a name. */
const VITAL: ReadonlySet<LivePart> = new Set(["agent", "envoy", "operator", "dns"]);
const OTHERS: ReadonlySet<LivePart> = new Set(["relay", "ui", "mesh", "load-balancer-controller"]);

const NAMES: Readonly<Record<"agent" | "operator", string>> = {
  agent: "DaemonSet cilium",
  operator: "Deployment cilium-operator",
};

const rollout = (
  ready: number,
  { desired, updated, observed }: { readonly desired: number; readonly updated: number; readonly observed: boolean },
): string =>
  [
    `${ofAll(ready, desired)} ready`,
    ...(updated < desired ? [`${ofAll(updated, desired)} of the newest version`] : []),
    ...(observed ? [] : ["the last change not seen by its controller"]),
  ].join(", ");

export default [
  ...rulesOn(
    only(workloads, ({ part }) => VITAL.has(part)),
    [
      {
        id: "live-workloads-rolled-out",
        severity: Severity.Error,
        title: "Agents, Envoy, operator and CoreDNS run everywhere at the wanted version",
        why: "A node whose agent is not ready gives pods no network; without an operator nodes get no further addresses; without Envoy requests through Gateways and L7 policies fail; without CoreDNS names are not resolved.",
        symptom: "kubectl -n kube-system get ds,deploy shows fewer ready than desired.",
        source: "Kubernetes docs: concepts/workloads/controllers; cilium cilium-cli/status/k8s.go",
        fix: "kubectl -n kube-system rollout status, then describe and logs of the pods that are not ready.",
        *check({ kind, namespace, name, ready, desired, updated, observed }) {
          if (observed && ready >= desired && updated >= desired) return;
          yield {
            found: rollout(ready, { desired, updated, observed }),
            expected: `${String(desired)} ready of the newest version`,
            fix: `kubectl -n ${namespace} rollout status ${kind.toLowerCase()}/${name} --timeout 1m; kubectl -n ${namespace} describe ${kind.toLowerCase()}/${name} says why.`,
          };
        },
      },
      {
        id: "live-workloads-scheduled",
        severity: Severity.Error,
        title: "Operator and CoreDNS have at least one replica, agents at least one node",
        why: "A workload that wants no pod is ready with none: a replica count of 0 or a node selector that no node has switches it off silently.",
        source: "Kubernetes docs: concepts/workloads/controllers/deployment",
        fix: "Scale it up again, or take the node selector away: helm get values cilium -n kube-system shows who set it.",
        *check({ desired }) {
          if (desired > 0) return;
          yield { found: "no pod is wanted", expected: "at least one" };
        },
      },
    ],
  ),
  ...rulesOn(
    only(workloads, ({ part }) => OTHERS.has(part)),
    [
      {
        id: "live-workloads-beside",
        severity: Severity.Warning,
        title: "Relay, UI, mesh and load balancer controller are ready",
        why: "Pods keep their network without them. Flows cannot be asked for without the relay, remote clusters are frozen without the mesh's API server, and no load balancer is made or changed without its controller.",
        source: "cilium cilium-cli/status/k8s.go; AWS Load Balancer Controller docs: how-it-works",
        fix: "kubectl -n kube-system describe and logs of the Deployment; relay often waits for its certificate.",
        *check({ ready, desired, updated, observed }) {
          if (observed && ready >= desired) return;
          yield { found: rollout(ready, { desired, updated, observed }), expected: `${String(desired)} ready` };
        },
      },
    ],
  ),
  ...rulesOn(wholeModel("live"), [
    {
      id: "live-workloads-present",
      severity: Severity.Error,
      title: "Cilium's DaemonSet and its operator are there",
      why: "Without the agents there is no CNI, without the operator no address.",
      source: "Cilium charts 1.19.6 and 1.20.0: templates/cilium-agent, templates/cilium-operator",
      fix: "Run pulumi up; helm list -n kube-system shows whether the release is there, helm history cilium -n kube-system why not.",
      *check({ live }) {
        for (const [part, name] of Object.entries(NAMES)) {
          if (live.workloads.some((one) => one.part === part)) continue;
          yield {
            subject: name,
            path: `live.workloads.${part}`,
            found: "none in the namespace of Cilium",
            expected: "one, made by the chart",
          };
        }
      },
    },
    {
      id: "live-workloads-one-version",
      severity: Severity.Warning,
      title: "Agents and operator are of one minor version",
      why: "Cilium supports neighbours only while an upgrade runs: a 1.20 operator understands how 1.19 agents report addresses, but not the other way round.",
      source: "Cilium docs: operations/upgrade; cilium 1.20 operator/pkg/ipam/nodemanager/node.go",
      fix: "Let the roll-out end (kubectl -n kube-system rollout status ds/cilium), or run the upgrade again with one version.",
      *check({ live }) {
        const own = live.workloads.filter(({ part }) => part === "agent" || part === "operator");
        const versions = [...new Set(own.flatMap(({ version }) => version ?? []))];
        const minors = new Set(versions.map((version) => minorOf(version)));
        if (minors.size < 2) return;
        yield {
          subject: "Cilium",
          path: "live.workloads",
          found: own.map(({ name, version }) => `${name} ${version ?? "?"}`).join(", "),
          expected: "one minor version",
        };
      },
    },
    {
      id: "live-workloads-other-cni",
      severity: Severity.Error,
      title: "The VPC CNI runs on no node",
      why: "Two CNIs write the same configuration, iptables chains and ENIs: pods get addresses from whichever came first, and EC2 refuses what the other one asks for.",
      symptom: "kubectl -n kube-system get ds aws-node shows pods; some pods have no CiliumEndpoint.",
      source: "Cilium docs: installation/k8s-install-helm (EKS); cilium/cilium#25804",
      fix: "Where old nodes still run it on purpose (`existing.strategy: split`), drain them. Else kubectl -n kube-system patch ds aws-node with a node selector that no node has, and remove the EKS add-on vpc-cni.",
      *check({ live }) {
        const node = live.workloads.find(({ part }) => part === "aws-node");
        if (node === undefined || node.desired === 0) return;
        if (live.config.data["cni-chaining-mode"] === "aws-cni") return;
        yield {
          subject: "DaemonSet aws-node",
          path: "live.workloads.aws-node",
          found: `wanted on ${String(node.desired)} nodes`,
          expected: "none",
        };
      },
    },
    {
      id: "live-workloads-kube-proxy",
      severity: Severity.Warning,
      title: "kube-proxy does not run where Cilium replaces it",
      why: "Both program Services: connections may be translated twice, and kube-proxy's rules stay when Services go.",
      source: "Cilium docs: network/kubernetes/kubeproxy-free",
      fix: "Remove the EKS add-on kube-proxy, or give its DaemonSet a node selector that no node has.",
      *check({ live }) {
        const proxy = live.workloads.find(({ part }) => part === "kube-proxy");
        if (proxy === undefined || proxy.desired === 0) return;
        if (live.config.data["kube-proxy-replacement"] !== "true") return;
        yield {
          subject: "DaemonSet kube-proxy",
          path: "live.workloads.kube-proxy",
          found: `wanted on ${String(proxy.desired)} nodes, with kube-proxy-replacement true`,
          expected: "none",
        };
      },
    },
  ]),
];
