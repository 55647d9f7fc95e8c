import access from "./access.ts";
import images from "./images.ts";
import names from "./names.ts";
import pods from "./pods.ts";
import sizing from "./sizing.ts";
import taints from "./taints.ts";

export default [...names, ...images, ...pods, ...taints, ...sizing, ...access];
