/** Places in a scanner's spans: each field's start, and its end one further; 0 and 0 where it is missing. */
export const Field = {
  Source: 0,
  Destination: 2,
  /** The first name in each list. */
  SourceName: 4,
  DestinationName: 6,
  SourceIp: 8,
  DestinationIp: 10,
  Verdict: 12,
  DropReason: 14,
  Protocol: 16,
  Layer7: 18,
  Time: 20,
  /** `cluster/node` of the reporter. */
  NodeName: 22,
  /** TCP flags. */
  Flags: 24,
  /** Kind of the monitor's event that the flow was made of. */
  EventType: 26,
  /** Counts of flows that the exporter summed up. */
  Aggregate: 28,
} as const;
export type Field = (typeof Field)[keyof typeof Field];

/** What stands behind the spans. */
export const Fact = {
  /** What the table of endpoints says of both ends. */
  Source: 30,
  Destination: 31,
  SourcePort: 32,
  DestinationPort: 33,
  /** 1 true, 0 false, -1 not said. */
  Reply: 34,
  /** 1 egress, 2 ingress, 0 unknown. */
  Direction: 35,
  /** 1 where the line holds a flow. */
  Found: 36,
} as const;
export const FACTS = 37;

/** An endpoint that is not in the table. */
export const UNRECOGNISED = -1;
