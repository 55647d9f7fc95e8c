import { describe, expect, it } from "vitest";
import { ALERT_NAMES } from "../../../core/observability/alerts/index.ts";
import { alertsPage } from "../../../scripts/alerts-page.ts";
import { RUNBOOKS } from "../../../scripts/runbooks/index.ts";

const page = alertsPage();

describe("docs/alerts.md", () => {
  it.each(ALERT_NAMES)("has a section for %s, where its runbook_url points to", (alert) => {
    const anchors = [...page.matchAll(/^### (.+)$/gm)].map(([, title]) => title?.toLowerCase());
    expect(anchors.filter((anchor) => anchor === alert.toLowerCase())).toHaveLength(1);
  });

  it("has a runbook for every alert and for no other", () => {
    expect(Object.keys(RUNBOOKS).toSorted()).toEqual(ALERT_NAMES.toSorted());
  });

  it.each(Object.entries(RUNBOOKS))("says what %s means, where to look and what to do", (_, { meaning, look, act }) => {
    expect(meaning.length).toBeGreaterThan(40);
    expect(look.length).toBeGreaterThan(0);
    expect(act.length).toBeGreaterThan(0);
  });

  it("names the version where an expression holds in one only", () => {
    const section = page.split("### CiliumPolicyChangeFailing")[1]?.split("### ")[0] ?? "";
    expect(section).toContain("Cilium 1.19:\n\n```promql\nsum by (pod) ");
    expect(section).toContain("Cilium 1.20:\n\n```promql\nsum by (pod, source, operation) ");
  });

  it("refers only to alerts that exist", () => {
    const named = [...page.matchAll(/\b(?:Cilium|Hubble|Gateway)(?:[A-Z][a-z0-9]+){2,}\b/g)].map(([name]) => name);
    const objects = ["CiliumEnvoyConfig", "CiliumBgpClusterConfig"];
    expect([...new Set(named)].filter((name) => !ALERT_NAMES.includes(name) && !objects.includes(name))).toEqual([]);
  });
});
