import { describe, expect, it } from "vitest";
import {
  ENUM_KEYS,
  MAGLEV_DEFAULT_TABLE_SIZE,
  MAGLEV_TABLE_SIZES,
  enumAllows,
  enumValues,
  maglevBackends,
} from "../../../../core/facts/helm-enums.ts";
import { lookupKey, typeFault } from "../../../../core/facts/helm-keys.ts";

describe("keys with a list of values", () => {
  it("are keys of a chart, and each value has the schema's type", () => {
    for (const { path, values } of ENUM_KEYS) {
      const chart = lookupKey("1.19.6", path).known ? "1.19.6" : "1.20.2";
      const { known, type } = lookupKey(chart, path);
      expect(known, path).toBe(true);
      const faults = values.map((value) => typeFault(type ?? "string", value)).filter((fault) => fault !== undefined);
      expect(faults, path).toEqual([]);
    }
  });

  it("hold their default", () => {
    for (const { path, values, default: byDefault } of ENUM_KEYS)
      expect(byDefault === "" || values.includes(byDefault), path).toBe(true);
  });

  it("appear once", () => {
    expect(new Set(ENUM_KEYS.map(({ path }) => path)).size).toBe(ENUM_KEYS.length);
  });

  it.each([
    ["kubeProxyReplacement", "strict", false],
    ["kubeProxyReplacement", true, true],
    ["kubeProxyReplacement", "true", true],
    ["gatewayAPI.gatewayClass.create", "true", true],
    ["gatewayAPI.gatewayClass.create", true, false],
    ["gatewayAPI.externalTrafficPolicy", "local", false],
    ["ipam.mode", "eni", true],
    ["ipam.mode", "aws-eni", false],
    ["bpf.datapathMode", "auto", false],
    ["routingMode", null, true],
    ["cluster.name", "anything", true],
  ])("1.19: %s = %j: %s", (path, value, allowed) => {
    expect(enumAllows("1.19.6", path, value)).toBe(allowed);
  });

  it("can differ by minor", () => {
    expect(enumAllows("1.20.2", "bpf.datapathMode", "auto")).toBe(true);
    expect(enumValues("1.20.2", "cluster.name")).toBeUndefined();
  });
});

describe("Maglev", () => {
  it("has a default among its sizes, for about 160 backends", () => {
    expect(MAGLEV_TABLE_SIZES).toContain(MAGLEV_DEFAULT_TABLE_SIZE);
    expect(maglevBackends(MAGLEV_DEFAULT_TABLE_SIZE)).toBe(163);
  });
});
