import type { Rule } from "../rule.ts";
import exposure from "./exposure.ts";
import meshes from "./meshes.ts";
import neighbours from "./neighbours.ts";
import networks from "./networks.ts";
import waves from "./waves.ts";

const rules: readonly Rule[] = [...networks, ...neighbours, ...meshes, ...waves, ...exposure];
export default rules;
