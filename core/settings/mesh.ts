import type { Cidr, Port } from "./values.ts";
import type { Ref } from "./ref.ts";

/** ClusterMesh: stack key `cilium-eks:mesh`. The cluster's name in the mesh is `cluster.name`. */
export interface MeshSettings {
  /** This cluster's id, unique in the mesh, 1 to 127; a change needs every pod restarted. @minimum 1 @maximum 511 @example 1 */
  readonly id: number;
  /** The other clusters, by their names in the mesh. */
  readonly peers: Readonly<Record<string, MeshPeer>>;
  /** CA that every cluster of the mesh shares, in PEM. Put the key into the stack as a secret, or take both from a `ClusterMesh`. */
  readonly certificateAuthority: CertificateAuthority;
  /** Private addresses of this cluster's mesh API, one in every node subnet; peers name the same ones. They are reserved, so that no pod takes them. @example ["10.0.64.20"] */
  readonly addresses: readonly string[];
  /** Replicas of the mesh API; 2 so that a node may fail. Each keeps its own copy of the cluster's state in memory. @minimum 1 @maximum 5 @default 2 */
  readonly replicas?: number;
  /** Most clusters of the mesh, 255 or 511: fixed for its life and the same in every cluster; 511 leaves half the identities a cluster. @default 255 */
  readonly maxClusters?: 255 | 511;
  /** Whether the mesh API of the load balancer controller's NLB is reached from these blocks only; the peers' node blocks where left out. */
  readonly sourceCidrs?: readonly Cidr[];
}

/** A CA with its key. */
export interface CertificateAuthority {
  /** CA certificate in PEM. */
  readonly certificate: Ref;
  /** Key of the CA in PEM. Put it into the stack as a secret. */
  readonly privateKey: Ref;
}

/** Another cluster as this one must know it. */
export interface MeshPeer {
  /** Its `cluster.id`, unique in the mesh: 1 to 127 where ENI mode is in the mesh (254 marks AWS in packet marks), else 1 to 255. @minimum 1 @maximum 511 @example 2 */
  readonly id: number;
  /** Private addresses of its mesh API. @example ["10.1.64.20"] */
  readonly addresses: readonly string[];
  /** Port of its mesh API. @default 2379 */
  readonly port?: Port;
  /** Blocks of its nodes. */
  readonly nodeCidrs: readonly Cidr[];
  /** Blocks of its pods; with ENI mode the VPC's. */
  readonly podCidrs: readonly Cidr[];
  /** Its Cilium version; at most one minor away. @example "1.19.6" */
  readonly ciliumVersion?: string;
  /** How its packets go; must be the same in the whole mesh. */
  readonly datapath?: MeshDatapath;
  /** Outside AWS, reached by VPN or Direct Connect. @default false */
  readonly onPremises?: boolean;
}

/** How packets go between clusters of the mesh. */
export const MeshDatapath = { Native: "native", Vxlan: "vxlan", Geneve: "geneve" } as const;
export type MeshDatapath = (typeof MeshDatapath)[keyof typeof MeshDatapath];
