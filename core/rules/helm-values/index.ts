import consistency from "./consistency.ts";
import keys from "./keys.ts";
import objectFields from "./object-fields.ts";
import refusedPairs from "./refused-pairs.ts";
import refused from "./refused.ts";

export default [...keys, ...refused, ...refusedPairs, ...consistency, ...objectFields];
