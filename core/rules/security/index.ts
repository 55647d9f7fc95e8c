import access from "./access.ts";
import activations from "./activations.ts";
import controlPlane from "./control-plane.ts";

export default [...controlPlane, ...access, ...activations];
