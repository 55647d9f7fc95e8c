import { createRequire } from "node:module";
import * as pulumi from "@pulumi/pulumi";
import type * as tls from "@pulumi/tls";
import { type MeshMembers, evaluateMembers, settingsOf } from "../../core/plan/mesh-members.ts";
import type { MeshSettings } from "../../core/settings/index.ts";
import { planOrRefuse } from "../internal/plan-or-refuse.ts";
import { type Scope, childName, childOptions } from "../internal/scope.ts";

/** Arguments of {@link ClusterMesh}. */
export interface ClusterMeshArgs {
  /** Every cluster of the mesh by its name, which is its `cluster.name`. */
  readonly members: MeshMembers;
  /** Days that the CA is valid. Default 1825, five years. It is never renewed by itself: docs/clustermesh.md tells how to change it. */
  readonly validityDays?: number;
}

const DEFAULT_VALIDITY_DAYS = 1825;

/**
 * What the clusters of a mesh share: one CA, and for each cluster the connections to all others, checked against each other
 * before anything is made. Give `member(name)` to each cluster as its `mesh`; a cluster in another program takes the CA from
 * this one's outputs. It makes no routes: the VPCs are joined by peering or a transit gateway (`network.attach`).
 *
 * @example
 * const mesh = new ClusterMesh("mesh", {
 *   members: {
 *     blue: { id: 1, addresses: ["10.0.8.20", "10.0.72.20"], nodeCidrs: ["10.0.0.0/16"], podCidrs: ["10.0.0.0/16"] },
 *     green: { id: 2, addresses: ["10.1.8.20", "10.1.72.20"], nodeCidrs: ["10.1.0.0/16"], podCidrs: ["10.1.0.0/16"] },
 *   },
 * });
 * new CiliumEniCluster("blue", { ...blue, mesh: mesh.member("blue") });
 */
export class ClusterMesh extends pulumi.ComponentResource {
  /** CA in PEM; the key is a secret. */
  public readonly certificateAuthority: {
    readonly certificate: pulumi.Output<string>;
    readonly privateKey: pulumi.Output<string>;
  };
  readonly #members: MeshMembers;

  constructor(name: string, args: ClusterMeshArgs, opts?: pulumi.ComponentResourceOptions) {
    planOrRefuse("ClusterMesh", name, { plan: args.members, findings: evaluateMembers(args.members) });
    super("cilium-eks:index:ClusterMesh", name, args, opts);
    this.#members = args.members;
    this.certificateAuthority = createAuthority(
      { name, parent: this, tags: {} },
      args.validityDays ?? DEFAULT_VALIDITY_DAYS,
    );
    this.registerOutputs({ certificateAuthority: this.certificateAuthority });
  }

  /** The `mesh` settings of one cluster. */
  member(name: string): MeshSettings {
    const settings = settingsOf(this.#members, name);
    if (settings === undefined) {
      const known = Object.keys(this.#members).join(", ");
      throw new pulumi.RunError(`ClusterMesh has no member "${name}"; it has ${known}.`);
    }
    return { ...settings, certificateAuthority: this.certificateAuthority };
  }
}

/** Loaded where a CA is made: an optional package, which programs without a mesh do without. */
const loadTls = (): typeof tls => createRequire(import.meta.url)("@pulumi/tls") as typeof tls;

/** Signs the certificates that Cilium's jobs make in each cluster; the key never leaves the state but as a secret. */
function createAuthority(scope: Scope, days: number): ClusterMesh["certificateAuthority"] {
  const { PrivateKey, SelfSignedCert } = loadTls();
  const key = new PrivateKey(childName(scope, "ca"), { algorithm: "ECDSA", ecdsaCurve: "P256" }, childOptions(scope));
  const certificate = new SelfSignedCert(
    childName(scope, "ca"),
    {
      privateKeyPem: key.privateKeyPem,
      subject: { commonName: "Cilium CA" },
      isCaCertificate: true,
      setSubjectKeyId: true,
      validityPeriodHours: days * 24,
      allowedUses: ["cert_signing", "crl_signing", "key_encipherment", "digital_signature"],
    },
    childOptions(scope),
  );
  return { certificate: certificate.certPem, privateKey: pulumi.secret(key.privateKeyPem) };
}
