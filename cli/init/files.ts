import { about } from "../shared/about.ts";
import type { Answers } from "./answers.ts";
import { ownSpecifier } from "./install.ts";
import { stackFile } from "./stack-file.ts";

/** Files of a project, path -> text. */
export type Files = Readonly<Record<string, string>>;

export function filesOf(answers: Answers): Files {
  const { name, peerDependencies } = about();
  const { name: project, stack, pipeline } = answers;
  return {
    "Pulumi.yaml": PROJECT(project),
    [`Pulumi.${stack}.yaml`]: stackFile(answers),
    "index.ts": PROGRAM,
    "package.json": `${JSON.stringify(
      {
        name: project,
        private: true,
        type: "module",
        engines: { node: ">=22.18" },
        scripts: { plan: "cilium-eks plan" },
        dependencies: { [name]: ownSpecifier(), ...peerDependencies },
      },
      null,
      2,
    )}\n`,
    ".gitignore": "node_modules\n*.sarif\nkubeconfig*\n",
    ...(pipeline === "github" ? { ".github/workflows/plan.yml": GITHUB(stack) } : {}),
    ...(pipeline === "gitlab" ? { ".gitlab-ci.yml": GITLAB(stack) } : {}),
  };
}

const PROJECT = (name: string): string => `name: ${name}
description: Amazon EKS with Cilium as its CNI
main: index.ts
runtime:
  name: nodejs
  options:
    # Node strips the types itself; nothing is compiled at start-up.
    typescript: false
`;

const PROGRAM = `import { createFromStack } from "pulumi-cilium-eks/stack";

const { outputs } = createFromStack();

export const { kubeconfig, vpcId, gatewayHostname, hubbleUiUrl } = outputs;
`;

const GITHUB = (stack: string): string => `name: plan
on: pull_request
jobs:
  plan:
    runs-on: ubuntu-latest
    permissions: { contents: read }
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-node@v5
        with: { node-version: "24" }
      - run: npm install
      - run: npx --no-install cilium-eks plan --stack ${stack}
`;

const GITLAB = (stack: string): string => `plan:
  image: node:24
  rules: [{ if: $CI_PIPELINE_SOURCE == "merge_request_event" }]
  script:
    - npm install
    - npx --no-install cilium-eks plan --stack ${stack} --format text --format junit:plan.xml
  artifacts:
    when: always
    reports: { junit: plan.xml }
`;
