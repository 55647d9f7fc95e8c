import { whole } from "./counts.ts";
import { usualNames } from "./forms.ts";

/** Flows that one line tells of one direction. */
export interface Share {
  /** 1 egress, 2 ingress, 0 unknown. */
  readonly direction: number;
  readonly times: number;
}

/** What a line that is no sum tells, by its direction. */
const ONE: readonly (readonly Share[])[] = [0, 1, 2].map((direction) => [{ direction, times: 1 }]);
export const oneFlow = (direction: number): readonly Share[] => ONE[direction] ?? [];

/** Keys of an aggregate by direction (cilium/cilium pkg/hubble/exporter/aggregator.go, from 1.19 on). */
const COUNTS = ["unknown_direction_flow_count", "egress_flow_count", "ingress_flow_count"] as const;

/** The flows that the exporter summed up, by direction; none where it counted none. */
export function sharesOf(written: Readonly<Record<string, unknown>> = {}): readonly Share[] {
  const aggregate = usualNames(written);
  return COUNTS.map((key, direction) => ({ direction, times: whole(aggregate[key]) })).filter(({ times }) => times > 0);
}
