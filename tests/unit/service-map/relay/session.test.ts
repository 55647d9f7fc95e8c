import { afterEach, describe, expect, test } from "vitest";
import { openRelays, type RelayOptions } from "../../../../service-map/relay/index.ts";
import type { RelayEvent } from "../../../../service-map/relay/types.ts";
import { flowBetween, type MockRelay, type Scene, startRelay, status } from "../../../support/relay/server.ts";

const running: MockRelay[] = [];
afterEach(() => {
  for (const relay of running.splice(0)) relay.stop();
});

async function relay(scenes: readonly ((scene: Scene) => void)[], port?: number): Promise<MockRelay> {
  const started = await startRelay(scenes, port === undefined ? {} : { port });
  running.push(started);
  return started;
}

const options = (relays: readonly string[], more: Partial<RelayOptions> = {}): RelayOptions => ({
  relays,
  follow: false,
  timeoutMs: 20_000,
  signal: new AbortController().signal,
  backoff: { firstMs: 1, longestMs: 20, attempts: 3 },
  ...more,
});

async function collect(events: AsyncIterable<RelayEvent>): Promise<RelayEvent[]> {
  const all: RelayEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

/** `web>api` for each flow, the text of each gap, and the kind of anything else. */
const read = (events: readonly RelayEvent[]): string[] =>
  events.map((event) => {
    if (event.kind === "gap") return `gap: ${event.message}`;
    const flow = event.line["flow"] as Record<string, { workloads: { name: string }[] }> | undefined;
    if (flow === undefined) return Object.keys(event.line).join(",");
    return `${flow["source"]?.workloads[0]?.name ?? ""}>${flow["destination"]?.workloads[0]?.name ?? ""}`;
  });

describe("what a relay is asked for", () => {
  const asked = async (more: Partial<RelayOptions>) => {
    const mock = await relay([({ end }) => end()]);
    await collect(openRelays(options([mock.address], more)));
    return mock.requests[0];
  };

  test("everything that the nodes hold, and only the fields of a map", async () => {
    const request = await asked({});
    expect(request?.number).toBe("18446744073709551615");
    expect(request?.field_mask?.paths).toContain("drop_reason_desc");
    expect(request?.field_mask?.paths).not.toContain("Summary");
    expect(request).not.toHaveProperty("since");
  });

  test("the newest of each node", async () => {
    expect(await asked({ last: 500 })).toMatchObject({ number: "500" });
  });

  test("flows since an instant, without a number, which servers would not heed", async () => {
    const request = await asked({ since: "2026-11-20T10:00:00.250Z" });
    expect(request?.since).toEqual({ seconds: "1795168800", nanos: 250_000_000 });
    expect(Number(request?.number ?? 0)).toBe(0);
  });

  test("namespaces at either end", async () => {
    const request = await asked({ namespaces: ["shop", "pay"] });
    const pods = ["shop/", "pay/"];
    expect(request?.whitelist).toEqual([{ source_pod: pods }, { destination_pod: pods }]);
  });
});

describe("one relay", () => {
  test("passes flows, node states and lost events on", async () => {
    const mock = await relay([
      ({ send, end }) => {
        send({ node_status: { state_change: "NODE_UNAVAILABLE", node_names: ["prod/ip-10-0-3-9"] } });
        send(flowBetween("web", "api"));
        send({ lost_events: { source: "HUBBLE_RING_BUFFER", num_events_lost: "12" } });
        end();
      },
    ]);
    const events = await collect(openRelays(options([mock.address])));
    expect(read(events)).toEqual(["node_status", "web>api", "lost_events"]);
  });

  test("goes on after a break from just before it, and counts no flow twice", async () => {
    const mock = await relay([
      ({ send, fail }) => {
        send(flowBetween("web", "api", { second: 10 }));
        send(flowBetween("api", "db", { second: 11 }));
        fail(status.UNAVAILABLE, "transport is closing");
      },
      ({ send, end }) => {
        send(flowBetween("api", "db", { second: 11 }));
        send(flowBetween("api", "cache", { second: 12 }));
        end();
      },
    ]);
    const events = await collect(openRelays(options([mock.address], { last: 100 })));
    expect(read(events)).toEqual(["web>api", "api>db", "gap: connection lost: transport is closing", "api>cache"]);
    expect(mock.requests[0]).toMatchObject({ number: "100" });
    // Five seconds before the newest flow, at 10:00:11.5.
    expect(mock.requests[1]?.since).toEqual({ seconds: "1795168806", nanos: 500_000_000 });
  });

  test("is given up, with what it sent, when a snapshot breaks again and again", async () => {
    const mock = await relay([
      ({ send, fail }) => {
        send(flowBetween("web", "api"));
        fail(status.UNAVAILABLE, "first");
      },
      ({ fail }) => fail(status.UNAVAILABLE, "then"),
    ]);
    const events = await collect(openRelays(options([mock.address])));
    expect(read(events)).toEqual(["web>api", "gap: connection lost: first", "gap: given up: then"]);
    expect(mock.requests).toHaveLength(3);
  });

  test("that closes the stream is asked again while following", async () => {
    const stop = new AbortController();
    const mock = await relay([
      ({ send, end }) => {
        send(flowBetween("web", "api", { second: 1 }));
        end();
      },
      ({ send }) => send(flowBetween("web", "db", { second: 2 })),
    ]);
    const seen: RelayEvent[] = [];
    for await (const event of openRelays(options([mock.address], { follow: true, signal: stop.signal }))) {
      seen.push(event);
      if (seen.length === 3) stop.abort();
    }
    expect(read(seen)).toEqual(["web>api", "gap: connection lost: the relay closed the stream", "web>db"]);
  });

  test("that is restarted is found again", async () => {
    const stop = new AbortController();
    const first = await relay([({ send }) => send(flowBetween("web", "api", { second: 1 }))]);
    const seen: RelayEvent[] = [];
    for await (const event of openRelays(options([first.address], { follow: true, signal: stop.signal }))) {
      seen.push(event);
      if (seen.length === 1) {
        first.stop();
        await relay([({ send }) => send(flowBetween("web", "db", { second: 2 }))], first.port);
      }
      if (seen.length === 3) stop.abort();
    }
    expect(read(seen)).toEqual(["web>api", expect.stringMatching(/^gap: connection lost: /), "web>db"]);
  });

  test("that refuses the request is no reason to ask again", async () => {
    const mock = await relay([({ fail }) => fail(status.INVALID_ARGUMENT, "invalid field mask")]);
    await expect(collect(openRelays(options([mock.address])))).rejects.toThrow(
      /refuses the request.*invalid field mask/,
    );
    expect(mock.requests).toHaveLength(1);
  });

  test("that nobody listens for is named with the reason", async () => {
    const mock = await relay([]);
    mock.stop();
    await expect(collect(openRelays(options([mock.address], { timeoutMs: 500 })))).rejects.toThrow(
      new RegExp(`^${mock.address}: .*ECONNREFUSED`),
    );
  });
});

describe("the end", () => {
  const silent = ({ send }: Scene): void => send(flowBetween("web", "api"));

  test("of a snapshot by the signal comes at once; the caller knows", async () => {
    const stop = new AbortController();
    const mock = await relay([silent]);
    const seen: RelayEvent[] = [];
    for await (const event of openRelays(options([mock.address], { signal: stop.signal }))) {
      seen.push(event);
      stop.abort();
    }
    expect(read(seen)).toEqual(["web>api"]);
  });

  test("of a snapshot by its deadline leaves it unfinished", async () => {
    const mock = await relay([silent]);
    const events = await collect(openRelays(options([mock.address], { durationMs: 300 })));
    expect(read(events).at(-1)).toMatch(/^gap: the relays had not sent all flows after 0.3 seconds/);
  });

  test("of following by its duration is no fault, and ends the call", async () => {
    let gone: Promise<void> | undefined;
    const mock = await relay([
      (scene) => {
        gone = scene.gone;
        silent(scene);
      },
    ]);
    const events = await collect(openRelays(options([mock.address], { follow: true, durationMs: 300 })));
    expect(read(events)).toEqual(["web>api"]);
    await gone;
  });

  test("by a reader that leaves does not wait for a silent relay", async () => {
    const [talks, silentOne] = [await relay([silent]), await relay([() => {}])];
    for await (const event of openRelays(options([talks.address, silentOne.address], { follow: true }))) {
      expect(event.kind).toBe("line");
      break;
    }
  });
});

describe("several relays", () => {
  const answers = (from: string, cluster: string) => [
    ({ send, end }: Scene) => {
      send(flowBetween(from, "api", { cluster }));
      end();
    },
  ];

  test("are read side by side", async () => {
    const [east, west] = [await relay(answers("web", "east")), await relay(answers("cron", "west"))];
    const events = await collect(openRelays(options([east.address, west.address])));
    expect(read(events).toSorted()).toEqual(["cron>api", "web>api"]);
  });

  test("of which one is down give the others' flows and say so", async () => {
    const [east, west] = [await relay(answers("web", "east")), await relay([])];
    west.stop();
    const events = await collect(openRelays(options([east.address, west.address], { timeoutMs: 500 })));
    expect(read(events).toSorted()).toEqual([expect.stringMatching(/^gap: .*ECONNREFUSED/), "web>api"]);
  });

  test("that give their cluster the same name are told apart in words", async () => {
    const [one, other] = [await relay(answers("web", "default")), await relay(answers("cron", "default"))];
    const gaps = (await collect(openRelays(options([one.address, other.address])))).filter(
      ({ kind }) => kind === "gap",
    );
    expect(read(gaps)).toEqual([expect.stringMatching(/both name their cluster "default"/)]);
  });

  test("that are all down are a fault that names each", async () => {
    const [one, other] = [await relay([]), await relay([])];
    one.stop();
    other.stop();
    const reading = collect(openRelays(options([one.address, other.address], { timeoutMs: 500 })));
    await expect(reading).rejects.toThrow(new RegExp(`${one.address}: .*\n *${other.address}: `));
  });
});
