import { afterEach, describe, expect, it } from "vitest";
import { type ModelCheck, checkModel } from "../../../../cli/inference/steps.ts";
import { streamOf } from "../../../../cli/inference/stream.ts";
import { type OpenAiFaults, type OpenAiServer, startOpenAi } from "../../../support/openai-server.ts";

const like = (pattern: RegExp): unknown => expect.stringMatching(pattern);
const running: OpenAiServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map(({ close }) => close()));
});

async function check(faults: OpenAiFaults = {}, more: Partial<ModelCheck> = {}) {
  const server = await startOpenAi(faults);
  running.push(server);
  const steps = await checkModel({
    base: new URL(server.url),
    prompt: "Say hello.",
    timeoutSeconds: 10,
    firstTokenSeconds: 5,
    ...more,
  });
  return { server, said: steps.map(({ name, state }) => `${name}: ${state}`), steps };
}

describe("inference check against a server on loopback", () => {
  it("asks for names, an answer and a stream, and calls open metrics a fault", async () => {
    const { said, server } = await check();
    expect(said).toEqual([
      "Models: ok",
      "Completion: ok",
      "Stream: ok",
      "First token: ok",
      "Header x-gateway-destination-endpoint: ok",
      "Header x-gateway-destination-endpoint-subset: ok",
      "Metrics: failed",
    ]);
    expect(server.seen.map((headers) => headers["x-gateway-destination-endpoint"]).filter(Boolean)).toEqual([
      "192.0.2.1:9",
    ]);
  });

  it("asks a base model plainly", async () => {
    const { steps } = await check({ baseModel: true });
    expect(steps[1]?.found).toContain("a plain completion");
    expect(steps[2]).toMatchObject({ name: "Stream", state: "ok" });
  });

  it("tells a stream that was collected, and one that was cut", async () => {
    expect((await check({ buffered: true })).steps[2]).toMatchObject({
      state: "warning",
      found: like(/all came at once/),
    });
    expect((await check({ cut: true })).steps[2]).toMatchObject({ state: "failed", found: "4 pieces, and no [DONE]" });
  });

  it("warns of a stream that begins later than is wanted", async () => {
    const { said } = await check({ pause: 30 }, { firstTokenSeconds: 0.01 });
    expect(said).toContain("First token: warning");
  });

  it("sends a key, and says that one is missing", async () => {
    expect((await check({ key: "secret" }, { token: "secret" })).said[0]).toBe("Models: ok");
    expect((await check({ key: "secret" })).steps).toMatchObject([
      { name: "Models", state: "failed", fix: like(/--key/) },
    ]);
  });

  it("names what is served where a model is not", async () => {
    expect((await check({ models: ["a", "b"] }, { model: "c" })).steps).toMatchObject([
      { state: "failed", found: 'no "c" among a, b' },
    ]);
    expect((await check({ models: [] })).steps[0]).toMatchObject({ state: "failed", found: "an empty list" });
  });

  it("stops where the model does not answer, with what that status means here", async () => {
    expect((await check({ status: 503 })).steps).toMatchObject([
      { state: "ok" },
      { name: "Completion", state: "failed", found: like(/^status 503/), fix: like(/model server/) },
      { state: "skipped" },
    ]);
  });

  it("says of a port where nobody listens what a connection does", async () => {
    const { server } = await check();
    await server.close();
    const steps = await checkModel({
      base: new URL(server.url),
      prompt: "",
      timeoutSeconds: 5,
      firstTokenSeconds: 5,
    });
    expect(steps).toMatchObject([{ name: "Connection", state: "failed", found: like(/ECONNREFUSED/) }]);
  });
});

describe("a stream of server-sent events", () => {
  const read = (text: string, at: number) => ({ text, at });
  const piece = (content: string) => `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`;

  it("is put together again where an event is spread over reads, and pieces without text do not count", () => {
    const whole = piece("") + piece("hel") + piece("lo") + "data: [DONE]\n\n";
    for (let at = 1; at < whole.length; at += 7) {
      const parts = streamOf({ reads: [read(whole.slice(0, at), 1), read(whole.slice(at), 2)] });
      expect(parts).toMatchObject({ pieces: 2, ended: true });
    }
    expect(streamOf({ reads: [read(piece(""), 1), read(piece("a"), 7)] })).toEqual({
      pieces: 1,
      firstToken: 7,
      reads: 1,
      ended: false,
    });
  });
});
