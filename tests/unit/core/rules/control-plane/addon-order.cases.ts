import { cases } from "../../../../support/rule-cases.ts";
import type { AddonModel, ClusterModel } from "../../../../../core/model/index.ts";
import { addon, unknown } from "../../../../support/model.ts";

const having = (parts: Partial<AddonModel>): ClusterModel => ({ addons: [addon(parts)] });

export default cases({
  "control-plane-addon-order": {
    fails: [
      [
        "the EBS driver before the nodes",
        having({ name: "aws-ebs-csi-driver", afterNodes: false }),
        { path: "addons.aws-ebs-csi-driver" },
      ],
      ["metrics-server before them", having({ name: "metrics-server", afterNodes: false })],
    ],
    passes: [
      ["after the nodes", having({ name: "metrics-server", afterNodes: true })],
      ["a DaemonSet", having({ name: "eks-pod-identity-agent", afterNodes: false })],
      ["a lens that cannot tell", having({ name: "metrics-server" })],
    ],
    unknown: [["an unknown order", having({ name: "metrics-server", afterNodes: unknown })]],
  },
});
