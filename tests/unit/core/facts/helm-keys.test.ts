import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  chartVersionFor,
  knownPaths,
  lookupKey,
  lookupSegments,
  suggestKeys,
  typeFault,
  walkValues,
} from "../../../../core/facts/helm-keys.ts";

const CHART = "1.19.6";

describe("chart versions", () => {
  it.each([
    ["1.19.6", "1.19.6"],
    ["1.19.8", "1.19.6"],
    ["1.20.2", "1.20.2"],
    ["1.18.12", "1.18.12"],
    ["1.17.1", undefined],
    ["1.21.0", undefined],
    ["newest", undefined],
  ])("%s is read with the keys of %s", (version, chart) => {
    expect(chartVersionFor(version)).toBe(chart);
  });
});

describe("looking a key up", () => {
  it.each([
    ["eni.enabled", { known: true, type: "boolean" }],
    ["eni", { known: true, branch: true, type: "object" }],
    ["eni.nodeSpec.firstInterfaceIndex", { known: true, type: "integer|null" }],
    ["loadBalancer.mode", { known: true, templatesOnly: true, type: "string" }],
    ["egressMasqueradeInterfaces", { known: true, templatesOnly: true, type: "string" }],
    ["eni.eniTags", { known: true, freeForm: true }],
    ["eni.eniTags.team", { known: true, freeForm: true }],
    ["extraConfig.anything", { known: true, freeForm: true }],
    ["ipMasqAgent.config.nonMasqueradeCIDRs", { known: true, freeForm: true }],
    ["nodeSelector.team", { known: true, freeForm: true }],
    ["nodeSelector.kubernetes.io/os", { known: true, freeForm: true }],
    ["cni.resources.limits.ephemeral-storage", { known: true, freeForm: true }],
    ["operator.securityContext.runAsUser", { known: true, freeForm: true }],
    ["envoy.securityContext.runAsUser", { known: false }],
    ["eni.enabled.deeper", { known: false }],
    ["awsEnablePrefixDelegation", { known: false }],
    ["eni.updateEC2AdapterLimitViaAPI", { known: false }],
    ["", { known: false }],
  ])("%s", (path, expected) => {
    expect(lookupKey(CHART, path)).toMatchObject(expected);
  });

  it("differs by chart", () => {
    expect(lookupKey("1.18.12", "eni.nodeSpec.subnetTags").known).toBe(false);
    expect(lookupKey("1.20.2", "gatewayAPI.useRemoteAddress").known).toBe(true);
    expect(lookupKey(CHART, "gatewayAPI.useRemoteAddress").known).toBe(false);
    expect(lookupKey(CHART, "gatewayAPI.gatewayClass.create").type).toBe("string");
    expect(lookupKey("1.20.2", "gatewayAPI.gatewayClass.create").type).toBe("boolean|string");
  });

  // What `helm template` says of these keys with the published charts: "got string, want null", and a list of words.
  it("takes the schema's word for keys that values.yaml leaves empty", () => {
    expect(lookupKey(CHART, "endpointPolicyUpdateTimeoutDuration").type).toBe("null");
    expect(lookupKey(CHART, "envoy.log.defaultLevel").type).toBe("null|string");
    expect(lookupKey("1.20.2", "envoy.xdsMode").type).toBe("null|string");
  });

  it("knows each of its own paths and every parent of them", () => {
    for (const chart of [CHART, "1.20.2"] as const) {
      for (const path of knownPaths(chart)) {
        expect(lookupKey(chart, path).known).toBe(true);
        const parent = path.slice(0, Math.max(0, path.lastIndexOf(".")));
        expect(parent === "" || lookupKey(chart, parent).known).toBe(true);
      }
    }
  });

  it("takes keys with dots in pieces", () => {
    expect(lookupSegments(CHART, ["eni", "eniTags", "example.com/team"]).freeForm).toBe(true);
  });
});

describe("suggestions", () => {
  it.each([
    ["awsEnablePrefixDelegation", "eni.awsEnablePrefixDelegation"],
    ["ipamPreAllocate", "ipam.nodeSpec.ipamPreAllocate"],
    ["gatewayApi.enabled", "gatewayAPI.enabled"],
    ["kubeProxyReplacment", "kubeProxyReplacement"],
    ["hubble.relay.enable", "hubble.relay.enabled"],
    ["ipam.mod", "ipam.mode"],
    ["eni.nodespec.subnetTags", "eni.nodeSpec.subnetTags"],
    ["gatewayAPIs", "gatewayAPI"],
  ])("%s -> %s", (wrong, right) => {
    expect(suggestKeys(CHART, wrong)[0]).toBe(right);
  });

  it("say nothing where nothing is near", () => {
    expect(suggestKeys(CHART, "enabled")).toEqual([]);
    expect(suggestKeys(CHART, "completelyDifferentThing")).toEqual([]);
  });

  it("are always known paths, at most three", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."abeinpsE.".split("")) }), (path) => {
        const suggestions = suggestKeys(CHART, path);
        expect(suggestions.length).toBeLessThanOrEqual(3);
        for (const suggestion of suggestions) expect(lookupKey(CHART, suggestion).known).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

const walk = (values: Record<string, unknown>) =>
  [...walkValues(CHART, values)].map(({ path, lookup }) => [path, lookup.known] as const);

describe("walking a values object", () => {
  it("stops at leaves and maps, and goes to the bottom of what is unknown", () => {
    const values = {
      eni: { enabled: true, eniTags: { "example.com/team": "a" }, tags: { a: "b" } },
      hubble: { metrics: { enabled: ["dns", "drop"] } },
      cilium: { image: { tag: "v1" } },
      routingMode: null,
      gatewayAPI: {},
    };
    expect(walk(values)).toEqual([
      ["cilium.image.tag", false],
      ["eni.enabled", true],
      ["eni.eniTags", true],
      ["eni.tags.a", false],
      ["gatewayAPI", true],
      ["hubble.metrics.enabled", true],
      ["routingMode", true],
    ]);
  });

  it("gives the same order for any order of keys", () => {
    expect(walk({ b: 1, a: { d: 1, c: 2 } })).toEqual(walk({ a: { c: 2, d: 1 }, b: 1 }));
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (values) => {
        expect([...walkValues(CHART, values)].length).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe("types", () => {
  it.each([
    ["boolean", true, undefined],
    ["boolean", "true", "must be boolean, is string"],
    ["integer", 1, undefined],
    ["integer", 1.5, "must be integer, is number"],
    ["null|number", 4, undefined],
    ["null", null, undefined],
    ["null", "10s", "must be left out: the chart's schema takes null only"],
    ["array|string", {}, "must be array or string, is object"],
    ["object*", { a: 1 }, undefined],
    ["array|object*", [], undefined],
    ["string", null, undefined],
    ["string enum:Local,Cluster", "Local", undefined],
    ["string enum:Local,Cluster", "local", "must be one of Local, Cluster"],
  ])("%s takes %j: %s", (type, value, fault) => {
    expect(typeFault(type, value)).toBe(fault);
  });
});
