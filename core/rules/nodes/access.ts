import { rulesOn } from "../rule.ts";
import { nodeGroupSettings, nodeGroups, templateGroups } from "../subjects.ts";
import { cidrFault } from "../../net/cidr.ts";
import { clusterTag } from "../../settings/tags.ts";
import type { ClusterModel } from "../../model/index.ts";
import { NodeAccess } from "../../settings/index.ts";
import { chartValue, listed } from "./common.ts";

const usesNodeInterface = (model: ClusterModel): boolean =>
  chartValue(model, "eni", "enabled") === true &&
  (chartValue(model, "eni", "nodeSpec", "firstInterfaceIndex") ?? 0) === 0;

const rightsAreConditioned = ({ identity = [] }: ClusterModel): boolean => {
  const statements = identity
    .filter(({ purpose }) => purpose === "operator")
    .flatMap(({ statements }) => statements.filter(({ actions }) => actions.includes("ec2:AssignPrivateIpAddresses")));
  return statements.length > 0 && statements.every(({ conditioned }) => conditioned);
};

export default [
  ...rulesOn(templateGroups, [
    {
      id: "nodes-template-interfaces",
      severity: "error",
      title: "The launch template adds no ENIs",
      why: "AL2023 configures every ENI that is there before the node joins, with DHCP and policy routes of its own; Cilium's rules for the same ENI then do not hold.",
      source: "awslabs/amazon-eks-ami nodeadm-internal udev-net-manager; cilium/cilium#24397",
      fix: "Remove the others: Cilium creates and attaches what it needs.",
      *check({ launchTemplateInterfaces }) {
        if (launchTemplateInterfaces <= 1) return;
        yield {
          found: `${launchTemplateInterfaces} network interfaces in the launch template`,
          expected: "none, or the primary one only",
        };
      },
    },
    {
      id: "nodes-template-interface-tag",
      severity: "error",
      title: "The node's own ENI has the tag that the operator's rights depend on",
      why: "With firstInterfaceIndex 0 the operator adds addresses to that ENI, which it did not create; EC2 refuses without the tag, and the node gets no pod addresses.",
      symptom:
        "Pods stay in ContainerCreating, and the operator's log says UnauthorizedOperation for AssignPrivateIpAddresses.",
      source: "core/identity/operator-policy.ts; EC2 service authorization: AssignPrivateIpAddresses, aws:ResourceTag",
      fix: "Tag network interfaces with the cluster's tag in tagSpecifications of the launch template.",
      also: ["cilium", "controlPlane", "identity"],
      *check({ templateTags }, model) {
        if (!usesNodeInterface(model) || !rightsAreConditioned(model)) return;
        const wanted = clusterTag(model.controlPlane?.name ?? "");
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
      },
    },
  ]),
  ...rulesOn(nodeGroupSettings, [
    {
      id: "nodes-ssh-complete",
      severity: "error",
      title: "SSH access names a key and valid source ranges, other access names neither",
      why: "Without a key nobody gets in, without a range nobody reaches the port, and what is named for another kind of access does nothing.",
      source: "EKS user guide: launch-templates",
      fix: "With access kind ssh set keyName and sourceCidrs; with any other set neither.",
      *check({ settings: { access } }) {
        if (access === undefined) return;
        const { kind, keyName, sourceCidrs = [] } = access;
        const faults = sourceCidrs.flatMap((cidr) => {
          const fault = cidrFault(cidr);
          return fault === undefined ? [] : [`"${cidr}" ${fault.reason}`];
        });
        if (faults.length > 0) {
          yield {
            at: "access.sourceCidrs",
            found: listed(faults),
            expected: "IPv4 ranges such as 203.0.113.0/24",
            fix: "Correct the ranges.",
          };
        }
        if (kind === NodeAccess.Ssh && (keyName === undefined || sourceCidrs.length === 0)) {
          yield {
            at: "access",
            found: `ssh without ${keyName === undefined ? "keyName" : "sourceCidrs"}`,
            expected: "keyName and sourceCidrs",
            fix: "Name the EC2 key pair and the ranges, or set access.kind to ssm.",
          };
        }
        if (kind !== NodeAccess.Ssh && (keyName !== undefined || sourceCidrs.length > 0)) {
          yield {
            at: "access",
            found: `access ${kind} with ${keyName === undefined ? "sourceCidrs" : "keyName"}`,
            expected: "keyName and sourceCidrs with ssh only",
            fix: "Remove them, or set access.kind to ssh.",
          };
        }
      },
    },
  ]),
  ...rulesOn(nodeGroups, [
    {
      id: "nodes-metadata-tokens",
      severity: "error",
      title: "Instance metadata takes IMDSv2 only",
      why: "Version 1 answers any plain request, so one forged request in a workload is enough to get the node's credentials.",
      source: "EKS best practices: security, IMDS; checkov CKV_AWS_79",
      fix: "Set metadataOptions.httpTokens of the launch template to required.",
      *check({ metadata }) {
        if (metadata.httpTokens !== "optional") return;
        yield {
          at: "metadata",
          found: "httpTokens optional",
          expected: "httpTokens required",
        };
      },
    },
    {
      id: "nodes-metadata-hops",
      severity: "warning",
      title: "Answers of the instance metadata take one hop",
      why: "With two, every pod can take the node's role. Cilium's agent and operator are on the host network and need one; what needs two can be given its Region and VPC instead.",
      source: "checkov CKV_AWS_341; EKS best practices: security, restrict access to the instance profile",
      fix: "Set metadataHopLimit to 1, and give pods their roles by IRSA or Pod Identity.",
      *check({ metadata }) {
        if (metadata.hopLimit === undefined || metadata.hopLimit <= 1) return;
        yield {
          at: "metadataHopLimit",
          found: `a hop limit of ${metadata.hopLimit}`,
          expected: "1",
        };
      },
    },
    {
      id: "nodes-subnets-private",
      severity: "warning",
      title: "Nodes run in private subnets",
      why: "In a public one they have public addresses, while their pods' addresses have none: pods then reach nothing outside unless they are masqueraded.",
      symptom: "Pods' connections to addresses outside the VPC time out.",
      source: "EKS best practices: networking, subnets; cilium/cilium#39156",
      fix: "Give the group private subnets only.",
      *check({ publicSubnets, subnets }) {
        if (!publicSubnets) return;
        yield {
          at: "subnets",
          found: `a public subnet among ${listed(subnets)}`,
          expected: "private subnets with a NAT gateway",
        };
      },
    },
    {
      id: "nodes-ssh-open",
      severity: "error",
      title: "SSH is not open to the world",
      why: "Port 22 of every node is then attacked from the first minute on. A managed group with remoteAccess but no source groups opens it to 0.0.0.0/0.",
      source: "EKS API reference: RemoteAccessConfig; checkov CKV_AWS_100",
      fix: "Narrow access.sourceCidrs, or set access.kind to ssm.",
      *check({ access }) {
        if (access.kind !== NodeAccess.Ssh) return;
        const open = access.sourceCidrs.filter((cidr) => cidr.endsWith("/0"));
        if (open.length === 0) return;
        yield {
          at: "access.sourceCidrs",
          found: listed(open),
          expected: "the ranges that you connect from, or access kind ssm, which needs no open port",
        };
      },
    },
  ]),
];
