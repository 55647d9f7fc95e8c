import { describe, expect, it } from "vitest";
import { chartSource, planRelease } from "../../../../core/helm/charts.ts";

const CHART = { name: "demo", repository: "https://charts.example.com", version: "1.2.3" };

describe("where a chart comes from", () => {
  it("is its makers' repository, or the stack's mirror of either kind", () => {
    expect(chartSource(CHART)).toEqual({ chart: "demo", repository: CHART.repository });
    expect(chartSource(CHART, { charts: "https://mirror.example.com/charts" })).toEqual({
      chart: "demo",
      repository: "https://mirror.example.com/charts",
    });
    expect(chartSource(CHART, { charts: "oci://mirror.example.com/charts/" })).toEqual({
      chart: "oci://mirror.example.com/charts/demo",
    });
  });

  it("is part of the planned release", () => {
    expect(planRelease(CHART, { namespace: "kube-system", values: { a: 1 } })).toEqual({
      name: "demo",
      chart: "demo",
      repository: CHART.repository,
      version: "1.2.3",
      namespace: "kube-system",
      values: { a: 1 },
    });
  });
});
