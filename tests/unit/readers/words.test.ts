import { describe, expect, it } from "vitest";
import { runRule } from "../../../core/rules/run.ts";
import { visibleRules } from "../../../lens/evaluate.ts";
import { inWordsOf } from "../../../readers/words.ts";
import { allCases } from "../../support/rule-cases.ts";

const cases = await allCases();

/** Keys that only our stack file has, and words for what only a program is. */
const OF_STACKS =
  /\b(?:cilium\.(?:allocation|encryption|loadBalancer|masquerade|helmValues|hostRouting|values|upgradeCompatibility|ipam)|mesh\.(?:id|addresses|peers)|network\.(?:vpc|podSubnets|endpoints|attach|nat)|nodeGroups\.|observability\.[a-z]|gateway\.(?:enabled|channel|exposure|tls|nodeGroup)\b|cluster\.(?:serviceCidr|addons|existing|access|endpoint|autoscaler)|ami\.(?:release|family|kubernetesVersion)|quotas\.(?:current|request)|helmValues|uiExposure|relayTls|access\.(?:kind|sourceCidrs)|prometheus\.labels|allowHighCardinality|hybrid\.[a-z]|flowLogs\.|endpoint\.public|hostRouting to)|\b(?:this|another|the same) (?:stack|program)\b|\ba stack:|\bof the stack,/;

describe("remedies of check", () => {
  it("name no key of our stack file, in any failing case of any rule", () => {
    const told = visibleRules.flatMap((rule) =>
      (cases.get(rule.id)?.fails ?? []).flatMap(([, model]) =>
        runRule(rule, model).findings.flatMap((finding) => {
          const { found, expected, fix } = inWordsOf(finding);
          return [found, expected, fix].filter((text) => OF_STACKS.test(text)).map((text) => `${rule.id}: ${text}`);
        }),
      ),
    );
    expect([...new Set(told)]).toEqual([]);
  });
});
