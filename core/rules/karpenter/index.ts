import classes from "./classes.ts";
import pools from "./pools.ts";
import releases from "./releases.ts";
import settings from "./settings.ts";

export default [...settings, ...releases, ...pools, ...classes];
