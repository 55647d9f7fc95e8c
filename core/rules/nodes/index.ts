import access from "./access.ts";
import disks from "./disks.ts";
import images from "./images.ts";
import architecture from "./architecture.ts";
import names from "./names.ts";
import pods from "./pods.ts";
import sizing from "./sizing.ts";
import taints from "./taints.ts";

export default [...names, ...images, ...architecture, ...pods, ...taints, ...sizing, ...access, ...disks];
