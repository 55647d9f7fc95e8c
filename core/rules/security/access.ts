import type { AccessEntryModel, PortRuleModel } from "../../model/index.ts";
import { rule } from "../rule.ts";
import { each } from "../../model/unknown.ts";

const ADMIN_POLICIES: readonly string[] = ["AmazonEKSClusterAdminPolicy", "AmazonEKSAdminPolicy"];

const adminPolicies = ({ policies, groups = [] }: AccessEntryModel): string[] => [
  ...policies
    .map((policy) => policy.slice(policy.lastIndexOf("/") + 1))
    .filter((name) => ADMIN_POLICIES.includes(name)),
  ...groups.filter((group) => group === "system:masters"),
];

export const adminPrincipal = rule({
  id: "security-access-admin-principal",
  group: "security",
  severity: "error",
  title: "Administrators are roles, by name",
  why: "An entry for an account's root or with a wildcard matches nobody or too many; an IAM user has keys that never expire.",
  source: "EKS best practices: security, identity and access management; EKS user guide: access-entries",
  needs: ["controlPlane"],
  *check({ controlPlane }) {
    yield* each(controlPlane?.accessEntries ?? [], function* (entry) {
      const admin = adminPolicies(entry);
      const { principal } = entry;
      if (admin.length === 0 || principal === undefined) return;
      const user = /:iam::\d*:user\//.test(principal);
      if (!user && !principal.includes("*") && !principal.endsWith(":root")) return;
      yield {
        subject: `access entry "${entry.name}"`,
        path: `controlPlane.access.entries.${entry.name}.principalArn`,
        ...(user ? { severity: "warning" as const } : {}),
        found: `${admin.join(", ")} for ${principal}`,
        expected: "the ARN of one IAM role",
        fix: user ? "Let people take on a role, and name the role." : "Name the role.",
      };
    });
  },
});

export const mastersGroup = rule({
  id: "security-access-masters-group",
  group: "security",
  severity: "error",
  title: "Access entries do not name system:masters",
  why: "EKS refuses groups that start with system:; administrators get AmazonEKSClusterAdminPolicy.",
  source: "EKS user guide: creating-access-entries",
  needs: ["controlPlane"],
  *check({ controlPlane }) {
    yield* each(controlPlane?.accessEntries ?? [], function* ({ name, groups = [] }) {
      const system = groups.filter((group) => /^(?:system|eks|aws|amazon|iam):/.test(group));
      if (system.length === 0) return;
      yield {
        subject: `access entry "${name}"`,
        path: `controlPlane.access.entries.${name}.kubernetesGroups`,
        found: system.join(", "),
        expected: "groups without a reserved prefix (system:, eks:, aws:, amazon:, iam:)",
        fix: "Use an access policy, or a group of your own with a role binding.",
      };
    });
  },
});

/** Ports that let somebody into a node. */
const NODE_PORTS: readonly number[] = [22, 3389, 10250];
const EVERYBODY: readonly string[] = ["0.0.0.0/0", "::/0"];

export const groupOpen = rule({
  id: "security-group-open",
  group: "security",
  severity: "error",
  title: "Groups of nodes, pods and the control plane are not open to the internet",
  why: "SSH and the kubelet's port give whoever gets in the node and everything that runs on it; all other traffic comes in through load balancers.",
  source: "Security Hub EC2.13, EC2.18, EC2.19; CIS Amazon EKS benchmark 5.4",
  needs: ["securityGroups"],
  *check({ securityGroups = [] }) {
    yield* each(securityGroups, function* (group) {
      if (group.attachedTo.length === 0 || group.attachedTo.every((to) => to === "load-balancer")) return;
      for (const ingress of group.ingress) {
        const world = ingress.sources.filter((source) => EVERYBODY.includes(source));
        if (world.length === 0) continue;
        yield {
          subject: `security group "${group.name}"`,
          path: `securityGroups.${group.name}`,
          ...(opensNode(ingress) ? {} : { severity: "warning" as const }),
          found: `${written(ingress)} from ${world.join(" and ")}`,
          expected: "known CIDRs or other groups",
          fix: "Limit the source.",
        };
      }
    });
  },
});

const opensNode = ({ protocol, from, to }: PortRuleModel): boolean =>
  protocol === "all" || (protocol === "tcp" && NODE_PORTS.some((port) => from <= port && to >= port));

const written = ({ protocol, from, to }: PortRuleModel): string =>
  protocol === "all" ? "everything" : `${protocol} ${from === to ? String(from) : `${String(from)}-${String(to)}`}`;
