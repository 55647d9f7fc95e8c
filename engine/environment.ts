/**
 * Variables that a program under plan never sees: credentials and what leads to them, proxies (there is no network to
 * reach), settings of a Pulumi deployment, and what would change how Node itself starts.
 */
const WITHHELD: readonly RegExp[] = [
  /^(AWS|PULUMI|AZURE|ARM|GOOGLE|GCLOUD|CLOUDSDK|OTEL|NPM|NODE|GIT|GITHUB|GITLAB|CI_JOB)_/i,
  /^(KUBECONFIG|TRACEPARENT|SSH_AUTH_SOCK|NETRC)$/i,
  /^KUBERNETES_/i,
  /_?proxy$/i,
  /(TOKEN|SECRET|PASSWORD|PASSPHRASE|CREDENTIALS?|PRIVATE_KEY|API_?KEY|ACCESS_?KEY)/i,
];

/** A copy of an environment without credentials and proxies. */
export function scrubbed(from: NodeJS.ProcessEnv): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(from)) {
    if (value !== undefined && !WITHHELD.some((pattern) => pattern.test(name))) kept[name] = value;
  }
  return kept;
}

export interface ProgramEnvironment {
  readonly config: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
}

/** What Pulumi's language host tells a program through its environment. */
export function languageHostVariables({ config, secretKeys }: ProgramEnvironment): Record<string, string> {
  return {
    PULUMI_CONFIG: JSON.stringify(config),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(secretKeys),
    // Programs run by Node's own type stripping, as with `runtime.options.typescript: false` in Pulumi.yaml.
    PULUMI_NODEJS_TYPESCRIPT: "false",
  };
}
