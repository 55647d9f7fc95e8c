import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { crdFiles } from "../../core/hybrid/crds.ts";
import { type PremisesInput, type PremisesPlan, planPremises, premisesOf } from "../../core/hybrid/premises.ts";
import { proposePremises } from "../../core/plan/on-cluster.ts";
import type { MeshSettings, Settings } from "../../core/settings/index.ts";
import { createMeshAuthority } from "../internal/mesh-authority.ts";
import { createObjects } from "../internal/objects.ts";
import { createDefinitions } from "../internal/definitions.ts";
import { asInput } from "../internal/ref.ts";
import { planOrRefuse } from "../internal/plan-or-refuse.ts";
import { createRelease } from "../internal/release.ts";
import type { Scope } from "../internal/scope.ts";

/** Arguments of {@link PremisesCilium}. */
export interface PremisesCiliumArgs extends Omit<PremisesInput, "mesh"> {
  /** The cluster on premises: an EKS cluster with hybrid nodes only, or whatever a kubeconfig leads to. */
  readonly provider: kubernetes.Provider;
  /** `mesh.member(name)` of a ClusterMesh. */
  readonly mesh: PremisesInput["mesh"] & Pick<MeshSettings, "certificateAuthority">;
  /** What must be there before. */
  readonly after?: readonly pulumi.Resource[];
}

/**
 * Cilium of a mesh's cluster on premises, with native routing and blocks of its own: the mesh's CA, then the release, then BGP
 * and pools. Nodes may come later, so the release waits for none; `cilium clustermesh status` says when it is joined.
 *
 * @example
 * new PremisesCilium("premises", {
 *   provider: new kubernetes.Provider("premises", { kubeconfig }),
 *   name: "premises",
 *   mesh: mesh.member("premises"),
 *   podCidrs: ["192.168.128.0/18"],
 *   ciliumVersion: "1.18.8-1",
 *   bgp: {
 *     localAsn: 64512,
 *     peers: { tor: { address: "192.168.10.1", asn: 64600 } },
 *     advertise: { podCidr: true, services: {} },
 *   },
 * });
 */
export class PremisesCilium extends pulumi.ComponentResource {
  /** Helm values, without secrets. */
  public readonly values: PremisesPlan["release"]["values"];
  /** Depend on these for what needs Cilium on premises. */
  public readonly ready: readonly pulumi.Resource[];

  constructor(
    name: string,
    { provider, after = [], ...input }: PremisesCiliumArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    const plan = planOrRefuse("PremisesCilium", name, proposePremises(input));
    super("cilium-eks:index:PremisesCilium", name, {}, opts);
    const scope: Scope = { name, parent: this, tags: {} };
    const first = { provider, dependsOn: after };
    const authority = createMeshAuthority(scope, input.mesh.certificateAuthority, first);
    const release = createRelease(scope, "cilium", plan.release, { provider, dependsOn: [...after, authority] });
    const definitions = createDefinitions(scope, crdFiles(plan.objects, input.ciliumVersion), first);
    const objects = createObjects(scope, plan.objects, { provider, dependsOn: [release, ...definitions] });
    this.values = plan.release.values;
    this.ready = [release, ...objects];
    this.registerOutputs({});
  }
}

/** What a stack knows of the cluster on premises of its mesh, for its output; installed there where the stack has a kubeconfig. */
export function createPremises(settings: Settings): PremisesPlan | undefined {
  const input = premisesOf(settings);
  if (input === undefined || settings.mesh === undefined) return undefined;
  const { kubeconfig } = settings.hybrid ?? {};
  if (kubeconfig !== undefined) {
    const provider = new kubernetes.Provider("premises", {
      kubeconfig: pulumi.secret(asInput(kubeconfig)),
      enableServerSideApply: true,
      upsertExistingObjects: true,
    });
    const { certificateAuthority } = settings.mesh;
    void new PremisesCilium("premises", { ...input, mesh: { ...input.mesh, certificateAuthority }, provider });
  }
  return planPremises(input);
}
