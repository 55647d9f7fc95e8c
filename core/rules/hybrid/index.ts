import announce from "./announce.ts";
import bgp from "./bgp.ts";
import gateway from "./gateway.ts";
import limits from "./limits.ts";
import oneCilium from "./one-cilium.ts";
import pools from "./pools.ts";
import premises from "./premises.ts";
import reach from "./reach.ts";
import settings from "./settings.ts";
import strategies from "./strategies.ts";

export default [
  ...strategies,
  ...settings,
  ...gateway,
  ...limits,
  ...bgp,
  ...announce,
  ...pools,
  ...oneCilium,
  ...reach,
  ...premises,
];
