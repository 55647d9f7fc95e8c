import { rulesOn } from "../rule.ts";
import { activations } from "../subjects.ts";

export default rulesOn(activations, [
  {
    id: "security-activation-expiry",
    severity: "warning",
    title: "An activation for hybrid nodes says when it ends",
    why: "Whoever has its code registers machines as nodes until then. Without a date Systems Manager takes 24 hours, which nobody reads in the program: a node that comes later is refused.",
    symptom: "A machine is refused by Systems Manager a day after the activation was made.",
    source: "Systems Manager API reference: CreateActivation (ExpirationDate); EKS user guide: hybrid-nodes-creds",
    fix: "Set expirationDate to the day by which the nodes have registered.",
    *check({ expirationDate }) {
      if (expirationDate !== undefined) return;
      yield {
        at: "expirationDate",
        found: "nothing",
        expected: "a date within the next 30 days",
      };
    },
  },
]);
