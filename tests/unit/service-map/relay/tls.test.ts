import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { openRelays, type TlsOptions } from "../../../../service-map/relay/index.ts";
import { relayTarget } from "../../../../service-map/relay/tls.ts";
import { createAuthority, type KeyPair } from "../../../support/relay/certificates.ts";
import { flowBetween, type MockOptions, type MockRelay, startRelay } from "../../../support/relay/server.ts";

const authority = createAuthority();
const stranger = createAuthority("Somebody else");
const server = authority.issue(["*.hubble-relay.cilium.io"]);
const folder = mkdtempSync(path.join(tmpdir(), "relay-tls-"));
const running: MockRelay[] = [];

afterEach(() => {
  for (const relay of running.splice(0)) relay.stop();
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: Buffer | string): string {
  const at = path.join(folder, name);
  writeFileSync(at, content);
  return at;
}

const ca = file("ca.crt", authority.certificate);
const NAME = "instance.hubble-relay.cilium.io";

const pair = (name: string, { certificate, key }: KeyPair) => ({
  tlsClientCertFile: file(`${name}.crt`, certificate),
  tlsClientKeyFile: file(`${name}.key`, key),
});

/** Workload that called, over whatever connection the options make. */
async function caller(tls: MockOptions["tls"], options: TlsOptions, prefix = ""): Promise<unknown> {
  const relay = await startRelay(
    [
      ({ send, end }) => {
        send(flowBetween("web", "api"));
        end();
      },
    ],
    tls === undefined ? {} : { tls },
  );
  running.push(relay);
  const signal = new AbortController().signal;
  const reading = { relays: [prefix + relay.address], follow: false, timeoutMs: 1000, signal };
  for await (const event of openRelays({
    ...reading,
    backoff: { firstMs: 1, longestMs: 50, attempts: 3 },
    ...options,
  })) {
    if (event.kind === "line") return event.line["node_name"];
  }
  return undefined;
}

const SEEN = "prod/ip-10-0-1-17";

describe("a relay with TLS", () => {
  test("is read when its authority and its name are given", async () => {
    expect(await caller({ server }, { tlsCaCertFiles: [ca], tlsServerName: NAME })).toBe(SEEN);
  });

  test("is read under tls:// alone with the name that is dialled", async () => {
    const local = authority.issue(["localhost"]);
    const relay = await startRelay([({ send }) => send(flowBetween("web", "api"))], { tls: { server: local } });
    running.push(relay);
    const options = { relays: [`tls://localhost:${String(relay.port)}`], follow: false, timeoutMs: 5000 };
    for await (const event of openRelays({ ...options, tlsCaCertFiles: [ca], signal: new AbortController().signal })) {
      expect(event.kind).toBe("line");
      break;
    }
  });

  test("is refused for another name, and the option to set is named", async () => {
    await expect(caller({ server }, { tlsCaCertFiles: [ca] })).rejects.toThrow(`--tls-server-name ${NAME}`);
  });

  test("is refused when an unknown authority signed it", async () => {
    const other = { server: stranger.issue(["*.hubble-relay.cilium.io"]) };
    await expect(caller(other, { tlsCaCertFiles: [ca], tlsServerName: NAME })).rejects.toThrow(/unknown authority/);
    await expect(caller({ server }, { tls: true, tlsServerName: NAME })).rejects.toThrow(/--tls-ca-cert-files/);
  });

  test("is refused when its certificate has expired", async () => {
    const old = { server: authority.issue(["*.hubble-relay.cilium.io"], -1) };
    await expect(caller(old, { tlsCaCertFiles: [ca], tlsServerName: NAME })).rejects.toThrow(/has expired/);
  });

  test("is read without any check when the user says so", async () => {
    expect(await caller({ server }, { tlsAllowInsecure: true })).toBe(SEEN);
  });

  test("finds the right one among several authorities", async () => {
    const both = [file("other.crt", stranger.certificate.toString().trimEnd()), ca];
    expect(await caller({ server }, { tlsCaCertFiles: both, tlsServerName: NAME })).toBe(SEEN);
    expect(await caller({ server }, { tlsCaCertFiles: [both.join(",")], tlsServerName: NAME })).toBe(SEEN);
  });
});

describe("a relay with mutual TLS", () => {
  const mutual = { server, clientAuthority: authority };
  const options = { tlsCaCertFiles: [ca], tlsServerName: NAME };

  test("is read with a certificate of its authority", async () => {
    const client = pair("client", authority.issue(["*.hubble-ui.cilium.io"]));
    expect(await caller(mutual, { ...options, ...client })).toBe(SEEN);
  });

  test("asks for one where none is given", async () => {
    await expect(caller(mutual, options)).rejects.toThrow(/asks for a client certificate.*--tls-client-cert-file/);
  });
});

describe("a mismatch of TLS and plaintext", () => {
  test("is named when the relay has none", async () => {
    await expect(caller(undefined, { tls: true })).rejects.toThrow(/does not speak TLS/);
  });

  test("ends with a reason when the relay has it", async () => {
    await expect(caller({ server }, {})).rejects.toThrow(/may speak TLS/);
  });
});

describe("files and addresses that are none", () => {
  const refused = (options: TlsOptions) => caller(undefined, options);

  test("a file that is missing, and one that holds something else", async () => {
    await expect(refused({ tlsCaCertFiles: [path.join(folder, "none")] })).rejects.toThrow(
      /^--tls-ca-cert-files: .*ENOENT/,
    );
    await expect(refused({ tlsCaCertFiles: [file("text", "hello")] })).rejects.toThrow(/holds no certificate/);
    const broken = file("broken", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    await expect(refused({ tlsCaCertFiles: [broken] })).rejects.toThrow(/holds no certificate/);
  });

  test("a certificate without its key", async () => {
    await expect(refused({ tlsClientCertFile: ca })).rejects.toThrow(/give both or none/);
  });

  test.each([
    ["relay.example", "relay.example:4245"],
    ["10.0.0.1:80", "10.0.0.1:80"],
    ["[fd00::1]", "[fd00::1]:4245"],
    ["unix:///var/run/cilium/hubble.sock", "unix:/var/run/cilium/hubble.sock"],
  ])("%s is dialled as %s", (given, dialled) => {
    expect(relayTarget(given, undefined)).toEqual({ label: given, address: dialled });
  });

  test.each(["", "a b:1", "host:0", "host:99999", "http://host:80", "fd00::1"])("%j is no address", (given) => {
    expect(() => relayTarget(given, undefined)).toThrow(/is no address/);
  });
});
