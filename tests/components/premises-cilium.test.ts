import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { PremisesCilium, createPremises } from "../../components/index.ts";
import { meshed } from "../support/premises.ts";
import { only, order, record } from "../support/recorder.ts";

const RELEASE = "kubernetes:helm.sh/v3:Release";

describe("the cluster on premises of a mesh", () => {
  it("is an output of the stack, and nothing more without a way there", async () => {
    const recorded = await record(() => {
      expect(createPremises(meshed())?.release.values).toMatchObject({ cluster: { name: "premises", id: 2 } });
    });
    expect(recorded.filter(({ type }) => type === RELEASE)).toEqual([]);
  });

  it("gets its CA, then Cilium, then BGP, where the stack has its kubeconfig", async () => {
    const recorded = await record(() => void createPremises(meshed({}, { kubeconfig: pulumi.secret("{}") })));
    const { precedes } = order(recorded);
    const release = only(recorded, RELEASE, "premises-cilium");
    expect(release.inputs).toMatchObject({
      chart: "oci://public.ecr.aws/eks/cilium/cilium",
      version: "1.18.8-1",
      skipAwait: true,
    });
    expect(precedes(only(recorded, "kubernetes:core/v1:Secret"), release)).toBe(true);
    const pool = only(recorded, "kubernetes:cilium.io/v2:CiliumLoadBalancerIPPool");
    expect(precedes(release, pool)).toBe(true);
    const files = recorded.filter(({ type }) => type === "kubernetes:yaml/v2:ConfigFile");
    expect(files.length).toBe(4);
    for (const file of files) expect(precedes(file, pool)).toBe(true);
  });

  it("is refused with BGP that would not work", async () => {
    await record(() => {
      const provider = new kubernetes.Provider("premises", { kubeconfig: "{}" });
      const mesh = { ...(meshed().mesh as NonNullable<ReturnType<typeof meshed>["mesh"]>) };
      const bgp = { localAsn: 64_512, peers: { tor: { address: "router", asn: 1 } }, advertise: { services: {} } };
      const args = { provider, name: "premises", mesh, podCidrs: ["192.168.128.0/18"], ciliumVersion: "1.18.8-1", bgp };
      expect(() => new PremisesCilium("premises", args)).toThrow(/hybrid-bgp-peer-config/);
    });
  });
});
