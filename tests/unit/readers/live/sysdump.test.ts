import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { openBundle } from "../../../../readers/live/bundle.ts";
import { readLive } from "../../../../readers/live/index.ts";
import type { KubeObject } from "../../../support/kube-client.ts";
import { ciliumNode, healthy } from "../../../support/live-objects.ts";
import { callCli } from "../../../support/run-cli.ts";

/*
 * A folder as `cilium sysdump` leaves it once it is unpacked. Names of its files and what is in them: cilium/cilium,
 * cilium-cli/sysdump/constants.go, sysdump.go and writers.go. Lists name their kind, their items do not.
 */

const TIME = "20261201-101500";
const folder = mkdtempSync(path.join(tmpdir(), "sysdump-"));
const dump = path.join(folder, `cilium-sysdump-${TIME}`);

const LISTS: Readonly<Record<string, string>> = {
  Node: "k8s-nodes",
  Pod: "k8s-pods",
  EndpointSlice: "k8s-endpointslices",
  Service: "k8s-services",
  CiliumNode: "ciliumnodes",
  CiliumEndpoint: "ciliumendpoints",
  GatewayClass: "gatewayapi-gatewayclasses",
  Gateway: "gatewayapi-gateways",
  HTTPRoute: "gatewayapi-httproutes",
  Event: "k8s-events",
  CiliumNetworkPolicy: "ciliumnetworkpolicies",
};
/** Objects that it asks for one by one. */
const SINGLE: Readonly<Record<string, string>> = {
  "cilium-config": "cilium-configmap",
  cilium: "cilium-daemonset",
  "cilium-envoy": "cilium-envoy-daemonset",
  "cilium-operator": "cilium-operator-deployment",
  "hubble-relay": "hubble-relay-deployment",
};

const write = (name: string, text: string): void => writeFileSync(path.join(dump, name), text, { mode: 0o600 });

/** A Service of somebody, whose load balancer is no Gateway's. */
const other: KubeObject = {
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "other", namespace: "default", creationTimestamp: "2026-01-01T00:00:00Z" },
  spec: { type: "LoadBalancer", ports: [{ port: 80 }] },
  status: { loadBalancer: {} },
};
const chatter: KubeObject = {
  apiVersion: "v1",
  kind: "Event",
  metadata: { name: "pulled", namespace: "default" },
  type: "Normal",
  reason: "Pulled",
  message: "Successfully pulled image",
};
const THROTTLED =
  'level=warn msg="Unable to create" error="operation error EC2: CreateNetworkInterface, api error RequestLimitExceeded: Request limit exceeded."\n';

beforeAll(() => {
  mkdirSync(path.join(dump, "cilium-bugtool-cilium-1", "cmd"), { recursive: true });
  const objects = [...healthy("1.19").filter(({ kind }) => kind !== "CiliumNode"), other, chatter];
  objects.push(...[1, 2, 3].map((index) => ciliumNode(index, "1.19", index === 2 ? { held: 0, used: 0 } : {})));
  for (const [kind, name] of Object.entries(LISTS)) {
    const items = objects
      .filter((one) => one.kind === kind)
      .map((one) => ({ ...one, apiVersion: undefined, kind: undefined }));
    write(`${name}-${TIME}.yaml`, stringify({ apiVersion: "v1", items, kind: `${kind}List`, metadata: {} }));
  }
  for (const one of objects) {
    const name = SINGLE[one.metadata.name];
    if (name !== undefined) write(`${name}-${TIME}.yaml`, stringify(one));
  }
  write(`k8s-version-${TIME}.txt`, 'version.Info{Major:"1", Minor:"35", GitVersion:"v1.35.2-eks-1234567"}');
  write(`k8s-pods-${TIME}.txt`, "NAMESPACE NAME READY");
  write(`hubble-flows-cilium-1-${TIME}.json`, '{"flow":{}}\n{"flow":{}}\n');
  write(`gops-cilium-operator-abc-${TIME}-stats.txt`, "goroutines: 7");
  write(`logs-cilium-operator-abc-cilium-operator-${TIME}.log`, THROTTLED.repeat(60));
  write(`logs-cilium-operator-abc-cilium-operator-${TIME}-prev.log`, "");
  write("cilium-bugtool-cilium-1/cmd/cilium-dbg-status.json", "no JSON at all");
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("a sysdump of Cilium's own CLI", () => {
  it("is read for what it holds, whatever else lies in it", async () => {
    const { source } = openBundle(folder, "kube-system");
    const { live, gaps } = await readLive(source, { command: "diagnose", namespace: "kube-system" });
    expect(live.server.version).toBe("1.35");
    expect([live.nodes.length, live.ciliumNodes.length, live.pods.total, live.gateways.length]).toEqual([3, 3, 7, 1]);
    expect(live.config.data["ipam"]).toBe("eni");
    expect(live.services.map(({ name }) => name)).toEqual(["cilium-gateway-edge"]);
    expect(live.events).toEqual([]);
    expect(live.operatorLog).toMatchObject({ throttled: 60 });
    expect([...new Set(gaps.map(({ kind }) => kind))]).toEqual(["not-recorded"]);
  });

  it("is diagnosed", async () => {
    const { status, stdout, stderr } = await callCli(["diagnose", "--bundle", folder, "--no-aws", "--format", "json"]);
    expect([status, stderr]).toEqual([1, ""]);
    expect(stdout).toContain("live-addresses-none");
    expect(stdout).toContain("live-operator-throttled");
  });
});
