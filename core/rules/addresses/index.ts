import budget from "./budget.ts";
import pods from "./pods.ts";
import vpcCni from "./vpc-cni.ts";

export default [...pods, ...vpcCni, ...budget];
