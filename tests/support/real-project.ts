import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { parse, stringify } from "yaml";
import type { ConnectProxy } from "./connect-proxy.ts";
import { ACCOUNT_URL } from "./standin-aws/protocol.ts";
import type { ControlPlane } from "./testcluster.ts";

export type StackConfig = Readonly<Record<string, unknown>>;

const STANDIN = join(import.meta.dirname, "standin-aws");
export const REGION = "eu-central-1";

/** The configuration of a stack file, with the Region of the tests. */
export const readConfig = (file: string): StackConfig => ({
  "aws:region": REGION,
  ...(readYaml(file)["config"] as StackConfig | undefined),
});

/** The CLI reads YAML 1.1, where a bare `2027-01-31T00:00:00Z` is a time and no text. */
const YAML_OF_GO = { version: "1.1" } as const;

/** Writes the stack file of a linked project. */
export const writeConfig = (project: string, stack: string, config: StackConfig): void => {
  writeFileSync(join(project, `Pulumi.${stack}.yaml`), stringify({ config }, YAML_OF_GO));
};

/** A project folder of links, with a Pulumi.yaml that points at the stand-in. */
export function linkProgram(source: string, project: string): void {
  mkdirSync(project, { recursive: true });
  for (const name of readdirSync(source)) {
    if (!name.startsWith(".") && !/^Pulumi\..*yaml$/.test(name)) symlinkSync(join(source, name), join(project, name));
  }
  const projectFile = readYaml(join(source, "Pulumi.yaml"));
  writeFileSync(
    join(project, "Pulumi.yaml"),
    stringify({ ...projectFile, plugins: { providers: [{ name: "aws", path: STANDIN }] } }),
  );
}

function readYaml(file: string): Readonly<Record<string, unknown>> {
  return parse(readFileSync(file, "utf8")) as Record<string, unknown>;
}

export function environment(dir: string, account: string, plane: ControlPlane, proxy: ConnectProxy): NodeJS.ProcessEnv {
  const bin = join(dir, "bin");
  writeAwsCommand(bin, plane.token);
  for (const folder of ["home", "state"]) mkdirSync(join(dir, folder));
  const installed = join(process.env["PULUMI_HOME"] ?? join(homedir(), ".pulumi"), "plugins");
  if (existsSync(installed)) symlinkSync(installed, join(dir, "home", "plugins"));
  return {
    ...process.env,
    PATH: [bin, dirname(process.execPath), process.env["PATH"]].join(delimiter),
    PULUMI_HOME: join(dir, "home"),
    PULUMI_BACKEND_URL: `file://${join(dir, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    // The event log is behind this switch.
    PULUMI_DEBUG_COMMANDS: "true",
    HTTPS_PROXY: proxy.url,
    NO_PROXY: "127.0.0.1,localhost",
    AWS_REGION: REGION,
    AWS_EC2_METADATA_DISABLED: "true",
    [ACCOUNT_URL]: account,
  };
}

/** The AWS CLI as far as a cluster needs it: `@pulumi/eks` asks for its version, the kubeconfig for a token. */
function writeAwsCommand(bin: string, token: string): void {
  mkdirSync(bin);
  const credential = { apiVersion: "client.authentication.k8s.io/v1beta1", kind: "ExecCredential", status: { token } };
  const script = `#!/bin/sh
case "$*" in
  *--version*) echo "aws-cli/2.17.0 Python/3.11 Linux/6" ;;
  *get-token*) echo '${JSON.stringify(credential)}' ;;
  *) echo "not expected: aws $*" >&2; exit 1 ;;
esac
`;
  const file = join(bin, "aws");
  writeFileSync(file, script);
  chmodSync(file, 0o755);
}
