import credentials from "./credentials.ts";
import rights from "./rights.ts";
import trust from "./trust.ts";

export default [...rights, ...trust, ...credentials];
