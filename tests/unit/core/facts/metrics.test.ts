import { describe, expect, it } from "vitest";
import { findMetric, GONE_METRICS, labelsOf, METRICS, metricsMinor } from "../../../../core/facts/metrics/index.ts";
import { CILIUM_TUPLES } from "../../../../core/facts/versions.ts";

const labels = (series: string, version: string): string[] => {
  const fact = findMetric(series, version);
  return fact === undefined ? [] : [...labelsOf(fact, version)];
};

describe("the table of metrics", () => {
  it("has each name once, in Prometheus' spelling, with a source", () => {
    const names = METRICS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, labels: own, source } of METRICS) {
      expect(name).toMatch(/^(?:vllm:)?[a-z][a-z0-9_]*$/);
      expect(
        own.every((label) => /^(?:vllm:)?[a-z][a-z0-9_]*$/.test(label)),
        name,
      ).toBe(true);
      expect(source.length, name).toBeGreaterThan(10);
    }
  });

  it("finds the series of a histogram, and not its bare name", () => {
    const histogram = "cilium_operator_ipam_allocation_duration_seconds";
    expect(findMetric(`${histogram}_count`, "1.19.6")?.name).toBe(histogram);
    expect(findMetric(`${histogram}_bucket`, "1.19.6")).toBeDefined();
    expect(findMetric(histogram, "1.19.6")).toBeUndefined();
    expect(findMetric("cilium_drop_count_total_count", "1.19.6")).toBeUndefined();
  });

  it("tells the minors apart", () => {
    expect(findMetric("cilium_policy_missing_proxy_redirects", "1.19.6")).toBeUndefined();
    expect(findMetric("cilium_policy_missing_proxy_redirects", "1.20.2")).toBeDefined();
    expect(findMetric("cilium_agent_bootstrap_seconds", "1.20.2")).toBeUndefined();
    expect(labels("cilium_policy_change_total", "1.19.6")).not.toContain("source");
    expect(labels("cilium_policy_change_total", "1.20.2")).toContain("source");
  });

  it("knows every minor that may be used", () => {
    expect(CILIUM_TUPLES.map(({ checked }) => metricsMinor(checked))).toEqual(CILIUM_TUPLES.map(({ minor }) => minor));
    expect(metricsMinor("1.21.0")).toBe("1.20");
  });

  it.each(Object.keys(GONE_METRICS))("has no %s, which guides name", (name) => {
    for (const { checked } of CILIUM_TUPLES) expect(findMetric(name, checked)).toBeUndefined();
  });
});
