import { suggest } from "../../facts/suggest.ts";
import type { CiliumModel } from "../../model/index.ts";
import { rulesOn } from "../rule.ts";
import { ciliumValues } from "../subjects.ts";
import { type Values, shown } from "../common.ts";

const HELPERS =
  "templates/_helpers.tpl (cilium.image), templates/cilium-operator/_helpers.tpl and values.yaml of the Cilium charts 1.19.6 and 1.20.0";

/** Images that carry the chart's own version, with the repository that the chart takes them from. */
const OF_THE_RELEASE = {
  image: "quay.io/cilium/cilium",
  "operator.image": "quay.io/cilium/operator",
  "hubble.relay.image": "quay.io/cilium/hubble-relay",
  "clustermesh.apiserver.image": "quay.io/cilium/clustermesh-apiserver",
  "preflight.image": "quay.io/cilium/cilium",
} as const;

/** Those with a version of their own. */
const REPOSITORIES: Readonly<Record<string, string>> = {
  ...OF_THE_RELEASE,
  "envoy.image": "quay.io/cilium/cilium-envoy",
  "certgen.image": "quay.io/cilium/certgen",
  "hubble.ui.frontend.image": "quay.io/cilium/hubble-ui",
  "hubble.ui.backend.image": "quay.io/cilium/hubble-ui-backend",
};

interface Tagged {
  readonly at: string;
  readonly tag: string;
  /** What the chart has of its own. */
  readonly own: string;
}

/** Tags of the release's images that differ from the chart's. `override` replaces the whole name, tag and digest. */
function otherTags(values: Values, { version }: Pick<CiliumModel, "version">): Tagged[] {
  const own = `v${version}`;
  return Object.keys(OF_THE_RELEASE).flatMap((image) => {
    const tag = values.text(`${image}.tag`);
    if (tag === undefined || tag === "" || tag === own || values.has(`${image}.override`)) return [];
    return [{ at: `${image}.tag`, tag, own }];
  });
}

const minorOf = (tag: string): string | undefined => /^v?(\d+\.\d+)\./.exec(tag)?.[1];

const DIGESTS = ["digest", "awsDigest", "genericDigest"];

export default rulesOn(ciliumValues, [
  {
    id: "helm-values-image-minor",
    severity: "error",
    title: "Cilium's images are of the chart's minor version",
    why: "The chart writes options, rights and CRDs for its own minor. An agent of another one stops at an option that it does not know or lacks, or misses a right.",
    source: `${HELPERS}; Cilium docs: operations/upgrade`,
    fix: "Remove the tag, and choose the version by the chart's.",
    *check(values, { cilium }) {
      for (const { at, tag, own } of otherTags(values, cilium)) {
        const minor = minorOf(tag);
        if (minor !== undefined && minor !== minorOf(own)) yield { at, found: tag, expected: own };
      }
    },
  },
  {
    id: "helm-values-image-digest",
    severity: "warning",
    title: "A tag of an image comes with its digest",
    why: "The chart names its images by tag and digest, and the digest wins: with a new tag beside the chart's digest the image of the chart runs, under the other name.",
    source: HELPERS,
    fix: "Set the image's digest as well, or useDigest to false.",
    *check(values, { cilium }) {
      for (const { at, tag, own } of otherTags(values, cilium)) {
        const image = at.slice(0, -".tag".length);
        // Of another minor the tag itself is wrong, which the rule above tells.
        const minor = minorOf(tag);
        if (minor !== undefined && minor !== minorOf(own)) continue;
        if (values.off(`${image}.useDigest`) || DIGESTS.some((key) => values.has(`${image}.${key}`))) continue;
        yield {
          at,
          found: `${tag}, with the digest of ${own}`,
          expected: `${own}, or ${image}.useDigest: false`,
          fix: `Set ${image}.useDigest to false, or the digest of ${tag}.`,
        };
      }
    },
  },
  {
    id: "helm-values-operator-image",
    severity: "error",
    title: "The operator's repository is named without its cloud",
    why: "The chart adds -aws or -generic itself: operator-aws becomes operator-aws-aws, which no registry has.",
    symptom: "The operator's pods are in ImagePullBackOff, and nodes stay NotReady.",
    source: HELPERS,
    fix: "Leave the ending away, or give the whole name by operator.image.override.",
    *check(values) {
      if (values.has("operator.image.override")) return;
      const name = values.text("operator.image.repository");
      const [, base, cloud] = /^(.+?)-(aws|azure|alibabacloud|generic)$/.exec(name ?? "") ?? [];
      if (base !== undefined && cloud !== undefined)
        yield { at: "operator.image.repository", found: shown(name), expected: base, fix: `Write ${base}.` };
    },
  },
  {
    id: "helm-values-image-repository",
    severity: "error",
    title: "Images of quay.io are named as they are there",
    why: "A misspelled name is found when the first node pulls it.",
    symptom: "Pods are in ImagePullBackOff: the registry answers unauthorized or not found.",
    source: HELPERS,
    fix: "Correct the repository.",
    *check(values) {
      for (const [image, own] of Object.entries(REPOSITORIES)) {
        const name = values.text(`${image}.repository`);
        if (name === undefined || name === own || !/^(?:quay\.io|quay)\//.test(name) || name.endsWith("-ci")) continue;
        const isMeant = suggest(name, [own]).length > 0;
        if (isMeant) yield { at: `${image}.repository`, found: shown(name), expected: own, fix: `Write ${own}.` };
      }
    },
  },
]);
