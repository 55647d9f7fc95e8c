/** Fields of the default format, version 2 (VPC user guide: flow-log-records). */
const DEFAULT_FIELDS = [
  "version",
  "account-id",
  "interface-id",
  "srcaddr",
  "dstaddr",
  "srcport",
  "dstport",
  "protocol",
  "packets",
  "bytes",
  "start",
  "end",
  "action",
  "log-status",
] as const;

/** `srcaddr` and `dstaddr` are the ENI's primary address; these are the packet's own, so the pod's. */
const POD_FIELDS = ["pkt-srcaddr", "pkt-dstaddr", "flow-direction"] as const;

/** Custom format of a flow log that shows pods. */
export const flowLogFormat = (): string => [...DEFAULT_FIELDS, ...POD_FIELDS].map((field) => `\${${field}}`).join(" ");
