import { CILIUM_NAME_LENGTH, EKS_NAME, isCiliumName, nameForBoth } from "../../facts/cluster-name.ts";
import { rulesOn } from "../rule.ts";
import { controlPlane } from "../subjects.ts";
import { clusterSettings, region } from "./common.ts";

const fixOf = (name: string): string =>
  `Use ${nameForBoth(name) ?? "a name of your own"}, which Cilium takes too; it cannot change later.`;

/** `eu-central-1`, `us-gov-west-1`, `cn-north-1`. */
const REGION = /^[a-z]{2,}(?:-[a-z]+)+-\d+$/;

export default [
  ...rulesOn(controlPlane, [
    {
      id: "control-plane-name",
      severity: "error",
      title: "The cluster has a name that EKS takes",
      why: "EKS refuses other names, and the name cannot change.",
      source: "EKS API reference: CreateCluster",
      fix: "Choose another name.",
      *check({ name }) {
        if (EKS_NAME.test(name)) return;
        yield {
          at: "name",
          found: `"${name}"`,
          expected: "1 to 100 letters, digits, hyphens and underscores, a letter or digit first",
          fix: fixOf(name),
        };
      },
    },
  ]),
  ...rulesOn(clusterSettings, [
    {
      id: "control-plane-name-for-cilium",
      severity: "error",
      title: "The cluster's name is one that Cilium takes too",
      why: "It is Cilium's cluster.name: the chart refuses long names and capitals. Clusters that share a name, `default` above all, delete each other's ENIs.",
      source:
        "chart cilium 1.19.6 templates/cilium-configmap.yaml; cilium/cilium pkg/aws/eni/eni_gc.go (1.19), pkg/aws/ipam/eni_gc.go (1.20)",
      fix: "Choose a name of your own; it cannot change later.",
      *check({ name }, { cilium }) {
        // With a plan of the release the rule on its values says it.
        if (cilium !== undefined) return;
        if (isCiliumName(name)) return;
        yield {
          at: "name",
          found: name.length > CILIUM_NAME_LENGTH ? `"${name}", ${String(name.length)} characters` : `"${name}"`,
          expected: `at most ${String(CILIUM_NAME_LENGTH)} lower-case letters, digits and hyphens, not "default"`,
          fix: fixOf(name),
        };
      },
    },
  ]),
  ...rulesOn(region, [
    {
      id: "control-plane-region",
      severity: "error",
      title: "The Region is the name of one",
      why: "Zones, ARNs, image parameters and the partition follow from it; a zone such as eu-central-1a is not a Region.",
      source: "AWS general reference: regional endpoints",
      fix: "Set aws:region to the name of a Region.",
      *check({ region: name }) {
        if (REGION.test(name)) return;
        const zone = /^(.+-\d+)[a-z]$/.exec(name)?.[1];
        yield {
          found: `"${name}"`,
          expected: "a Region such as eu-central-1",
          fix: zone === undefined ? "Correct aws:region." : `Use ${zone}; zones are chosen in the network.`,
        };
      },
    },
  ]),
];
