import type { ClusterModel } from "../core/model/index.ts";
import type { Registered } from "../lens/registered.ts";
import type { Document, Location } from "./input.ts";
import type { Words } from "./words.ts";

/** What the person who asks knows beside the inputs. */
export interface ReadOptions {
  /** Version of Cilium's chart, `1.19.6`; a leading `v` is allowed. */
  readonly chartVersion?: string;
  /** `key=value` in Helm's grammar, laid over the values files. */
  readonly set?: readonly string[];
  /** Where the cluster runs; undefined where only an input may say. */
  readonly platform?: "eks";
}

/** What a reader is given beside its own documents. */
export interface Context {
  readonly options: ReadOptions;
  /** All documents of all inputs: what one names may stand in another. */
  readonly documents: readonly Document[];
  /** Takes a document that another names (a values file of an Application), so that it is not read for itself as well. */
  take(document: Document): void;
  isTaken(document: Document): boolean;
}

/** A resource with the place of what is said of it. */
export interface Located {
  readonly resource: Registered;
  /** Of a path of the model below the resource's own, `disk.encrypted` of a node group; empty for the resource itself. */
  readonly place: (below: string) => Location;
}

export interface Reading {
  readonly resources: readonly Located[];
  /** What could not be seen, and what was assumed: sentences for people. */
  readonly notes?: readonly string[];
  /**
   * Parts of the model that the documents tell as a whole: what they have none of is not there. Of the other parts rules judge what
   * is there and are not asked where nothing is.
   */
  readonly whole?: readonly (keyof ClusterModel)[];
  /** Parts of which the resources say something, and not enough to judge them: they are left out unless another input tells them. */
  readonly untold?: readonly (keyof ClusterModel)[];
  /** What rules say in words that the inputs do not have, with what stands for it. */
  readonly words?: Words;
  /** Whether the documents say that Cilium comes, where its values were not given: rules on what it needs are asked then. */
  readonly meansCilium?: boolean;
  /** Set where the resources are those of a program, which installs Cilium itself: then rules on how it does so are asked. */
  readonly program?: boolean;
  /** Set where the documents hold all that a configuration makes: what is not in them is made elsewhere. */
  readonly isPlan?: boolean;
  /** Set where the documents say that the cluster runs on EKS. */
  readonly platform?: "eks";
}

/** Turns documents of one kind into the resources that a program would register for the same cluster. */
export interface Reader {
  /** Folder and id, `helm-values`. */
  readonly id: string;
  /** What it reads, for people: `values of Cilium's chart`. */
  readonly reads: string;
  /** Whether a document is one of its kind, by its content alone. The first reader that says so gets it. `isNamed`: somebody named the file, it was not found. */
  recognises(document: Document, how: { readonly isNamed: boolean }): boolean;
  /** Reads all documents of its kind together. Never throws for what they hold: what it cannot read is unknown, and noted. */
  read(documents: readonly Document[], context: Context): Reading;
}

const NONE: readonly string[] = [];

/** A resource with what only programs have left out. */
export const registered = (
  resource: Pick<Registered, "urn" | "type" | "name" | "props"> & Partial<Registered>,
): Registered => ({ protect: false, ignoreChanges: NONE, sources: {}, dependencies: NONE, ...resource });

/** Name of a resource that no engine has named. */
export const urnOf = (reader: string, type: string, name: string): string => `${reader}::${type}::${name}`;
