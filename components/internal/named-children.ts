import { type Finding, Severity } from "../../core/findings/finding.ts";

/** Letters of a name at most, for what the provider names after a child: its logical name, a dash and seven random letters. */
const LIMITS = {
  /** IAM API reference: CreateRole. */
  "IAM role": 64,
  /** EC2 API reference: CreateLaunchTemplate; pulumi-aws names it with 128 at most. */
  "launch template": 128,
  /** ELBv2 API reference: CreateLoadBalancer. */
  "load balancer": 32,
  /** ELBv2 API reference: CreateTargetGroup. */
  "target group": 32,
} as const;
/** pulumi-terraform-bridge pkg/tfbridge: AutoName. */
const RANDOM = 8;

/** A child that AWS allows few letters for; `part` is what stands behind the component's name. */
export interface NamedChild {
  readonly kind: keyof typeof LIMITS;
  readonly part: string;
}

export const named = (kind: NamedChild["kind"], ...parts: readonly (string | undefined)[]): NamedChild[] =>
  parts.flatMap((part) => (part === undefined ? [] : [{ kind, part }]));

const NAME_RULE = "component-name-length";

/** Says before anything is registered that the component's name is too long for the name of a child. */
export function nameFindings(name: string, children: readonly NamedChild[]): Finding[] {
  const room = ({ kind, part }: NamedChild): number => LIMITS[kind] - RANDOM - part.length - 1;
  const [tightest] = children.toSorted((a, b) => room(a) - room(b));
  if (tightest === undefined || name.length <= room(tightest)) return [];
  const { kind, part } = tightest;
  return [
    {
      rule: NAME_RULE,
      severity: Severity.Error,
      subject: `component "${name}"`,
      path: "name",
      found: `a component name of ${String(name.length)} characters`,
      expected: `${String(room(tightest))} at most: the ${kind} "${name}-${part}" gets ${String(RANDOM)} more, and AWS takes ${String(LIMITS[kind])}`,
      fix: "Give the component a shorter name: the first argument of its constructor.",
    },
  ];
}
