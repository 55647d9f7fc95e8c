import { cidrFault } from "../../net/cidr.ts";
import { clusterTag } from "../../settings/tags.ts";
import type { ClusterModel } from "../../model/index.ts";
import { NodeAccess } from "../../settings/index.ts";
import { rule } from "../rule.ts";
import { chartValue, eachGroup, hasTemplate, listed, onGroup } from "./common.ts";

/** Size of the AL2023 image's snapshot; EC2 refuses a smaller volume. */
const SMALLEST_DISK_GIB = 20;

export const diskEncrypted = rule({
  id: "nodes-disk-encrypted",
  group: "nodes",
  severity: "error",
  title: "Node volumes are encrypted",
  why: "Container images, logs, emptyDir volumes and Secrets mounted by pods lie on them.",
  source: "EKS best practices: security, data encryption; checkov CKV_AWS_8",
  needs: ["nodeGroups"],
  *check({ nodeGroups = [] }) {
    yield* eachGroup(nodeGroups.filter(hasTemplate), function* ({ disk }) {
      if (disk.encrypted) return;
      yield {
        at: "disk",
        found: "a volume without encryption",
        expected: "encrypted: true on every block device of the launch template",
        fix: "Encrypt the volume; without a key of your own AWS's key for EBS is used and costs nothing.",
      };
    });
  },
});

export const diskType = rule({
  id: "nodes-disk-type",
  group: "nodes",
  severity: "warning",
  title: "Node volumes are gp3",
  why: "gp2's IOPS follow from its size, so a small volume throttles image pulls; gp3 starts at 3,000 IOPS.",
  source: "EBS user guide: general-purpose",
  needs: ["nodeGroups"],
  *check({ nodeGroups = [] }) {
    yield* eachGroup(nodeGroups.filter(hasTemplate), function* ({ disk }) {
      if (disk.type === undefined || !["gp2", "standard", "st1", "sc1"].includes(disk.type)) return;
      yield { at: "disk", found: disk.type, expected: "gp3", fix: "Set the volume's type to gp3." };
    });
  },
});

export const diskSize = rule({
  id: "nodes-disk-size",
  group: "nodes",
  severity: "error",
  title: `Node volumes have at least ${SMALLEST_DISK_GIB} GiB`,
  why: "EC2 refuses a root volume smaller than its image, and images and logs of many pods need that much at least.",
  source: "EKS API reference: CreateNodegroup, diskSize; EC2 user guide: block device mappings",
  needs: ["nodeGroups"],
  *check({ nodeGroups = [] }) {
    yield* eachGroup(nodeGroups.filter(hasTemplate), function* ({ disk, amiFamily }) {
      const { sizeGiB } = disk;
      if (sizeGiB === undefined || sizeGiB >= SMALLEST_DISK_GIB) return;
      yield {
        ...(amiFamily === "BOTTLEROCKET" ? { severity: "warning" as const } : {}),
        at: "disk.sizeGiB",
        found: `${sizeGiB} GiB`,
        expected: `${SMALLEST_DISK_GIB} GiB or more`,
        fix: `Raise disk.sizeGiB to ${SMALLEST_DISK_GIB} or more.`,
      };
    });
  },
});

/** gp3: 3,000 IOPS and 125 MiB/s are included; 500 IOPS a GiB and 0.25 MiB/s an IOPS are the most. */
const GP3 = { iops: 3_000, iopsPerGiB: 500, throughputPerIops: 0.25 } as const;

export const diskPerformance = rule({
  id: "nodes-disk-performance",
  group: "nodes",
  severity: "error",
  title: "IOPS and throughput fit the gp3 volume",
  why: "EC2 refuses the volume, so no node starts.",
  source: "EBS user guide: general-purpose, gp3 performance",
  needs: ["settings"],
  *check({ settings }) {
    for (const [name, { disk }] of Object.entries(settings?.nodeGroups ?? {})) {
      const { iops, throughput, sizeGiB } = disk ?? {};
      if (iops !== undefined && iops < GP3.iops) {
        yield onGroup(name, {
          at: "disk.iops",
          found: `${iops} IOPS`,
          expected: `${GP3.iops} or more, which are included`,
          fix: "Leave disk.iops out, or raise it.",
        });
      }
      if (iops !== undefined && sizeGiB !== undefined && iops > sizeGiB * GP3.iopsPerGiB) {
        yield onGroup(name, {
          at: "disk.iops",
          found: `${iops} IOPS on ${sizeGiB} GiB`,
          expected: `at most ${sizeGiB * GP3.iopsPerGiB}, ${GP3.iopsPerGiB} for each GiB`,
          fix: "Lower disk.iops or raise disk.sizeGiB.",
        });
      }
      if (throughput !== undefined && throughput > (iops ?? GP3.iops) * GP3.throughputPerIops) {
        yield onGroup(name, {
          at: "disk.throughput",
          found: `${throughput} MiB/s with ${iops ?? GP3.iops} IOPS`,
          expected: `at most ${(iops ?? GP3.iops) * GP3.throughputPerIops} MiB/s, a quarter of the IOPS`,
          fix: "Lower disk.throughput or raise disk.iops.",
        });
      }
    }
  },
});

export const metadataTokens = rule({
  id: "nodes-metadata-tokens",
  group: "nodes",
  severity: "error",
  title: "Instance metadata takes IMDSv2 only",
  why: "Version 1 answers any plain request, so one forged request in a workload is enough to get the node's credentials.",
  source: "EKS best practices: security, IMDS; checkov CKV_AWS_79",
  needs: ["nodeGroups"],
  *check({ nodeGroups = [] }) {
    yield* eachGroup(nodeGroups, function* ({ metadata }) {
      if (metadata.httpTokens !== "optional") return;
      yield {
        at: "metadata",
        found: "httpTokens optional",
        expected: "httpTokens required",
        fix: "Set metadataOptions.httpTokens of the launch template to required.",
      };
    });
  },
});

export const metadataHops = rule({
  id: "nodes-metadata-hops",
  group: "nodes",
  severity: "warning",
  title: "Answers of the instance metadata take one hop",
  why: "With two, every pod can take the node's role. Cilium's agent and operator are on the host network and need one; what needs two can be given its Region and VPC instead.",
  source: "checkov CKV_AWS_341; EKS best practices: security, restrict access to the instance profile",
  needs: ["nodeGroups"],
  *check({ nodeGroups = [] }) {
    yield* eachGroup(nodeGroups, function* ({ metadata }) {
      if (metadata.hopLimit === undefined || metadata.hopLimit <= 1) return;
      yield {
        at: "metadataHopLimit",
        found: `a hop limit of ${metadata.hopLimit}`,
        expected: "1",
        fix: "Set metadataHopLimit to 1, and give pods their roles by IRSA or Pod Identity.",
      };
    });
  },
});

export const subnetsPrivate = rule({
  id: "nodes-subnets-private",
  group: "nodes",
  severity: "warning",
  title: "Nodes run in private subnets",
  why: "In a public one they have public addresses, while their pods' addresses have none: pods then reach nothing outside unless they are masqueraded.",
  source: "EKS best practices: networking, subnets; cilium/cilium#39156",
  needs: ["nodeGroups"],
  *check({ nodeGroups = [] }) {
    yield* eachGroup(nodeGroups, function* ({ publicSubnets, subnets }) {
      if (!publicSubnets) return;
      yield {
        at: "subnets",
        found: `a public subnet among ${listed(subnets)}`,
        expected: "private subnets with a NAT gateway",
        fix: "Give the group private subnets only.",
      };
    });
  },
});

export const sshOpen = rule({
  id: "nodes-ssh-open",
  group: "nodes",
  severity: "error",
  title: "SSH is not open to the world",
  why: "Port 22 of every node is then attacked from the first minute on. A managed group with remoteAccess but no source groups opens it to 0.0.0.0/0.",
  source: "EKS API reference: RemoteAccessConfig; checkov CKV_AWS_100",
  needs: ["nodeGroups"],
  *check({ nodeGroups = [] }) {
    yield* eachGroup(nodeGroups, function* ({ access }) {
      if (access.kind !== NodeAccess.Ssh) return;
      const open = access.sourceCidrs.filter((cidr) => cidr.endsWith("/0"));
      if (open.length === 0) return;
      yield {
        at: "access.sourceCidrs",
        found: listed(open),
        expected: "the ranges that you connect from, or access kind ssm, which needs no open port",
        fix: "Narrow access.sourceCidrs, or set access.kind to ssm.",
      };
    });
  },
});

export const sshComplete = rule({
  id: "nodes-ssh-complete",
  group: "nodes",
  severity: "error",
  title: "SSH access names a key and valid source ranges, other access names neither",
  why: "Without a key nobody gets in, without a range nobody reaches the port, and what is named for another kind of access does nothing.",
  source: "EKS user guide: launch-templates",
  needs: ["settings"],
  *check({ settings }) {
    for (const [name, { access }] of Object.entries(settings?.nodeGroups ?? {})) {
      if (access === undefined) continue;
      const { kind, keyName, sourceCidrs = [] } = access;
      const faults = sourceCidrs.flatMap((cidr) => {
        const fault = cidrFault(cidr);
        return fault === undefined ? [] : [`"${cidr}" ${fault.reason}`];
      });
      if (faults.length > 0) {
        yield onGroup(name, {
          at: "access.sourceCidrs",
          found: listed(faults),
          expected: "IPv4 ranges such as 203.0.113.0/24",
          fix: "Correct the ranges.",
        });
      }
      if (kind === NodeAccess.Ssh && (keyName === undefined || sourceCidrs.length === 0)) {
        yield onGroup(name, {
          at: "access",
          found: `ssh without ${keyName === undefined ? "keyName" : "sourceCidrs"}`,
          expected: "keyName and sourceCidrs",
          fix: "Name the EC2 key pair and the ranges, or set access.kind to ssm.",
        });
      }
      if (kind !== NodeAccess.Ssh && (keyName !== undefined || sourceCidrs.length > 0)) {
        yield onGroup(name, {
          at: "access",
          found: `access ${kind} with ${keyName === undefined ? "sourceCidrs" : "keyName"}`,
          expected: "keyName and sourceCidrs with ssh only",
          fix: "Remove them, or set access.kind to ssh.",
        });
      }
    }
  },
});

export const templateInterfaces = rule({
  id: "nodes-template-interfaces",
  group: "nodes",
  severity: "error",
  title: "The launch template adds no ENIs",
  why: "AL2023 configures every ENI that is there before the node joins, with DHCP and policy routes of its own; Cilium's rules for the same ENI then do not hold.",
  source: "awslabs/amazon-eks-ami nodeadm-internal udev-net-manager; cilium/cilium#24397",
  needs: ["nodeGroups"],
  *check({ nodeGroups = [] }) {
    yield* eachGroup(nodeGroups.filter(hasTemplate), function* ({ launchTemplateInterfaces }) {
      if (launchTemplateInterfaces <= 1) return;
      yield {
        found: `${launchTemplateInterfaces} network interfaces in the launch template`,
        expected: "none, or the primary one only",
        fix: "Remove the others: Cilium creates and attaches what it needs.",
      };
    });
  },
});

export const interfaceTag = rule({
  id: "nodes-template-interface-tag",
  group: "nodes",
  severity: "error",
  title: "The node's own ENI has the tag that the operator's rights depend on",
  why: "With firstInterfaceIndex 0 the operator adds addresses to that ENI, which it did not create; EC2 refuses without the tag, and the node gets no pod addresses.",
  source: "core/identity/operator-policy.ts; EC2 service authorization: AssignPrivateIpAddresses, aws:ResourceTag",
  needs: ["nodeGroups", "cilium", "controlPlane", "identity"],
  *check(model) {
    if (!usesNodeInterface(model) || !rightsAreConditioned(model)) return;
    const wanted = clusterTag(model.controlPlane?.name ?? "");
    yield* eachGroup((model.nodeGroups ?? []).filter(hasTemplate), function* ({ templateTags }) {
      if (templateTags === undefined) return;
      const tags = templateTags["network-interface"] ?? {};
      const missing = Object.entries(wanted).filter(([key, value]) => tags[key] !== value);
      if (missing.length === 0) return;
      const written = missing.map(([key, value]) => `${key}=${value}`);
      yield {
        found: `no tag ${listed(written)} on network interfaces`,
        expected: "a tag specification for network-interface in the launch template",
        fix: `Add ${listed(written)} there, or set firstInterfaceIndex to 1.`,
      };
    });
  },
});

const usesNodeInterface = (model: ClusterModel): boolean =>
  chartValue(model, "eni", "enabled") === true &&
  (chartValue(model, "eni", "nodeSpec", "firstInterfaceIndex") ?? 0) === 0;

const rightsAreConditioned = ({ identity = [] }: ClusterModel): boolean => {
  const statements = identity
    .filter(({ purpose }) => purpose === "operator")
    .flatMap(({ statements }) => statements.filter(({ actions }) => actions.includes("ec2:AssignPrivateIpAddresses")));
  return statements.length > 0 && statements.every(({ conditioned }) => conditioned);
};
