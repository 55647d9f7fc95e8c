import budget from "./budget.ts";
import podSubnets from "./pod-subnets.ts";
import pods from "./pods.ts";
import vpcCni from "./vpc-cni.ts";

export default [...pods, ...podSubnets, ...vpcCni, ...budget];
