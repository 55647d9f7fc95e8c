import { flat, perSecond, type AlertCase } from "./case.ts";

const IPAM = "cilium_operator_ipam";
const allocation = (labels: string): string =>
  `${IPAM}_allocation_duration_seconds_count{subnet_id="subnet-1",${labels}}`;
const ec2 = (labels: string): string =>
  `cilium_operator_ec2_api_duration_seconds_count{operation="CreateNetworkInterface",${labels}}`;
const held = (suffix: string): string =>
  `cilium_operator_ec2_api_rate_limit_duration_seconds_${suffix}{operation="AssignPrivateIpAddresses"}`;
/** The operator that waits for the lease reports zeroes. */
const standby = (metric: string): string => metric.replace("{", '{pod="standby",');

export const addressCases = (): AlertCase[] => [
  {
    alert: "CiliumInterfaceCreationFailing",
    fires: { [allocation('type="createInterfaceAndAllocateIP",status="unableToCreateENI"')]: perSecond(1) },
    expected: [{ labels: { status: "unableToCreateENI", subnet_id: "subnet-1" } }],
    quiet: {
      [allocation('type="createInterfaceAndAllocateIP",status="success"')]: perSecond(1),
      [allocation('type="createInterfaceAndAllocateIP",status="unableToAttachENI"')]: flat(4),
    },
  },
  {
    alert: "CiliumAddressAllocationFailing",
    fires: { [allocation('type="allocateIP",status="failed"')]: perSecond(1) },
    expected: [{ labels: { subnet_id: "subnet-1" } }],
    quiet: {
      [allocation('type="allocateIP",status="success"')]: perSecond(1),
      [allocation('type="allocateIP",status="failed"')]: flat(4),
    },
  },
  {
    alert: "CiliumEc2CallsFailing",
    fires: { [ec2('response_code="503 Service Unavailable"')]: perSecond(1) },
    expected: [{ labels: { operation: "CreateNetworkInterface", response_code: "503 Service Unavailable" } }],
    quiet: { [ec2('response_code="OK"')]: perSecond(1), [ec2('response_code="200 OK"')]: perSecond(1) },
  },
  {
    alert: "CiliumEc2CallsHeldBack",
    fires: { [held("sum")]: perSecond(4), [held("count")]: perSecond(2) },
    expected: [{ labels: { operation: "AssignPrivateIpAddresses" }, value: "2s" }],
    quiet: { [held("sum")]: perSecond(1), [held("count")]: perSecond(1) },
  },
  {
    alert: "CiliumSubnetNearlyFull",
    fires: { [`${IPAM}_available_ips_per_subnet{subnet_id="subnet-1",availability_zone="eu-central-1a"}`]: flat(63) },
    expected: [{ labels: { subnet_id: "subnet-1", availability_zone: "eu-central-1a" }, value: "63" }],
    quiet: { [`${IPAM}_available_ips_per_subnet{subnet_id="subnet-1",availability_zone="eu-central-1a"}`]: flat(64) },
  },
  {
    alert: "CiliumNodeNearlyFull",
    fires: {
      [`${IPAM}_used_ips{target_node="ip-1"}`]: flat(19),
      [`${IPAM}_available_ips{target_node="ip-1"}`]: flat(20),
    },
    expected: [{ labels: { target_node: "ip-1" }, value: "95%" }],
    quiet: {
      [`${IPAM}_used_ips{target_node="ip-1"}`]: flat(18),
      [`${IPAM}_available_ips{target_node="ip-1"}`]: flat(20),
      [`${IPAM}_used_ips{target_node="gone"}`]: flat(5),
      [`${IPAM}_available_ips{target_node="gone"}`]: flat(0),
    },
  },
  {
    alert: "CiliumNodesAtCapacity",
    fires: {
      [`${IPAM}_nodes{category="at-capacity"}`]: flat(2),
      [standby(`${IPAM}_nodes{category="at-capacity"}`)]: flat(0),
    },
    expected: [{ value: "2" }],
    quiet: { [`${IPAM}_nodes{category="at-capacity"}`]: flat(0), [`${IPAM}_nodes{category="total"}`]: flat(6) },
  },
  {
    alert: "CiliumNodesInDeficit",
    fires: { [`${IPAM}_nodes{category="in-deficit"}`]: flat(1) },
    expected: [{ value: "1" }],
    quiet: { [`${IPAM}_nodes{category="in-deficit"}`]: flat(0) },
  },
  {
    alert: "CiliumUnmanagedPods",
    fires: { "cilium_operator_unmanaged_pods{}": flat(3) },
    expected: [{ value: "3" }],
    quiet: { "cilium_operator_unmanaged_pods{}": flat(0) },
  },
];
