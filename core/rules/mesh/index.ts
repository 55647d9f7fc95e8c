import peers from "./peers.ts";
import values from "./values.ts";

export default [...values, ...peers];
