import { rulesOn } from "../rule.ts";
import type { PlacedDraft } from "../subject.ts";
import { wholeModel } from "../subjects.ts";

type Tags = Readonly<Record<string, string>>;

/** What AWS takes in a tag everywhere (EC2 user guide: Using_Tags, tag restrictions). */
const MAX_KEY = 128;
const MAX_VALUE = 256;
const CHARACTERS = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

function faultOf(key: string, value: string): string | undefined {
  if (/^aws:/i.test(key)) return "the prefix aws:, which is AWS's own";
  if (key === "" || key.length > MAX_KEY) return `a key of ${String(key.length)} characters`;
  if (value.length > MAX_VALUE) return `a value of ${String(value.length)} characters`;
  return CHARACTERS.test(key) && CHARACTERS.test(value) ? undefined : "a character that AWS does not take";
}

function* faultsIn(path: string, subject: string, tags: Tags = {}): Generator<PlacedDraft> {
  for (const [key, value] of Object.entries(tags)) {
    const found = faultOf(key, value);
    if (found !== undefined)
      yield {
        subject,
        path: `${path}.extraTags.${key}`,
        found,
        expected: `keys of 1 to ${String(MAX_KEY)} and values of at most ${String(MAX_VALUE)} letters, digits, spaces and _ . : / = + - @, not aws: first`,
      };
  }
}

export default rulesOn(wholeModel("settings"), [
  {
    id: "control-plane-tags",
    severity: "error",
    title: "Tags are ones that AWS takes",
    why: "AWS refuses the first resource that carries it, in the middle of a run.",
    source: "EC2 user guide: Using_Tags, tag restrictions; EKS user guide: eks-using-tags",
    fix: "Correct the tag, or remove it.",
    *check({ settings: { cluster, nodeGroups, karpenter } }) {
      yield* faultsIn("cluster", "cluster", cluster.extraTags);
      for (const [name, group] of Object.entries(nodeGroups))
        yield* faultsIn(`nodeGroups.${name}`, `node group "${name}"`, group.extraTags);
      for (const [name, pool] of Object.entries(karpenter?.nodePools ?? {}))
        yield* faultsIn(`karpenter.nodePools.${name}`, `node pool "${name}"`, pool.extraTags);
    },
  },
]);
