import { describe, expect, it } from "vitest";
import { lookupKey } from "../../../../core/facts/helm-keys.ts";
import { movedKey, movedKeys } from "../../../../core/facts/helm-moved.ts";

describe("moved keys", () => {
  it.each([
    ["tunnel", "render-fails", ["routingMode", "tunnelProtocol"]],
    ["awsEnablePrefixDelegation", "ignored", ["eni.awsEnablePrefixDelegation"]],
    ["eni.updateEC2AdapterLimitViaAPI", "ignored", []],
    ["bpf.hostRouting", "ignored", ["bpf.hostLegacyRouting"]],
    ["wireguard.userspaceFallback", "ignored", ["encryption.enabled", "encryption.type"]],
    ["cilium.image.tag", "ignored", []],
    ["encryption.strictMode.cidr", "deprecated", ["encryption.strictMode.egress.cidr"]],
    ["nodeinit.reconfigureKubelet", "no-effect", []],
    ["endpointStatus.enabled", "render-fails", []],
    ["etcd.image.tag", "ignored", []],
    ["etcd.managed", "render-fails", []],
  ])("1.19: %s is %s", (path, effect, replacement) => {
    expect(movedKey("1.19.6", path)).toMatchObject({ effect, replacement });
  });

  it("change with the version", () => {
    expect(movedKey("1.20.2", "encryption.strictMode.cidr")?.effect).toBe("ignored");
    expect(movedKey("1.19.6", "encryption.ipsec.interface")).toBeUndefined();
    expect(movedKey("1.20.2", "encryption.ipsec.interface")?.effect).toBe("no-effect");
    expect(movedKey("1.20.2", "localRedirectPolicy")?.effect).toBe("deprecated");
    expect(movedKey("1.20.2", "clustermesh.apiserver.tls.server.cert")?.effect).toBe("ignored");
  });

  it("leave right keys alone", () => {
    for (const path of ["eni.enabled", "routingMode", "etcd.enabled", "tls.ca.cert", "encryption.ipsec.keyFile"]) {
      expect(movedKey("1.19.6", path)).toBeUndefined();
    }
    expect(movedKey("newest", "tunnel")).toBeUndefined();
  });

  it("are replaced by keys that a chart of today knows", () => {
    const lost = movedKeys().flatMap(({ replacement }) =>
      replacement.filter((path) => !lookupKey("1.19.6", path).known && !lookupKey("1.20.2", path).known),
    );
    expect(lost).toEqual([]);
  });

  it("that are ignored are unknown to the charts, and those that still work are known", () => {
    const rows = movedKeys().filter(({ path }) => !path.endsWith(".*"));
    expect(rows.filter(({ effect, path }) => effect === "ignored" && lookupKey("1.19.6", path).known)).toEqual([]);
    expect(rows.filter(({ effect, path }) => effect === "deprecated" && !lookupKey("1.19.6", path).known)).toEqual([]);
    expect(
      rows.filter(
        ({ effect, path, since }) => effect === "deprecated" && since === "1.20" && lookupKey("1.20.2", path).known,
      ),
    ).toEqual([]);
    expect(rows.filter(({ effect, path }) => effect === "no-effect" && !lookupKey("1.20.2", path).known)).toEqual([]);
  });

  it("stand in the tables once, with a reason and a source", () => {
    const rows = movedKeys();
    expect(new Set(rows.map(({ path }) => path)).size).toBe(rows.length);
    for (const row of rows) {
      expect(row.why).toMatch(/\.$/);
      expect(row.source).not.toBe("");
      expect(row.since ?? "1.0").toMatch(/^1\.\d+$/);
    }
  });
});
