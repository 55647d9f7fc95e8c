import { describe, expect, it } from "vitest";
import {
  CertManager,
  CiliumEniCluster,
  CiliumGateway,
  ExternalDns,
  LoadBalancerController,
  featuresOf,
} from "../../components/index.ts";
import { settings } from "../support/model.ts";
import { type Recorded, only, order, record } from "../support/recorder.ts";

const stack = settings({
  cluster: { name: "test", endpoint: { publicAccess: true, publicAccessCidrs: ["203.0.113.0/24"] } },
  gateway: { enabled: true, tls: { certManager: "install" } },
});

/** Controllers of their own with a Gateway that stands on them. */
const build = (operatorIdentity: "irsa" | "pod-identity"): Promise<readonly Recorded[]> =>
  record(() => {
    const { gateway: _gateway, ...rest } = stack;
    const own = { ...rest, cilium: { ...rest.cilium, operatorIdentity } };
    const cluster = new CiliumEniCluster("test", { ...own, features: featuresOf({ ...stack, ...own }) });
    const balancers = new LoadBalancerController("lb", { cluster });
    const certificates = new CertManager("certs", { cluster, hostedZoneIds: ["Z1"], after: balancers.ready });
    const dns = new ExternalDns("dns", {
      cluster,
      hostedZoneIds: ["Z1"],
      domains: ["example.com"],
      after: balancers.ready,
    });
    return new CiliumGateway("edge", {
      cluster,
      listeners: { https: { protocol: "HTTPS", hostname: "a.example.com" } },
      loadBalancerController: "present",
      tls: { certManager: "present", issuerRef: { name: "company" } },
      after: [...balancers.ready, ...certificates.ready, ...dns.ready],
    });
  });

const RELEASE = "kubernetes:helm.sh/v3:Release";
const RELEASES = ["lb-load-balancer-controller", "certs-cert-manager", "dns-external-dns"];

describe("controllers that several Gateways share", () => {
  it("outlive the namespace of a Gateway that stands on them, with their rights", async () => {
    const recorded = await build("irsa");
    const { outlives, precedes } = order(recorded);
    const namespace = only(recorded, "kubernetes:core/v1:Namespace", "namespace-gateway-edge");
    for (const name of RELEASES) {
      for (const lasting of [only(recorded, RELEASE, name), only(recorded, "aws:iam/rolePolicy:RolePolicy", name)]) {
        expect([lasting.name, outlives(lasting, namespace), precedes(lasting, namespace)]).toEqual([
          lasting.name,
          true,
          true,
        ]);
      }
    }
    expect(recorded.filter(({ type }) => type === RELEASE)).toHaveLength(4);
  });

  it("come after the load balancer controller, whose webhooks must not be half there", async () => {
    const recorded = await build("irsa");
    const { precedes } = order(recorded);
    const [first = "", ...later] = RELEASES;
    for (const name of later) {
      expect(precedes(only(recorded, RELEASE, first), only(recorded, RELEASE, name))).toBe(true);
    }
  });

  it("get their rights by Pod Identity as well, each association before its pods", async () => {
    const recorded = await build("pod-identity");
    const { precedes } = order(recorded);
    for (const name of RELEASES) {
      const association = only(recorded, "aws:eks/podIdentityAssociation:PodIdentityAssociation", name);
      const release = only(recorded, RELEASE, name);
      expect(precedes(association, release)).toBe(true);
      expect(JSON.stringify(release.inputs["values"])).not.toContain("role-arn");
    }
  });

  it("bring no CRDs that the cluster's wave has, or that nobody needs", async () => {
    const recorded = await build("irsa");
    expect(only(recorded, RELEASE, "certs-cert-manager").inputs).toMatchObject({
      values: { crds: { enabled: false } },
    });
    expect(only(recorded, RELEASE, "dns-external-dns").inputs).toMatchObject({ skipCrds: true });
  });

  it("are refused on a cluster that was not made for them", async () => {
    const { gateway: _gateway, ...rest } = stack;
    const on = (make: (cluster: CiliumEniCluster) => unknown) =>
      record(() => make(new CiliumEniCluster("test", { ...rest, features: {} })));
    await expect(on((cluster) => new CertManager("certs", { cluster }))).rejects.toThrow("without the Gateway API");
    const dns = { hostedZoneIds: ["Z1"], domains: ["example.com"] };
    await expect(on((cluster) => new ExternalDns("dns", { cluster, ...dns }))).rejects.toThrow(
      "without the Gateway API",
    );
  });
});
