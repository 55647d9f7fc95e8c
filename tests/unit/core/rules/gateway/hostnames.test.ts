import { describe, expect, it } from "vitest";
import { hostnamesMeet } from "../../../../../core/rules/gateway/hostnames.ts";

describe("hostnames", () => {
  it.each([
    ["", "a.example.com", true],
    ["*.example.com", "a.b.example.com", true],
    ["*.example.com", "example.com", false],
    ["*.example.com", "badexample.com", false],
    ["*.example.com", "*.a.example.com", true],
    ["*.a.example.com", "*.example.com", true],
    ["*.a.example.com", "*.b.example.com", false],
    ["a.example.com", "*.example.com", true],
    ["a.example.com", "b.example.com", false],
  ])("%s and %s: %s", (listenerName, routeName, meet) => {
    expect(hostnamesMeet(listenerName, routeName)).toBe(meet);
  });
});
