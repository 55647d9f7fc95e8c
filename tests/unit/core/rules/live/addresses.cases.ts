import { UNKNOWN } from "../../../../../core/model/unknown.ts";
import { CILIUM_NODE, config, live } from "../../../../support/live-model.ts";
import { cases } from "../../../../support/rule-cases.ts";

const own = (over: Partial<typeof CILIUM_NODE>) => ({ ciliumNodes: [{ ...CILIUM_NODE, ...over }] });
const node = (over: Partial<typeof CILIUM_NODE>) => live(own(over));
const prefixes = config({ "aws-enable-prefix-delegation": "true" });
const eni = (over: Partial<(typeof CILIUM_NODE)["interfaces"][number]>) => [{ ...CILIUM_NODE.interfaces[0]!, ...over }];
const elsewhere = (over: Partial<typeof CILIUM_NODE>) =>
  live({ ...own(over), config: config({ ipam: "cluster-pool" }) });
const unknown = [["CiliumNodes that could not be read", live({ ciliumNodes: UNKNOWN as never })]] as const;

export default cases({
  "live-addresses-none": {
    fails: [
      [
        "a node without an address",
        node({ held: 0, used: 0 }),
        { path: "live.ciliumNodes.one", found: "no address", example: true },
      ],
    ],
    passes: [
      ["one with addresses", live()],
      ["addresses that are not of ENIs", elsewhere({ held: 0 })],
    ],
    unknown,
  },
  "live-addresses-deficit": {
    fails: [
      ["less than preAllocate free", node({ held: 28, used: 21 }), { found: "7 free of 28, 21 used", example: true }],
      ["a bound that is not reached", node({ held: 28, used: 21, maxAllocate: 29 })],
    ],
    passes: [
      ["preAllocate free", node({ held: 28, used: 20 })],
      ["no address, of which another rule tells", node({ held: 0, used: 0 })],
      ["a bound that is reached", node({ held: 28, used: 28, maxAllocate: 28 })],
    ],
    unknown,
  },
  "live-addresses-full": {
    fails: [
      ["40 of 42", node({ held: 42, used: 40 }), { found: "40 of 42 used", example: true }],
      [
        "prefixes that are off for the node",
        live({ ...own({ held: 42, used: 42, prefixDelegationOff: true }), config: prefixes }),
      ],
    ],
    passes: [
      ["39 of 42", node({ held: 42, used: 39 })],
      ["prefixes, of which a node holds more", live({ ...own({ held: 48, used: 42 }), config: prefixes })],
      ["a type that is not known", node({ used: 999, instanceType: "x9z.huge" })],
    ],
    unknown,
  },
  "live-addresses-prefixes": {
    fails: [
      [
        "single addresses where prefixes are on",
        live({ config: prefixes }),
        { found: "14 single addresses, 0 prefixes", example: true },
      ],
      [
        "more single addresses than prefixes hold",
        live({ ...own({ interfaces: eni({ addresses: 17, prefixes: 1 }) }), config: prefixes }),
      ],
    ],
    passes: [
      ["prefixes", live({ ...own({ interfaces: eni({ addresses: 0, prefixes: 2 }) }), config: prefixes })],
      [
        "a few addresses beside prefixes",
        live({ ...own({ interfaces: eni({ addresses: 16, prefixes: 1 }) }), config: prefixes }),
      ],
      ["no interface yet", live({ ...own({ interfaces: [] }), config: prefixes })],
      ["a node that shall have none", live({ ...own({ prefixDelegationOff: true }), config: prefixes })],
      ["prefix delegation that is off", live()],
    ],
    unknown,
  },
  "live-addresses-subnet": {
    fails: [
      [
        "an interface in another subnet",
        node({ interfaces: eni({ subnet: "subnet-x" }) }),
        { found: "eni-1 in subnet-x", example: true },
      ],
    ],
    passes: [
      ["in the one that is named", live()],
      ["none is named", node({ subnetIds: [], interfaces: eni({ subnet: "subnet-x" }) })],
      [
        "the node's own interface",
        node({ firstInterfaceIndex: 0, interfaces: eni({ number: 0, subnet: "subnet-x" }) }),
      ],
      [
        "one that pods do not use",
        node({ firstInterfaceIndex: 2, interfaces: eni({ number: 1, subnet: "subnet-x" }) }),
      ],
    ],
    unknown,
  },
  "live-addresses-operator-error": {
    fails: [["an error", node({ operatorError: "no more" }), { found: "no more", example: true }]],
    passes: [["none", live()]],
    unknown,
  },
});
