import type { ControlPlaneModel } from "../../../../../core/model/index.ts";
import { clusterName, ciliumName, region } from "../../../../../core/rules/control-plane/naming.ts";
import { logRetentionSet, logRetentionValid, logTypesKnown } from "../../../../../core/rules/control-plane/logs.ts";
import {
  autoMode,
  fargate,
  ipFamily,
  serviceCidrGiven,
  serviceCidrValid,
} from "../../../../../core/rules/control-plane/networking.ts";
import { controlPlane, settings, unknown } from "../../../../support/model.ts";
import { describeRules } from "../../../../support/rule-table.ts";

const model = (parts: Partial<ControlPlaneModel>) => ({ controlPlane: controlPlane(parts) });
const without = (key: "serviceCidr" | "logRetentionDays") => {
  const { [key]: _, ...rest } = controlPlane();
  return { controlPlane: rest };
};
const named = (name: string) => ({ settings: settings({ cluster: { name } }) });
const inRegion = (name: string) => ({ account: { region: name, partition: "aws" as const } });

describeRules([
  {
    rule: serviceCidrValid,
    fails: [
      ["a block outside the private ranges", model({ serviceCidr: "100.64.0.0/16" }), "controlPlane.serviceCidr"],
      ["a block that is too small", model({ serviceCidr: "172.20.0.0/25" }), "controlPlane.serviceCidr"],
      ["a block that is too large", model({ serviceCidr: "10.0.0.0/8" }), "controlPlane.serviceCidr"],
      ["a malformed block", model({ serviceCidr: "172.20.0.0" }), "controlPlane.serviceCidr"],
    ],
    passes: [
      ["a private block", model({})],
      ["no block", without("serviceCidr")],
    ],
    undecided: [["an unknown block", model({ serviceCidr: unknown })]],
  },
  {
    rule: serviceCidrGiven,
    fails: [["no block", without("serviceCidr"), "controlPlane.serviceCidr"]],
    passes: [["a block", model({})]],
    undecided: [["an unknown block", model({ serviceCidr: unknown })]],
  },
  {
    rule: ipFamily,
    fails: [["IPv6", model({ ipFamily: "ipv6" }), "controlPlane.ipFamily"]],
    passes: [["IPv4", model({})]],
    undecided: [["an unknown family", model({ ipFamily: unknown })]],
  },
  {
    rule: autoMode,
    fails: [["Auto Mode", model({ autoMode: true }), "controlPlane.autoMode"]],
    passes: [["no Auto Mode", model({})]],
    undecided: [["an unknown switch", model({ autoMode: unknown })]],
  },
  {
    rule: fargate,
    fails: [["Fargate", model({ fargate: true }), "controlPlane.fargate"]],
    passes: [["no Fargate", model({})]],
    undecided: [["an unknown switch", model({ fargate: unknown })]],
  },
  {
    rule: clusterName,
    fails: [
      ["a hyphen first", model({ name: "-prod" }), "controlPlane.name"],
      ["a dot", model({ name: "a.b" }), "controlPlane.name"],
      ["101 characters", model({ name: "a".repeat(101) }), "controlPlane.name"],
    ],
    passes: [["letters, digits, hyphen, underscore", model({ name: "Prod_1-a" })]],
    undecided: [["an unknown name", model({ name: unknown })]],
  },
  {
    rule: ciliumName,
    fails: [
      ["capitals", named("Prod"), "cluster.name"],
      ["33 characters", named("a".repeat(33)), "cluster.name"],
      ["an underscore", named("prod_1"), "cluster.name"],
      ["the name that every unnamed cluster has", named("default"), "cluster.name"],
    ],
    passes: [["32 lower-case characters", named("a".repeat(32))]],
  },
  {
    rule: region,
    fails: [
      ["a zone", inRegion("eu-central-1a"), "aws:region"],
      ["a word", inRegion("frankfurt"), "aws:region"],
    ],
    passes: [
      ["a Region", inRegion("eu-central-1")],
      ["a Region of another partition", inRegion("us-gov-west-1")],
    ],
    undecided: [["an unknown Region", inRegion(unknown)]],
  },
  {
    rule: logTypesKnown,
    fails: [["a type that does not exist", model({ logTypes: ["audit", "scheduling"] }), "controlPlane.logs.types"]],
    passes: [["all types", model({})]],
    undecided: [["unknown types", model({ logTypes: unknown })]],
  },
  {
    rule: logRetentionValid,
    fails: [
      ["a number of days that is not offered", model({ logRetentionDays: 100 }), "controlPlane.logs.retentionDays"],
    ],
    passes: [
      ["a year", model({})],
      ["for ever", model({ logRetentionDays: 0 })],
      ["nothing", without("logRetentionDays")],
    ],
    undecided: [["an unknown number", model({ logRetentionDays: unknown })]],
  },
  {
    rule: logRetentionSet,
    fails: [
      ["no log group", without("logRetentionDays"), "controlPlane.logs.retentionDays"],
      ["logs for ever", model({ logRetentionDays: 0 }), "controlPlane.logs.retentionDays"],
    ],
    passes: [
      ["a log group with a retention", model({})],
      ["no logs", { controlPlane: { ...without("logRetentionDays").controlPlane, logTypes: [] } }],
    ],
    undecided: [["an unknown retention", model({ logRetentionDays: unknown })]],
  },
]);
