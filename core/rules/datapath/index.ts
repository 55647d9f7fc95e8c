import addresses from "./addresses.ts";
import features from "./features.ts";
import hostRouting from "./host-routing.ts";
import loadBalancing from "./load-balancing.ts";
import masquerade from "./masquerade.ts";
import neighbours from "./neighbours.ts";
import overlay from "./overlay.ts";
import pools from "./pools.ts";
import start from "./start.ts";

export default [
  ...loadBalancing,
  ...addresses,
  ...masquerade,
  ...hostRouting,
  ...features,
  ...overlay,
  ...start,
  ...neighbours,
  ...pools,
];
