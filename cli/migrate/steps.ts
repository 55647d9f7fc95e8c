import type { PhaseId, PhaseState } from "../../core/migration/phases.ts";
import { SPLIT_NODE_LABEL } from "../../core/facts/node-labels.ts";
import { edit, editsBetween } from "../shared/edits.ts";
import type { Phase } from "./types.ts";

export interface StepsAbout {
  readonly cluster: string;
  readonly stack: string;
  readonly file: string;
  readonly text: string;
  /** Old groups that still have nodes. */
  readonly groups: readonly string[];
  /** Managed add-ons that stand in the way. */
  readonly addons: readonly string[];
  /** Provider of the operator's role, which has to be in IAM; undefined where it needs none. */
  readonly oidcProviderArn: string | undefined;
  /** Kinds of the old CNI that still have objects, as kubectl names them. */
  readonly leftovers: readonly string[];
  readonly isWritten: boolean;
}

const LABEL = `${SPLIT_NODE_LABEL.key}=${SPLIT_NODE_LABEL.value}`;

interface Step extends Pick<Phase, "title" | "run" | "look" | "rollback"> {
  readonly after?: string;
}

/** What to do in each phase. The label and the selectors are the stack's work (core/control-plane/adoption.ts). */
const STEPS: Readonly<Record<PhaseId, (about: StepsAbout) => Step>> = {
  prepare: ({ cluster, file, stack, addons, isWritten, oidcProviderArn }) => ({
    title: "Prepare: solve what would break, write the stack file",
    run: [
      ...(isWritten ? [] : [`cilium-eks migrate --write ${file}`]),
      `cilium-eks plan --stack-file ${file}`,
      ...addons.map((name) => `aws eks delete-addon --cluster-name ${cluster} --addon-name ${name} --preserve`),
      `pulumi stack init ${stack}`,
    ],
    look:
      oidcProviderArn === undefined
        ? []
        : [
            `aws iam get-open-id-connect-provider --open-id-connect-provider-arn ${oidcProviderArn}   # NoSuchEntity: set cilium.operatorIdentity to pod-identity`,
          ],
    rollback: "Nothing has changed but the add-ons, which aws eks create-addon takes back.",
  }),
  split: ({ stack }) => ({
    title: "Split: Cilium on new nodes beside the old ones",
    run: [`pulumi preview --stack ${stack}`, `pulumi up --stack ${stack}`],
    look: [
      `kubectl get nodes --label-columns ${SPLIT_NODE_LABEL.key}`,
      `kubectl run split-test --image=registry.k8s.io/e2e-test-images/agnhost:2.53 --restart=Never --overrides='{"spec":{"nodeSelector":{"${SPLIT_NODE_LABEL.key}":"${SPLIT_NODE_LABEL.value}"}}}' -- pause`,
      "kubectl exec split-test -- nslookup kubernetes.default",
      "kubectl exec split-test -- /agnhost connect --timeout=5s SERVICE.NAMESPACE.svc:PORT   # then a pod on an old node, a name outside, and the way back",
    ],
    rollback: `pulumi destroy --stack ${stack}: it takes new nodes, Cilium and the affinity of both DaemonSets away. Old nodes were never changed. EKS's own affinity comes back when the add-ons do: aws eks create-addon.`,
  }),
  move: ({ cluster, groups }) => ({
    title: "Move: drain the old groups one by one, CoreDNS and one harmless workload first",
    run: [
      ...groups.flatMap((name) => [
        `kubectl cordon --selector eks.amazonaws.com/nodegroup=${name}`,
        `kubectl drain --selector eks.amazonaws.com/nodegroup=${name} --ignore-daemonsets --delete-emptydir-data`,
        `aws eks delete-nodegroup --cluster-name ${cluster} --nodegroup-name ${name}`,
      ]),
      `kubectl get nodes --selector '!${SPLIT_NODE_LABEL.key}'   # what no group owns: drain and end it too`,
    ],
    look: ["cilium-eks diagnose", "kubectl get pods --all-namespaces --field-selector status.phase=Pending"],
    rollback: `Uncordon the old nodes, or scale their group up again, then drain the new ones: kubectl drain --selector ${LABEL} --ignore-daemonsets --delete-emptydir-data. Pods move back as they came.`,
  }),
  finish: ({ stack, leftovers }) => ({
    title: "Finish: switch aws-node and kube-proxy off",
    after: "no-nodes",
    run: [
      `pulumi up --stack ${stack}`,
      ...(leftovers.length === 0 ? [] : [`kubectl delete ${leftovers.join(",")} --all --all-namespaces`]),
    ],
    look: [`cilium-eks verify --stack ${stack} --wait 20m`],
    rollback:
      "Set strategy back to split and run pulumi up: aws-node and kube-proxy run again on nodes without the label. Bring such nodes up, then go back through move and split.",
  }),
};

/** The phases with what to do in them. */
export const withSteps = (phases: readonly PhaseState[], about: StepsAbout): readonly Phase[] =>
  phases.map((phase) => {
    const { after, ...step } = STEPS[phase.id](about);
    const path = ["config", "cilium-eks:cluster", "existing", "strategy"];
    const edits = after === undefined ? [] : editsBetween(about.text, edit(about.text, [{ path, value: after }]));
    return { ...phase, ...step, edits };
  });
