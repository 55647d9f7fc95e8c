import { rule } from "../rule.ts";
import { each } from "../../model/unknown.ts";

export const activationExpiry = rule({
  id: "security-activation-expiry",
  group: "security",
  severity: "warning",
  title: "An activation for hybrid nodes says when it ends",
  why: "Whoever has its code registers machines as nodes until then. Without a date Systems Manager takes 24 hours, which nobody reads in the program: a node that comes later is refused.",
  source: "Systems Manager API reference: CreateActivation (ExpirationDate); EKS user guide: hybrid-nodes-creds",
  needs: ["activations"],
  *check({ activations = [] }) {
    yield* each(activations, function* ({ name, expirationDate }) {
      if (expirationDate !== undefined) return;
      yield {
        subject: `activation "${name}"`,
        path: `activations.${name}.expirationDate`,
        found: "nothing",
        expected: "a date within the next 30 days",
        fix: "Set expirationDate to the day by which the nodes have registered.",
      };
    });
  },
});
