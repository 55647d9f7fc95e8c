/** What somebody who is woken needs: what it means, where to look, what to do. Markdown; commands in backticks. */
export interface Runbook {
  readonly meaning: string;
  readonly look: readonly string[];
  readonly act: readonly string[];
}
export type Runbooks = Readonly<Record<string, Runbook>>;

/** A shell in an agent; `<agent>` is the pod that the alert names. */
export const AGENT = "kubectl -n kube-system exec <agent> -c cilium-agent --";
