import { parser } from "@prometheus-io/lezer-promql";

/** What a PromQL expression names. */
export interface PromqlNames {
  /** Offsets of what the parser could not read; empty for a valid expression. */
  readonly errors: readonly number[];
  readonly selectors: readonly { readonly metric: string; readonly labels: readonly string[] }[];
  /** Labels of `by (…)`, `on (…)` and the like. */
  readonly groupingLabels: readonly string[];
}

/** Reads an expression with Prometheus' own grammar. Every selector must name its metric. */
export function readPromql(expression: string): PromqlNames {
  const errors: number[] = [];
  const selectors: { metric: string; labels: string[] }[] = [];
  const groupingLabels: string[] = [];
  parser.parse(expression).iterate({
    enter: ({ name, type, from, to, node }) => {
      const text = expression.slice(from, to);
      if (type.isError) errors.push(from);
      if (name === "VectorSelector") selectors.push({ metric: "", labels: [] });
      const selector = selectors.at(-1);
      if (name === "Identifier" && selector !== undefined) selector.metric = text;
      if (name !== "LabelName") return;
      if (node.parent?.name === "GroupingLabels") groupingLabels.push(text);
      else selector?.labels.push(text);
    },
  });
  return { errors, selectors, groupingLabels };
}
