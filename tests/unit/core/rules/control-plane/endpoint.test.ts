import {
  endpointForNodes,
  endpointReachable,
  publicCidrsCount,
  publicCidrsGiven,
  publicCidrsUsed,
  publicCidrsValid,
} from "../../../../../core/rules/control-plane/endpoint.ts";
import type { ControlPlaneModel } from "../../../../../core/model/index.ts";
import { controlPlane, unknown } from "../../../../support/model.ts";
import { describeRules } from "../../../../support/rule-table.ts";

const model = (parts: Partial<ControlPlaneModel>) => ({ controlPlane: controlPlane(parts) });
const open = (...publicAccessCidrs: string[]) => model({ publicAccess: true, publicAccessCidrs });
const many = Array.from({ length: 41 }, (_, at) => `203.0.113.${String(at)}/32`);

describeRules([
  {
    rule: endpointReachable,
    fails: [["no endpoint at all", model({ privateAccess: false }), "controlPlane.endpoint"]],
    passes: [
      ["a private endpoint", model({})],
      ["a public endpoint", open("203.0.113.0/24")],
    ],
    undecided: [["an unknown private endpoint", model({ privateAccess: unknown })]],
  },
  {
    rule: endpointForNodes,
    fails: [
      [
        "nodes that come in through a limited public endpoint",
        model({ privateAccess: false, publicAccess: true, publicAccessCidrs: ["203.0.113.0/24"] }),
        "controlPlane.endpoint.privateAccess",
      ],
    ],
    passes: [
      ["a private endpoint beside the public one", open("203.0.113.0/24")],
      [
        "a public endpoint for everybody",
        model({ privateAccess: false, publicAccess: true, publicAccessCidrs: ["0.0.0.0/0"] }),
      ],
    ],
    undecided: [["unknown CIDRs", model({ privateAccess: false, publicAccess: true, publicAccessCidrs: unknown })]],
  },
  {
    rule: publicCidrsGiven,
    fails: [["a public endpoint without CIDRs", open(), "controlPlane.endpoint.publicAccessCidrs"]],
    passes: [
      ["a public endpoint with CIDRs", open("203.0.113.0/24")],
      ["a private endpoint", model({})],
    ],
    undecided: [["unknown CIDRs", model({ publicAccess: true, publicAccessCidrs: unknown })]],
  },
  {
    rule: publicCidrsUsed,
    fails: [
      [
        "CIDRs without a public endpoint",
        model({ publicAccessCidrs: ["203.0.113.0/24"] }),
        "controlPlane.endpoint.publicAccessCidrs",
      ],
    ],
    passes: [["CIDRs with a public endpoint", open("203.0.113.0/24")]],
    undecided: [["an unknown public endpoint", model({ publicAccess: unknown })]],
  },
  {
    rule: publicCidrsCount,
    fails: [["41 CIDRs", open(...many), "controlPlane.endpoint.publicAccessCidrs"]],
    passes: [["40 CIDRs", open(...many.slice(1))]],
    undecided: [["unknown CIDRs", model({ publicAccessCidrs: unknown })]],
  },
  {
    rule: publicCidrsValid,
    fails: [
      ["a block with host bits", open("203.0.113.1/24"), "controlPlane.endpoint.publicAccessCidrs.0"],
      ["a private range", open("203.0.113.0/24", "10.1.0.0/16"), "controlPlane.endpoint.publicAccessCidrs.1"],
      ["an address without a prefix", open("203.0.113.1"), "controlPlane.endpoint.publicAccessCidrs.0"],
    ],
    passes: [
      ["public blocks, the whole internet among them", open("203.0.113.0/24", "0.0.0.0/0")],
      ["an IPv6 block", open("2001:db8::/32")],
    ],
    undecided: [["one unknown CIDR", open(unknown)]],
  },
]);
