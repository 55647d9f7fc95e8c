import { flat, perSecond, type AlertCase, type CaseOptions } from "./case.ts";

const POD = 'pod="cilium-a"';
const calls = (code: string): string =>
  `cilium_k8s_client_api_calls_total{${POD},host="10.0.0.1",method="PATCH",return_code="${code}"}`;

/** What 1.20 adds to the counters of policies and regenerations. */
function reasons({ minor }: CaseOptions, labels: Readonly<Record<string, string>>) {
  const known = minor === "1.19" ? {} : labels;
  const text = Object.entries(known).map(([name, value]) => `,${name}="${value}"`);
  return { labels: { pod: "cilium-a", ...known }, text: text.join("") };
}

export function agentCases(options: CaseOptions): AlertCase[] {
  const regeneration = reasons(options, { reason: "policy", error: "compile" });
  const change = reasons(options, { source: "k8s", operation: "update" });
  const failure = options.minor === "1.19" ? "failure" : "fail";
  return [
    {
      alert: "CiliumEndpointRegenerationFailing",
      fires: { [`cilium_endpoint_regenerations_total{${POD},outcome="fail"${regeneration.text}}`]: perSecond(1) },
      expected: [{ labels: regeneration.labels }],
      quiet: { [`cilium_endpoint_regenerations_total{${POD},outcome="success"${regeneration.text}}`]: perSecond(1) },
    },
    {
      alert: "CiliumEndpointsInvalid",
      fires: { [`cilium_endpoint_state{${POD},endpoint_state="invalid"}`]: flat(2) },
      expected: [{ labels: { pod: "cilium-a" }, value: "2" }],
      quiet: {
        [`cilium_endpoint_state{${POD},endpoint_state="invalid"}`]: flat(0),
        [`cilium_endpoint_state{${POD},endpoint_state="ready"}`]: flat(20),
      },
    },
    {
      alert: "CiliumEndpointCreationFailing",
      fires: {
        [`cilium_api_limiter_processed_requests_total{${POD},api_call="endpoint-create",outcome="fail",return_code="500"}`]:
          perSecond(1),
      },
      expected: [{ labels: { pod: "cilium-a", return_code: "500" } }],
      quiet: {
        [`cilium_api_limiter_processed_requests_total{${POD},api_call="endpoint-create",outcome="success",return_code="201"}`]:
          perSecond(1),
        [`cilium_api_limiter_processed_requests_total{${POD},api_call="endpoint-get",outcome="fail",return_code="404"}`]:
          perSecond(1),
      },
    },
    {
      alert: "CiliumPolicyChangeFailing",
      fires: { [`cilium_policy_change_total{${POD},outcome="${failure}"${change.text}}`]: perSecond(1) },
      expected: [{ labels: change.labels }],
      quiet: { [`cilium_policy_change_total{${POD},outcome="success"${change.text}}`]: perSecond(1) },
    },
    {
      alert: "CiliumProxyRedirectsMissing",
      fires: { [`cilium_policy_missing_proxy_redirects{${POD}}`]: flat(2) },
      expected: [{ labels: { pod: "cilium-a" }, value: "2" }],
      quiet: { [`cilium_policy_missing_proxy_redirects{${POD}}`]: flat(0) },
    },
    {
      alert: "CiliumIdentitiesNearlyUsed",
      // Two agents that see the same identities: added up they would be over the limit in the quiet case, too.
      fires: {
        [`cilium_identity{${POD},type="cluster_local"}`]: flat(58_752),
        'cilium_identity{pod="cilium-b",type="cluster_local"}': flat(58_752),
      },
      expected: [{ value: "90%" }],
      quiet: {
        [`cilium_identity{${POD},type="cluster_local"}`]: flat(40_000),
        'cilium_identity{pod="cilium-b",type="cluster_local"}': flat(40_000),
      },
    },
    {
      alert: "CiliumApiErrors",
      fires: { [calls("500")]: perSecond(1), [calls("<error>")]: perSecond(2) },
      expected: ["500", "<error>"].map((code, at) => ({
        labels: { pod: "cilium-a", method: "PATCH", return_code: code },
        value: String(at + 1),
      })),
      quiet: { [calls("200")]: perSecond(9), [calls("404")]: perSecond(9), [calls("503")]: perSecond(0.05) },
    },
    {
      alert: "CiliumNodesUnreachable",
      fires: { [`cilium_unreachable_nodes{${POD}}`]: flat(1) },
      expected: [{ labels: { pod: "cilium-a" }, value: "1" }],
      quiet: { [`cilium_unreachable_nodes{${POD}}`]: flat(0) },
    },
    {
      alert: "CiliumControllersFailing",
      fires: { [`cilium_controllers_failing{${POD}}`]: flat(4) },
      expected: [{ labels: { pod: "cilium-a" }, value: "4" }],
      quiet: { [`cilium_controllers_failing{${POD}}`]: flat(0) },
    },
  ];
}
