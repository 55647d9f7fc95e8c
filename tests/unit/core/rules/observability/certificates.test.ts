import { certManager, hubbleTls, metricsTls } from "../../../../../core/rules/observability/certificates.ts";
import { undecidedValues, withValues } from "../../../../support/observability.ts";
import { describeRules } from "../../../../support/rule-table.ts";

const METHOD = "hubble.tls.auto.method";
const tls = { "hubble.metrics.tls.enabled": true };

describeRules([
  {
    rule: hubbleTls,
    fails: [["Hubble without TLS", withValues({ "hubble.tls.enabled": false }), "cilium.values.hubble.tls.enabled"]],
    passes: [
      ["the default", withValues({})],
      ["no Hubble at all", withValues({ "hubble.enabled": false, "hubble.tls.enabled": false })],
    ],
    undecided: [["a switch that is not known", undecidedValues("hubble.tls.enabled")]],
  },
  {
    rule: metricsTls,
    fails: [
      [
        "a certificate with a template's text in it",
        withValues({ ...tls, [METHOD]: "cronJob" }),
        "cilium.values.hubble.metrics.tls.enabled",
      ],
    ],
    passes: [
      ["certificates by cert-manager", withValues({ ...tls, [METHOD]: "certmanager" })],
      [
        "a secret of one's own",
        withValues({ ...tls, [METHOD]: "cronJob", "hubble.metrics.tls.server.existingSecret": "mine" }),
      ],
      ["metrics without TLS", withValues({ [METHOD]: "cronJob" })],
    ],
    undecided: [["a switch that is not known", undecidedValues("hubble.metrics.tls.enabled")]],
  },
  {
    rule: certManager,
    fails: [["certificates that nobody issues", withValues({ [METHOD]: "certmanager" }), `cilium.values.${METHOD}`]],
    passes: [
      [
        "a cert-manager",
        withValues(
          { [METHOD]: "certmanager" },
          { releases: [{ name: "a", chart: "oci://quay.io/jetstack/charts/cert-manager", values: {} }] },
        ),
      ],
      ["the job of the chart", withValues({ [METHOD]: "cronJob" })],
    ],
    undecided: [["a method that is not known", undecidedValues(METHOD)]],
  },
]);
