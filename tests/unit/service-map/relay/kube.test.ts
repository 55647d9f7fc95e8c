import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { readKubeconfig } from "../../../../readers/kube/kubeconfig.ts";
import { openRelays, type RelayOptions } from "../../../../service-map/relay/index.ts";
import { createAuthority } from "../../../support/relay/certificates.ts";
import { type FakeApi, type FakeCluster, startKubeApi } from "../../../support/relay/kube-api.ts";
import {
  flowBetween,
  type MockOptions,
  type MockRelay,
  type Scene,
  startRelay,
  status,
} from "../../../support/relay/server.ts";

const folder = mkdtempSync(path.join(tmpdir(), "relay-kube-"));
const authority = createAuthority();
const ends: (() => void)[] = [];

beforeAll(() => vi.stubEnv("TMPDIR", folder));
afterEach(() => {
  for (const end of ends.splice(0)) end();
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const oneFlow = ({ send, end }: Scene): void => {
  send(flowBetween("web", "api"));
  end();
};

async function relay(scenes: readonly ((scene: Scene) => void)[], options: MockOptions = {}): Promise<MockRelay> {
  const started = await startRelay(scenes, options);
  ends.push(() => started.stop());
  return started;
}

const READY = [{ name: "hubble-relay-1", ready: true }];

async function cluster(fake: Partial<FakeCluster> & Pick<FakeCluster, "podPort">): Promise<FakeApi> {
  const api = await startKubeApi({ servicePort: 80, pods: READY, ...fake });
  ends.push(() => api.close());
  return api;
}

/** The API server as a kubeconfig names it, and where the relay is looked for. */
async function kubeOf(api: FakeApi, namespace: string, context?: string) {
  const file = path.join(folder, "kubeconfig");
  const authority = api.certificateAuthority.toString("base64");
  const config = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "c", cluster: { server: api.server, "certificate-authority-data": authority } }],
    users: [{ name: "u", user: { token: "t" } }],
    contexts: [{ name: "prod", context: { cluster: "c", user: "u" } }],
    "current-context": "prod",
  };
  writeFileSync(file, JSON.stringify(config));
  return { ...(await readKubeconfig({ kubeconfig: file, ...(context === undefined ? {} : { context }) })), namespace };
}

/** Nodes that reported flows, and gaps. */
async function read(api: FakeApi, more: Partial<RelayOptions> = {}, context?: string): Promise<unknown[]> {
  const kube = await kubeOf(api, "kube-system", context);
  const options: RelayOptions = {
    relays: [],
    kube: [kube],
    follow: false,
    timeoutMs: 500,
    signal: new AbortController().signal,
    backoff: { firstMs: 1, longestMs: 20, attempts: 3 },
    ...more,
  };
  const all: unknown[] = [];
  for await (const event of openRelays(options)) {
    all.push(event.kind === "line" ? event.line["node_name"] : event.message);
  }
  return all;
}

const NODE = "prod/ip-10-0-1-17";

describe("through the API server", () => {
  test("a ready pod behind the Service is read on the port that its container names", async () => {
    const mock = await relay([oneFlow]);
    const pods = [{ name: "hubble-relay-0", ready: false }, ...READY];
    const api = await cluster({ pods, podPort: () => mock.port });
    expect(await read(api)).toEqual([NODE]);
    expect(api.forwarded).toEqual(["hubble-relay-1:4245"]);
  });

  test("nothing is left behind", async () => {
    const mock = await relay([oneFlow]);
    await read(await cluster({ podPort: () => mock.port }));
    expect(readdirSync(folder).filter((name) => name.startsWith("cilium-eks-"))).toEqual([]);
  });

  test("a relay with mutual TLS is read with the Secret made for clients", async () => {
    const tls = { server: authority.issue(["*.hubble-relay.cilium.io"]), clientAuthority: authority };
    const mock = await relay([oneFlow], { tls });
    const client = authority.issue(["*.hubble-ui.cilium.io"]);
    const secret = { "ca.crt": authority.certificate, "tls.crt": client.certificate, "tls.key": client.key };
    const secrets = { "hubble-relay-client-certs": secret };
    expect(await read(await cluster({ servicePort: 443, secrets, podPort: () => mock.port }))).toEqual([NODE]);
  });

  test("a pod that was replaced is found when the connection breaks", async () => {
    const first = await relay([
      ({ send, fail }) => {
        send(flowBetween("web", "api", { second: 1 }));
        fail(status.UNAVAILABLE, "going away");
      },
    ]);
    const second = await relay([
      ({ send, end }) => {
        send(flowBetween("web", "db", { second: 2 }));
        end();
      },
    ]);
    const ports = [first.port, second.port];
    const api = await cluster({ podPort: () => ports.shift() });
    expect(await read(api)).toEqual([NODE, "connection lost: going away", NODE]);
    expect(api.forwarded).toHaveLength(2);
  });
});

describe("what stands in the way is named", () => {
  test("a context that the kubeconfig lacks", async () => {
    const api = await cluster({ podPort: () => undefined });
    await expect(read(api, {}, "staging")).rejects.toThrow('no context "staging". It has: prod.');
  });

  test("no relay in the namespace", async () => {
    const api = await cluster({ podPort: () => undefined });
    const kube = [await kubeOf(api, "cilium")];
    await expect(read(api, { kube })).rejects.toThrow(/no Service cilium\/hubble-relay.*hubble.relay.enabled/);
  });

  test("no pod that is ready", async () => {
    const api = await cluster({ pods: [{ name: "a", ready: false }], podPort: () => undefined });
    await expect(read(api)).rejects.toThrow(/none of the 1 pods behind kube-system\/hubble-relay is ready/);
  });

  test("a caller who may not forward ports", async () => {
    const api = await cluster({ refuse: 403, podPort: () => undefined });
    await expect(read(api)).rejects.toThrow(/status 403.*pods\/portforward/);
  });

  test("a pod in which nothing listens", async () => {
    const api = await cluster({ podPort: () => undefined });
    await expect(read(api)).rejects.toThrow(/pod hubble-relay-1: failed to connect to port 4245/);
  });

  test("TLS without a Secret to check it by", async () => {
    const api = await cluster({ servicePort: 443, podPort: () => undefined });
    await expect(read(api)).rejects.toThrow(/hubble-ui-client-certs, hubble-relay-client-certs.*--tls-ca-cert-files/);
  });
});
