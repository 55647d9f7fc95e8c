import { lines, stat, type DashboardSpec, type PanelContext } from "../panel.ts";

const IPAM = "cilium_operator_ipam";

/** ENIs and addresses, from the operator. Two run and one leads, so that gauges are taken by max. */
export function eniDashboard({ select, rate, leader, quantile, thresholds, features }: PanelContext): DashboardSpec {
  const nodes = (category: string) => leader(`${IPAM}_nodes`, `category="${category}"`);
  const perNode = (metric: string) => `max by (target_node) (${select(`${IPAM}_${metric}`)})`;
  const perSubnet = `min by (subnet_id, availability_zone) (${select(`${IPAM}_available_ips_per_subnet`)})`;
  const free = { warning: thresholds.subnetFreeAddresses * 4, critical: thresholds.subnetFreeAddresses, low: true };
  return {
    description: "How many addresses pods have, how fast ENIs come, and what EC2 says to it.",
    tags: ["cilium", "eni"],
    variables: [],
    rows: [
      {
        title: "Now",
        panels: [
          stat("Nodes", "Nodes whose ENIs the operator drives.", "short", nodes("total")),
          stat(
            "Nodes at capacity",
            "No free address and no slot for another ENI: further pods do not start.",
            "short",
            nodes("at-capacity"),
            {
              thresholds: { critical: 1 },
            },
          ),
          stat(
            "Nodes in deficit",
            "Fewer free addresses than preAllocate. Normal for minutes after a scale-up.",
            "short",
            nodes("in-deficit"),
            {
              thresholds: { warning: 1 },
            },
          ),
          stat(
            "Free in the fullest subnet",
            "Free addresses as EC2 reports them.",
            "short",
            `min(${select(`${IPAM}_available_ips_per_subnet`)})`,
            {
              thresholds: free,
            },
          ),
          stat(
            "Addresses in use",
            "Share of what the nodes' types can have.",
            "percentunit",
            `sum(${perNode("used_ips")}) / sum(${perNode("available_ips")})`,
            {
              thresholds: { warning: 0.8, critical: thresholds.nodeAddressShare },
            },
          ),
          stat(
            "Unmanaged pods",
            "Pods without an endpoint: no policy holds for them.",
            "short",
            leader("cilium_operator_unmanaged_pods"),
            {
              thresholds: { warning: 1 },
            },
          ),
        ],
      },
      {
        title: "Addresses",
        panels: [
          lines(
            "Free addresses by subnet",
            features.prefixDelegation
              ? "As EC2 reports them. A prefix needs 16 in a row, so that it can fail long before 0."
              : "As EC2 reports them; nodes, load balancers and endpoints take from the same subnet.",
            "short",
            [[perSubnet, "{{subnet_id}} {{availability_zone}}"]],
            { thresholds: free },
          ),
          lines(
            "Fullest nodes",
            "Used addresses over what the instance type can have (the metric available_ips is that capacity).",
            "percentunit",
            [[`topk(10, ${perNode("used_ips")} / (${perNode("available_ips")} > 0))`, "{{target_node}}"]],
            { thresholds: { warning: thresholds.nodeAddressShare }, max: 1 },
          ),
          lines("Used and possible", "Addresses of all nodes.", "short", [
            [`sum(${perNode("used_ips")})`, "used"],
            [`sum(${perNode("available_ips")})`, "possible"],
          ]),
          lines(
            "Missing to preAllocate",
            "Addresses that nodes wait for.",
            "short",
            [[`topk(10, ${perNode("needed_ips")} > 0)`, "{{target_node}}"]],
            {
              thresholds: { warning: 1 },
            },
          ),
        ],
      },
      {
        title: "Interfaces",
        panels: [
          lines(
            "Addresses given and taken back",
            "Successful operations of the operator; with prefix delegation each is 16 addresses.",
            "ops",
            [
              [`sum(${rate(`${IPAM}_ip_allocation_ops`)})`, "given"],
              [`sum(${rate(`${IPAM}_ip_release_ops`)})`, "taken back"],
              [`sum(${rate(`${IPAM}_interface_creation_ops`)})`, "ENIs created"],
            ],
          ),
          lines(
            "Failures",
            "Failed creations and allocations by status; alerts CiliumInterfaceCreationFailing and CiliumAddressAllocationFailing.",
            "ops",
            [
              [
                `sum by (type, status) (${rate(`${IPAM}_allocation_duration_seconds_count`, 'status!="success"')})`,
                "{{type}} {{status}}",
              ],
            ],
            { thresholds: { critical: 0.001 } },
          ),
          lines("Time to get addresses", "95 of 100 are faster, by kind.", "s", [
            [quantile(0.95, ["type"], `${IPAM}_allocation_duration_seconds`), "{{type}}"],
          ]),
          lines(
            "Room for interfaces",
            "Slots that are empty, and ENIs that have free addresses, over all nodes.",
            "short",
            [
              [leader(`${IPAM}_empty_interface_slots`), "empty slots"],
              [leader(`${IPAM}_interface_candidates`), "ENIs with room"],
            ],
          ),
        ],
      },
      {
        title: "EC2",
        panels: [
          lines(
            "Calls",
            "Calls of the operator, by operation.",
            "ops",
            [[`sum by (operation) (${rate("cilium_operator_ec2_api_duration_seconds_count")})`, "{{operation}}"]],
            {
              stacked: true,
            },
          ),
          lines(
            "Refused calls",
            "By operation and answer: `Failed` is no answer, 503 mostly throttling.",
            "ops",
            [
              [
                `sum by (operation, response_code) (${rate("cilium_operator_ec2_api_duration_seconds_count", 'response_code!~"OK|2.*"')})`,
                "{{operation}} {{response_code}}",
              ],
            ],
            { thresholds: { critical: 0.001 } },
          ),
          lines("Duration", "95 of 100 calls are faster.", "s", [
            [quantile(0.95, ["operation"], "cilium_operator_ec2_api_duration_seconds"), "{{operation}}"],
          ]),
          lines(
            "Held back by the operator's limiter",
            "Mean wait before a call is sent (cilium.operatorApi).",
            "s",
            [
              [
                `sum by (operation) (${rate("cilium_operator_ec2_api_rate_limit_duration_seconds_sum")}) / sum by (operation) (${rate("cilium_operator_ec2_api_rate_limit_duration_seconds_count")})`,
                "{{operation}}",
              ],
            ],
            { thresholds: { warning: thresholds.ec2RateLimitSeconds } },
          ),
        ],
      },
    ],
  };
}
