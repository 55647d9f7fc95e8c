import { rulesOn } from "../rule.ts";
import { accessEntries, securityGroups } from "../subjects.ts";
import type { AccessEntryModel, PortRuleModel, SecurityGroupModel } from "../../model/index.ts";
import type { Draft } from "../subject.ts";

const ADMIN_POLICIES: readonly string[] = ["AmazonEKSClusterAdminPolicy", "AmazonEKSAdminPolicy"];

const adminPolicies = ({ policies, groups = [] }: AccessEntryModel): string[] => [
  ...policies
    .map((policy) => policy.slice(policy.lastIndexOf("/") + 1))
    .filter((name) => ADMIN_POLICIES.includes(name)),
  ...groups.filter((group) => group === "system:masters"),
];

const ADMIN_SOURCE = "EKS best practices: security, identity and access management; EKS user guide: access-entries";

const isUser = (principal: string): boolean => /:iam::\d*:user\//.test(principal);

/** Administrators of whose principal a test holds. */
function* adminIs(entry: AccessEntryModel, test: (principal: string) => boolean): Generator<Draft> {
  const admin = adminPolicies(entry);
  const { principal } = entry;
  if (admin.length === 0 || principal === undefined || !test(principal)) return;
  yield { at: "principalArn", found: `${admin.join(", ")} for ${principal}`, expected: "the ARN of one IAM role" };
}

/** Ports that let somebody into a node. */
const NODE_PORTS: readonly number[] = [22, 3389, 10250];
const EVERYBODY: readonly string[] = ["0.0.0.0/0", "::/0"];

const opensNode = ({ protocol, from, to }: PortRuleModel): boolean =>
  protocol === "all" || (protocol === "tcp" && NODE_PORTS.some((port) => from <= port && to >= port));

const OPEN_SOURCE = "Security Hub EC2.13, EC2.18, EC2.19; CIS Amazon EKS benchmark 5.4";

/** What a group of nodes, pods or the control plane lets in from everywhere. */
function* openPorts(group: SecurityGroupModel, test: (ingress: PortRuleModel) => boolean): Generator<Draft> {
  if (group.attachedTo.every((to) => to === "load-balancer")) return;
  for (const ingress of group.ingress.filter(test)) {
    const world = ingress.sources.filter((source) => EVERYBODY.includes(source));
    if (world.length === 0) continue;
    yield { found: `${written(ingress)} from ${world.join(" and ")}`, expected: "known CIDRs or other groups" };
  }
}

const written = ({ protocol, from, to }: PortRuleModel): string =>
  protocol === "all" ? "everything" : `${protocol} ${from === to ? String(from) : `${String(from)}-${String(to)}`}`;

export default [
  ...rulesOn(accessEntries, [
    {
      id: "security-access-admin-principal",
      severity: "error",
      title: "Administrators are roles, by name",
      why: "An entry for an account's root or with a wildcard matches nobody or too many.",
      source: ADMIN_SOURCE,
      fix: "Name the role.",
      *check(entry) {
        yield* adminIs(
          entry,
          (principal) => !isUser(principal) && (principal.includes("*") || principal.endsWith(":root")),
        );
      },
    },
    {
      id: "security-access-admin-user",
      severity: "warning",
      title: "Administrators are roles, not users",
      why: "An IAM user has keys that never expire.",
      source: ADMIN_SOURCE,
      fix: "Let people take on a role, and name the role.",
      *check(entry) {
        yield* adminIs(entry, isUser);
      },
    },
    {
      id: "security-access-masters-group",
      severity: "error",
      title: "Access entries do not name system:masters",
      why: "EKS refuses groups that start with system:; administrators get AmazonEKSClusterAdminPolicy.",
      symptom: "CreateAccessEntry ends with InvalidParameterException.",
      source: "EKS user guide: creating-access-entries",
      fix: "Use an access policy, or a group of your own with a role binding.",
      *check({ groups = [] }) {
        const system = groups.filter((group) => /^(?:system|eks|aws|amazon|iam):/.test(group));
        if (system.length === 0) return;
        yield {
          at: "kubernetesGroups",
          found: system.join(", "),
          expected: "groups without a reserved prefix (system:, eks:, aws:, amazon:, iam:)",
        };
      },
    },
  ]),
  ...rulesOn(securityGroups, [
    {
      id: "security-group-open",
      severity: "error",
      title: "SSH, remote desktop and the kubelet are not open to the internet",
      why: "They give whoever gets in the node and everything that runs on it.",
      source: OPEN_SOURCE,
      fix: "Limit the source.",
      *check(group) {
        yield* openPorts(group, opensNode);
      },
    },
    {
      id: "security-group-ports-open",
      severity: "warning",
      title: "Groups of nodes, pods and the control plane are not open to the internet",
      why: "What serves the internet stands behind a load balancer, which has a group of its own.",
      source: OPEN_SOURCE,
      fix: "Limit the source.",
      *check(group) {
        yield* openPorts(group, (ingress) => !opensNode(ingress));
      },
    },
  ]),
];
