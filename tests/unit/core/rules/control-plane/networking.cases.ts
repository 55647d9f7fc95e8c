import { cases } from "../../../../support/rule-cases.ts";
import type { ControlPlaneModel } from "../../../../../core/model/index.ts";
import { controlPlane, settings, unknown } from "../../../../support/model.ts";

const model = (parts: Partial<ControlPlaneModel>) => ({ controlPlane: controlPlane(parts) });
const without = (key: "serviceCidr" | "logRetentionDays") => {
  const { [key]: _, ...rest } = controlPlane();
  return { controlPlane: rest };
};
const named = (name: string) => ({ settings: settings({ cluster: { name } }) });
const inRegion = (name: string) => ({ account: { region: name, partition: "aws" as const } });

export default cases({
  "control-plane-service-cidr-valid": {
    fails: [
      [
        "a block outside the private ranges",
        model({ serviceCidr: "100.64.0.0/16" }),
        { path: "controlPlane.serviceCidr" },
      ],
      ["a block that is too small", model({ serviceCidr: "172.20.0.0/25" }), { path: "controlPlane.serviceCidr" }],
      ["a block that is too large", model({ serviceCidr: "10.0.0.0/8" }), { path: "controlPlane.serviceCidr" }],
      ["a malformed block", model({ serviceCidr: "172.20.0.0" }), { path: "controlPlane.serviceCidr" }],
    ],
    passes: [
      ["a private block", model({})],
      ["no block", without("serviceCidr")],
    ],
    unknown: [["an unknown block", model({ serviceCidr: unknown })]],
  },
  "control-plane-service-cidr-given": {
    fails: [["no block", without("serviceCidr"), { path: "controlPlane.serviceCidr" }]],
    passes: [["a block", model({})]],
    unknown: [["an unknown block", model({ serviceCidr: unknown })]],
  },
  "control-plane-ip-family": {
    fails: [["IPv6", model({ ipFamily: "ipv6" }), { path: "controlPlane.ipFamily" }]],
    passes: [["IPv4", model({})]],
    unknown: [["an unknown family", model({ ipFamily: unknown })]],
  },
  "control-plane-auto-mode": {
    fails: [["Auto Mode", model({ autoMode: true }), { path: "controlPlane.autoMode" }]],
    passes: [["no Auto Mode", model({})]],
    unknown: [["an unknown switch", model({ autoMode: unknown })]],
  },
  "control-plane-fargate": {
    fails: [["Fargate", model({ fargate: true }), { path: "controlPlane.fargate" }]],
    passes: [["no Fargate", model({})]],
    unknown: [["an unknown switch", model({ fargate: unknown })]],
  },
  "control-plane-name": {
    fails: [
      ["a hyphen first", model({ name: "-prod" }), { path: "controlPlane.name" }],
      ["a dot", model({ name: "a.b" }), { path: "controlPlane.name" }],
      ["101 characters", model({ name: "a".repeat(101) }), { path: "controlPlane.name" }],
    ],
    passes: [["letters, digits, hyphen, underscore", model({ name: "Prod_1-a" })]],
    unknown: [["an unknown name", model({ name: unknown })]],
  },
  "control-plane-name-for-cilium": {
    fails: [
      ["capitals", named("Prod"), { path: "cluster.name" }],
      ["33 characters", named("a".repeat(33)), { path: "cluster.name" }],
      ["an underscore", named("prod_1"), { path: "cluster.name" }],
      ["the name that every unnamed cluster has", named("default"), { path: "cluster.name" }],
    ],
    passes: [["32 lower-case characters", named("a".repeat(32))]],
  },
  "control-plane-region": {
    fails: [
      ["a zone", inRegion("eu-central-1a"), { path: "aws:region" }],
      ["a word", inRegion("frankfurt"), { path: "aws:region" }],
    ],
    passes: [
      ["a Region", inRegion("eu-central-1")],
      ["a Region of another partition", inRegion("us-gov-west-1")],
    ],
    unknown: [["an unknown Region", inRegion(unknown)]],
  },
  "control-plane-log-types": {
    fails: [
      ["a type that does not exist", model({ logTypes: ["audit", "scheduling"] }), { path: "controlPlane.logs.types" }],
    ],
    passes: [["all types", model({})]],
    unknown: [["unknown types", model({ logTypes: unknown })]],
  },
  "control-plane-log-retention": {
    fails: [
      [
        "a number of days that is not offered",
        model({ logRetentionDays: 100 }),
        { path: "controlPlane.logs.retentionDays" },
      ],
    ],
    passes: [
      ["a year", model({})],
      ["for ever", model({ logRetentionDays: 0 })],
      ["nothing", without("logRetentionDays")],
    ],
    unknown: [["an unknown number", model({ logRetentionDays: unknown })]],
  },
  "control-plane-log-group": {
    fails: [
      ["no log group", without("logRetentionDays"), { path: "controlPlane.logs.retentionDays" }],
      ["logs for ever", model({ logRetentionDays: 0 }), { path: "controlPlane.logs.retentionDays" }],
    ],
    passes: [
      ["a log group with a retention", model({})],
      ["no logs", { controlPlane: { ...without("logRetentionDays").controlPlane, logTypes: [] } }],
    ],
    unknown: [["an unknown retention", model({ logRetentionDays: unknown })]],
  },
});
