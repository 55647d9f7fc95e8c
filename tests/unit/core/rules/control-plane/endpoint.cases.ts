import { cases } from "../../../../support/rule-cases.ts";
import type { ControlPlaneModel } from "../../../../../core/model/index.ts";
import { controlPlane, network, unknown } from "../../../../support/model.ts";

const model = (parts: Partial<ControlPlaneModel>) => ({ controlPlane: controlPlane(parts) });
const open = (...publicAccessCidrs: string[]) => model({ publicAccess: true, publicAccessCidrs });
const behindGateways = (parts: Partial<ControlPlaneModel>) => ({
  ...model(parts),
  network: network({ created: true }),
});
const many = Array.from({ length: 41 }, (_, at) => `203.0.113.${String(at)}/32`);

export default cases({
  "control-plane-endpoint-reachable": {
    fails: [["no endpoint at all", model({ privateAccess: false }), { path: "controlPlane.endpoint" }]],
    passes: [
      ["a private endpoint", model({})],
      ["a public endpoint", open("203.0.113.0/24")],
    ],
    unknown: [["an unknown private endpoint", model({ privateAccess: unknown })]],
  },
  "control-plane-endpoint-for-nodes": {
    fails: [
      [
        "nodes that come in through a limited public endpoint",
        model({ privateAccess: false, publicAccess: true, publicAccessCidrs: ["203.0.113.0/24"] }),
        { path: "controlPlane.endpoint.privateAccess" },
      ],
    ],
    passes: [
      ["a private endpoint beside the public one", open("203.0.113.0/24")],
      [
        "a public endpoint for everybody",
        model({ privateAccess: false, publicAccess: true, publicAccessCidrs: ["0.0.0.0/0"] }),
      ],
      [
        "no list, which EKS takes for everybody",
        model({ privateAccess: false, publicAccess: true, publicAccessCidrs: [] }),
      ],
    ],
    unknown: [["unknown CIDRs", model({ privateAccess: false, publicAccess: true, publicAccessCidrs: unknown })]],
  },
  "control-plane-endpoint-new-gateways": {
    fails: [
      [
        "gateways of the same program",
        behindGateways({ privateAccess: false, publicAccess: true, publicAccessCidrs: ["203.0.113.0/24"] }),
        { path: "controlPlane.endpoint.privateAccess", example: true },
      ],
    ],
    passes: [
      [
        "a private endpoint too",
        behindGateways({ privateAccess: true, publicAccess: true, publicAccessCidrs: ["203.0.113.0/24"] }),
      ],
      ["everybody", behindGateways({ privateAccess: false, publicAccess: true, publicAccessCidrs: ["0.0.0.0/0"] })],
      [
        "gateways that exist, of which another rule tells",
        {
          ...model({ privateAccess: false, publicAccess: true, publicAccessCidrs: ["203.0.113.0/24"] }),
          network: network({ created: false }),
        },
      ],
      [
        "no gateways",
        {
          ...model({ privateAccess: false, publicAccess: true, publicAccessCidrs: ["203.0.113.0/24"] }),
          network: network({ created: true, natGateways: 0 }),
        },
      ],
    ],
    unknown: [
      ["unknown CIDRs", behindGateways({ privateAccess: false, publicAccess: true, publicAccessCidrs: unknown })],
    ],
  },
  "control-plane-public-cidrs-given": {
    fails: [["a public endpoint without CIDRs", open(), { path: "controlPlane.endpoint.publicAccessCidrs" }]],
    passes: [
      ["a public endpoint with CIDRs", open("203.0.113.0/24")],
      ["a private endpoint", model({})],
    ],
    unknown: [["unknown CIDRs", model({ publicAccess: true, publicAccessCidrs: unknown })]],
  },
  "control-plane-public-cidrs-used": {
    fails: [
      [
        "CIDRs without a public endpoint",
        model({ publicAccessCidrs: ["203.0.113.0/24"] }),
        { path: "controlPlane.endpoint.publicAccessCidrs" },
      ],
    ],
    passes: [["CIDRs with a public endpoint", open("203.0.113.0/24")]],
    unknown: [["an unknown public endpoint", model({ publicAccess: unknown })]],
  },
  "control-plane-public-cidrs-count": {
    fails: [["41 CIDRs", open(...many), { path: "controlPlane.endpoint.publicAccessCidrs" }]],
    passes: [["40 CIDRs", open(...many.slice(1))]],
    unknown: [["unknown CIDRs", model({ publicAccessCidrs: unknown })]],
  },
  "control-plane-public-cidrs-valid": {
    fails: [
      ["a block with host bits", open("203.0.113.1/24"), { path: "controlPlane.endpoint.publicAccessCidrs.0" }],
      ["a private range", open("203.0.113.0/24", "10.1.0.0/16"), { path: "controlPlane.endpoint.publicAccessCidrs.1" }],
      ["an address without a prefix", open("203.0.113.1"), { path: "controlPlane.endpoint.publicAccessCidrs.0" }],
      ["a whole private range", open("10.0.0.0/8"), { path: "controlPlane.endpoint.publicAccessCidrs.0" }],
    ],
    passes: [
      ["public blocks, the whole internet among them", open("203.0.113.0/24", "0.0.0.0/0")],
      ["an IPv6 block", open("2001:db8::/32")],
    ],
    unknown: [["one unknown CIDR", open(unknown)]],
  },
});
