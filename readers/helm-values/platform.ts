import { UNKNOWN } from "../../core/model/unknown.ts";
import { valueAt } from "../values.ts";

const at = (values: unknown, path: string): unknown => valueAt(values, path.split("."));

/** EKS's own endpoints: `ABC.gr7.eu-central-1.eks.amazonaws.com`, in China `….eks.amazonaws.com.cn`; `api.aws` for IPv6. */
const EKS_ENDPOINT =
  /\.eks\.amazonaws\.com(?:\.cn)?\b|\.eks\.[a-z\d-]+\.(?:api\.aws|c2s\.ic\.gov|sc2s\.sgov\.gov)\b|\.eks\.[a-z\d-]+\.amazonaws\.com/;

/** Whether values can only be meant for a cluster on EKS. */
export function saysEks(values: unknown): boolean {
  const isOn = (path: string): boolean => [true, "true"].includes(at(values, path) as boolean);
  const text = (path: string): string => {
    const value = at(values, path);
    return typeof value === "string" && at(values, path) !== UNKNOWN ? value : "";
  };
  return (
    isOn("eni.enabled") ||
    text("ipam.mode") === "eni" ||
    text("cni.chainingMode") === "aws-cni" ||
    text("eni.iamRole") !== "" ||
    EKS_ENDPOINT.test(text("k8sServiceHost")) ||
    text("k8s.apiServerURLs")
      .split(/\s+/)
      .some((url) => EKS_ENDPOINT.test(url))
  );
}
