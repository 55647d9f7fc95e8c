import associations from "./associations.ts";
import controllers from "./controllers.ts";
import credentials from "./credentials.ts";
import rights from "./rights.ts";
import trust from "./trust.ts";

export default [...controllers, ...rights, ...trust, ...associations, ...credentials];
