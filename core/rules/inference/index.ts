import memory from "./memory.ts";
import options from "./options.ts";
import placement from "./placement.ts";
import way from "./way.ts";

export default [...options, ...placement, ...memory, ...way];
