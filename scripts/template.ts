import { DEFAULTS } from "../cli/init/answers.ts";
import { type Files, filesOf } from "../cli/init/files.ts";

/** Folder that `pulumi new` is given. */
const FOLDER = "templates/cilium-eks";

const TEMPLATE = `template:
  description: Amazon EKS with Cilium in ENI mode as its only CNI
  config:
    aws:region:
      description: AWS Region
      default: ${DEFAULTS.region}
`;

/** What \`init --yes\` writes, with the placeholders of \`pulumi new\`. */
export function templateFiles(): Files {
  const { cidr, ...defaults } = DEFAULTS;
  const files = filesOf({ ...defaults, name: "${PROJECT}", vpc: cidr, activationsUntil: "" });
  const project = files["Pulumi.yaml"]?.replace(/^description: .*$/m, "description: ${DESCRIPTION}") ?? "";
  return Object.fromEntries(
    Object.entries({ ...files, "Pulumi.yaml": `${project}${TEMPLATE}` }).map(([file, text]) => [
      `${FOLDER}/${file}`,
      text,
    ]),
  );
}
