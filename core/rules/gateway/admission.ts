import type { ClusterModel } from "../../model/index.ts";
import { type LabelSelector, type Listener, ofKind } from "./objects.ts";

/** Label that Kubernetes puts on every namespace. */
const NAME_LABEL = "kubernetes.io/metadata.name";

/** Whether labels fit a selector of Kubernetes. */
export function selects(
  { matchLabels = {}, matchExpressions = [] }: LabelSelector,
  labels: Readonly<Record<string, string>>,
): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      const value = labels[key];
      if (operator === "Exists") return value !== undefined;
      if (operator === "DoesNotExist") return value === undefined;
      const listed = value !== undefined && values.includes(value);
      return operator === "NotIn" ? !listed : listed;
    })
  );
}

/**
 * Whether a listener takes routes of a namespace. A namespace that the program does not make may have any label: only the one
 * that Kubernetes sets is known of it, and a selector on others is taken to fit.
 */
export function admitsNamespace(
  { objects }: ClusterModel,
  listener: Listener,
  namespace: string,
  own: string,
): boolean {
  const { from = "Same", selector } = listener.allowedRoutes?.namespaces ?? {};
  if (from === "All") return true;
  if (from === "Same") return namespace === own;
  if (selector === undefined) return false;
  const made = ofKind(objects, "", "Namespace").find(({ metadata }) => metadata.name === namespace);
  const labels = { ...made?.metadata.labels, [NAME_LABEL]: namespace };
  if (made !== undefined || asksForNameOnly(selector)) return selects(selector, labels);
  return true;
}

const asksForNameOnly = ({ matchLabels = {}, matchExpressions = [] }: LabelSelector): boolean =>
  [...Object.keys(matchLabels), ...matchExpressions.map(({ key }) => key)].every((key) => key === NAME_LABEL);
