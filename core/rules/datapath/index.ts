import devices from "./devices.ts";
import eni from "./eni.ts";
import cni from "./cni.ts";
import podRanges from "./pod-ranges.ts";
import egressPolicies from "./egress-policies.ts";
import features from "./features.ts";
import hostRouting from "./host-routing.ts";
import loadBalancing from "./load-balancing.ts";
import maglev from "./maglev.ts";
import masquerade from "./masquerade.ts";
import masqueradeRanges from "./masquerade-ranges.ts";
import neighbours from "./neighbours.ts";
import nodeConfigObjects from "./node-config-objects.ts";
import overlay from "./overlay.ts";
import pools from "./pools.ts";
import redirects from "./redirects.ts";
import refusals from "./refusals.ts";
import refusedTogether from "./refused-together.ts";
import start from "./start.ts";

export default [
  ...loadBalancing,
  ...maglev,
  ...eni,
  ...cni,
  ...devices,
  ...podRanges,
  ...masquerade,
  ...masqueradeRanges,
  ...hostRouting,
  ...features,
  ...overlay,
  ...refusals,
  ...refusedTogether,
  ...start,
  ...neighbours,
  ...pools,
  ...redirects,
  ...egressPolicies,
  ...nodeConfigObjects,
];
