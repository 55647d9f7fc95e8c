import { rulesOn } from "../rule.ts";
import { instanceTypes, templateGroups } from "../subjects.ts";
import { architectureOf } from "../../facts/instances.ts";
import { listed } from "./common.ts";

export default [
  ...rulesOn(instanceTypes, [
    {
      id: "nodes-types-present",
      severity: "error",
      title: "A node group names its instance types",
      why: "Addresses, image and pods a node all follow from the type; EKS would take t3.medium.",
      source: "EKS API reference: CreateNodegroup, instanceTypes",
      fix: "Name a type, for example m6i.large.",
      *check({ types }) {
        if (types.length > 0) return;
        yield { at: "instanceTypes", found: "no instance type", expected: "one or more of the same architecture" };
      },
    },
    {
      id: "nodes-types-architecture",
      severity: "error",
      title: "All types of a group have one architecture that an image exists for",
      why: "A group has one image, and an image boots on one architecture only.",
      symptom: "EC2 refuses the instance: the architecture of the instance type does not match that of the AMI.",
      source: "EKS user guide: choosing-instance-type; Kubernetes autoscaler ec2_instance_types.go",
      fix: "Make one node group for each architecture.",
      *check({ types }) {
        const found = new Map<string, string[]>();
        for (const type of types) {
          const architecture = architectureOf(type) ?? "no known architecture";
          found.set(architecture, [...(found.get(architecture) ?? []), type]);
        }
        const known = [...found.keys()].filter((key) => key !== "no known architecture");
        if (types.length === 0 || known.length === 1) return;
        yield {
          at: "instanceTypes",
          found: listed([...found].map(([architecture, of]) => `${architecture} (${of.join(", ")})`)),
          expected: "x86_64 or arm64, one of them",
        };
      },
    },
  ]),
  ...rulesOn(templateGroups, [
    {
      id: "nodes-image-architecture",
      severity: "error",
      title: "The image is made for the architecture of the instance types",
      why: "An instance does not start from an image of another architecture.",
      symptom: "EC2 refuses the instance: the architecture of the instance type does not match that of the AMI.",
      source: "EC2 user guide: AMI compatibility",
      fix: "Choose the image by the types' architecture.",
      *check({ architecture, instanceTypes }) {
        if (architecture === undefined) return;
        const others = instanceTypes.filter((type) => (architectureOf(type) ?? architecture) !== architecture);
        if (others.length === 0 || others.length < instanceTypes.length) return;
        yield {
          at: "instanceTypes",
          found: `an image for ${architecture} and ${listed(others)}`,
          expected: "types and image of one architecture",
        };
      },
    },
  ]),
];
