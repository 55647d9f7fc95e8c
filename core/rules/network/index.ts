import acls from "./acls.ts";
import layout from "./layout.ts";
import subnets from "./subnets.ts";
import reach from "./reach.ts";
import regions from "./regions.ts";
import settings from "./settings.ts";
import blocks from "./blocks.ts";

export default [...settings, ...blocks, ...layout, ...subnets, ...reach, ...regions, ...acls];
