import * as pulumi from "@pulumi/pulumi";
import { type MockInstance, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { checkOfferings } from "../../components/cilium-eni-cluster/offerings.ts";
import { Box, registrations } from "../support/registrations.ts";

let warn: MockInstance<typeof pulumi.log.warn>;
beforeEach(() => {
  warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue();
});
afterEach(() => {
  warn.mockRestore();
});

const GENERAL = { name: "general", instanceTypes: ["m6i.large"] };

/** An account whose Region has the zones a, b and c and offers everything there (tests/support/aws-invokes.ts). */
const check = (zones: readonly string[]) =>
  registrations(() => {
    checkOfferings({ name: "test", parent: new Box(), tags: {} }, [GENERAL], zones);
  });

describe("checkOfferings", () => {
  test("says nothing where the zones offer the types", async () => {
    await check(["eu-central-1a", "eu-central-1b"]);
    expect(warn).not.toHaveBeenCalled();
  });

  test("warns of a zone that does not, and creates nothing", async () => {
    const made = await check(["eu-central-1a", "eu-central-1f"]);
    expect(warn.mock.calls.map(([message]) => message).join("\n")).toContain("eu-central-1f does not offer m6i.large");
    expect(made.filter(({ type }) => type.startsWith("aws:"))).toEqual([]);
  });
});
