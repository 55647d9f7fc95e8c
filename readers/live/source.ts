import type { ListPage } from "../kube/client.ts";
import type { KubeReadId } from "./reads.ts";

/** Where the objects of a cluster come from: its API server, or what was recorded of it. */
export interface Source {
  /** `context prod`, `bundle dump/`. */
  readonly name: string;
  /** Objects of a reading, page by page; a page without columns holds whole objects. Throws a ReadFault. */
  pages(read: KubeReadId): AsyncIterable<ListPage>;
  /** Slices of a Service. */
  slices(namespace: string, service: string): Promise<readonly unknown[]>;
  /** The last lines of a pod's log; undefined where there is none. */
  log(namespace: string, pod: string): Promise<string | undefined>;
  /** `1.35`. */
  version(): Promise<string>;
  /** Seconds since 1970, by the cluster's clock. */
  now(): number;
  /** Seconds by which this machine's clock is ahead; undefined where it cannot be told. */
  skewSeconds(): number | undefined;
  /** What may tell the cluster's name and Region: the server's address and the arguments of its token program. */
  readonly hints: readonly string[];
}
