import { UNKNOWN } from "../../core/model/unknown.ts";
import { cidrFault, subnetAt, subnetCount } from "../../core/net/cidr.ts";

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

/** Most blocks that `Fn::Cidr` makes (AWS CloudFormation template reference: Fn::Cidr). */
const MOST_BLOCKS = 256;

/** Functions whose arguments are worked out already; what one cannot tell is unknown (template reference: intrinsic functions). */
export const FUNCTIONS: Readonly<Record<string, (value: unknown) => unknown>> = {
  "Fn::Select": (value) => {
    const [index, items] = list(value);
    return Array.isArray(items) ? ((items as unknown[])[Number(index)] ?? UNKNOWN) : UNKNOWN;
  },
  "Fn::Split": (value) => {
    const [separator, text] = list(value);
    return typeof separator === "string" && typeof text === "string" ? text.split(separator) : UNKNOWN;
  },
  "Fn::Cidr": (value) => {
    const [range, count, bits] = list(value);
    const prefix = 32 - Number(bits ?? 8);
    if (typeof range !== "string" || cidrFault(range) !== undefined || !Number.isInteger(prefix) || prefix < 0)
      return UNKNOWN;
    const wanted = Number(count);
    if (!(wanted >= 1 && wanted <= MOST_BLOCKS) || subnetCount(range, prefix) < wanted) return UNKNOWN;
    return Array.from({ length: wanted }, (_, at) => subnetAt(range, prefix, at));
  },
  "Fn::Length": (value) => (Array.isArray(value) ? value.length : UNKNOWN),
  "Fn::ToJsonString": (value) => {
    try {
      const text = JSON.stringify(value, (_, inner: unknown) => {
        if (inner === UNKNOWN) throw new TypeError("unknown");
        return inner;
      }) as string | undefined;
      return text ?? UNKNOWN;
    } catch {
      return UNKNOWN;
    }
  },
};
