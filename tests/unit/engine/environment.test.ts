import { describe, expect, it } from "vitest";
import { languageHostVariables, scrubbed } from "../../../engine/environment.ts";

describe("scrubbed", () => {
  it.each([
    "AWS_PROFILE",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_REGION",
    "https_proxy",
    "HTTP_PROXY",
    "NO_PROXY",
    "PULUMI_ACCESS_TOKEN",
    "PULUMI_CONFIG_PASSPHRASE",
    "KUBECONFIG",
    "GITHUB_TOKEN",
    "npm_config_registry",
    "NODE_OPTIONS",
    "DATABASE_PASSWORD",
    "SSH_AUTH_SOCK",
  ])("withholds %s", (name) => {
    expect(scrubbed({ [name]: "x" })).toEqual({});
  });

  it.each(["PATH", "HOME", "LANG", "TZ", "TMPDIR", "DEPLOY_ENV"])("keeps %s", (name) => {
    expect(scrubbed({ [name]: "x" })).toEqual({ [name]: "x" });
  });
});

describe("languageHostVariables", () => {
  it("carries the config as JSON and leaves TypeScript to Node", () => {
    const variables = languageHostVariables({ config: { "a:b": "1" }, secretKeys: ["a:b"] });
    expect(variables["PULUMI_CONFIG"]).toBe('{"a:b":"1"}');
    expect(variables["PULUMI_CONFIG_SECRET_KEYS"]).toBe('["a:b"]');
    expect(variables["PULUMI_NODEJS_TYPESCRIPT"]).toBe("false");
  });
});
