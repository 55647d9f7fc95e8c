import codes from "./codes.ts";
import needs from "./needs.ts";

export default [...needs, ...codes];
