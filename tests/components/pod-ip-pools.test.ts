import { describe, expect, it } from "vitest";
import { CiliumEniCluster } from "../../components/index.ts";
import type { Settings } from "../../core/settings/index.ts";
import { settings } from "../support/model.ts";
import { type Recorded, only, order, record } from "../support/recorder.ts";

const POOL = "kubernetes:cilium.io/v2alpha1:CiliumPodIPPool";
const pool = (cidr: string) => ({ cidrs: [cidr], maskSize: 27 });
const stack = (pools: Readonly<Record<string, ReturnType<typeof pool>>>): Settings =>
  settings({
    cluster: { name: "test", endpoint: { publicAccess: true, publicAccessCidrs: ["203.0.113.0/24"] } },
    cilium: { ipam: { mode: "multi-pool", tunnel: "vxlan", pools } },
  });
const build = (pools: Parameters<typeof stack>[0]): Promise<readonly Recorded[]> =>
  record(() => void new CiliumEniCluster("test", stack(pools)));

describe("pools of pod addresses", () => {
  it("are made after Cilium is up and go before it; the default one is the operator's", async () => {
    const recorded = await build({ default: pool("10.200.0.0/16"), batch: pool("10.201.0.0/16") });
    const { precedes, outlives } = order(recorded);
    const batch = only(recorded, POOL);
    expect(batch.inputs).toMatchObject({
      metadata: { name: "batch" },
      spec: { ipv4: { cidrs: ["10.201.0.0/16"], maskSize: 27 } },
    });
    const release = only(recorded, "kubernetes:helm.sh/v3:Release", "test-cilium");
    expect(precedes(release, batch)).toBe(true);
    expect(outlives(release, batch)).toBe(true);
    expect(precedes(only(recorded, "kubernetes:apps/v1:DeploymentPatch"), batch)).toBe(true);
  });

  it("are none beside the default", async () => {
    expect((await build({ default: pool("10.200.0.0/16") })).filter(({ type }) => type === POOL)).toEqual([]);
  });
});
