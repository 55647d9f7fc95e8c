/* Settings, state, cluster and AWS side by side. */

import type { WantedResource } from "../../core/changes/resources.ts";

/** A resource as a plan declares it; inputs hold `[unknown]` and `[secret]` where a value is not told. */
export interface Declared extends WantedResource {
  readonly name: string;
  readonly dependencies: readonly string[];
  readonly note?: string;
}

/** A place in a resource. */
export type Place = readonly (string | number)[];

/** Who wrote something last, and when, where the server says. */
export interface Writer {
  readonly manager: string;
  readonly time?: string;
}

/** A difference between what is planned and what is there, with its values. */
export interface Deviation {
  readonly urn: string;
  readonly type: string;
  /** `Gateway`, `node group`. */
  readonly what: string;
  /** `Gateway gateway-edge/edge`, `node group "general"`. */
  readonly subject: string;
  /** `added`: in no plan. */
  readonly kind: "changed" | "added" | "missing";
  /** The place in the plan's inputs; empty for the whole. */
  readonly at: Place;
  /** The place in what is there, whose lists may be in another order. */
  readonly foundAt: Place;
  readonly planned: unknown;
  readonly found: unknown;
  readonly by?: Writer;
}

/**
 * What a difference means. `harmless`: nothing that the plan says is changed by it. `reverted`: the plan says otherwise, and sets
 * it back. `dangerous`: a rule objects, or what protects or carries traffic is gone.
 */
export type DriftVerdict = "harmless" | "reverted" | "dangerous";

/** A judged difference, in words. */
export interface Drift extends Pick<Deviation, "urn" | "type" | "subject" | "kind" | "by"> {
  /** `spec.listeners[0].port`; empty for the whole. */
  readonly path: string;
  readonly planned: string;
  readonly found: string;
  /** What the last run wrote, where a state was given and says something else than the plan. */
  readonly state?: string;
  readonly verdict: DriftVerdict;
  /** Why it is called so. */
  readonly why: string;
  /** Rules that object to what is there. */
  readonly rules: readonly string[];
}

/** A change that is only planned: the next run makes it, and nothing drifted. */
export interface Pending {
  readonly urn: string;
  readonly subject: string;
  readonly path: string;
  readonly says: string;
}
