import acls from "./acls.ts";
import layout from "./layout.ts";
import reach from "./reach.ts";
import regions from "./regions.ts";
import settings from "./settings.ts";

export default [...settings, ...layout, ...reach, ...regions, ...acls];
