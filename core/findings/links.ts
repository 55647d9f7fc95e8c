const AWS = "https://docs.aws.amazon.com";

/** Where the pages of a named work stand; what is cited behind its name is put in for `*`. */
const WORKS: Readonly<Record<string, { readonly page: string; readonly cites: RegExp }>> = {
  "EKS user guide": { page: `${AWS}/eks/latest/userguide/*.html`, cites: /^[a-z\d-]+$/ },
  "EKS best practices": { page: `${AWS}/eks/latest/best-practices/*.html`, cites: /^[a-z\d-]+$/ },
  "EKS API reference": { page: `${AWS}/eks/latest/APIReference/API_*.html`, cites: /^[A-Z]\w+$/ },
  "VPC user guide": { page: `${AWS}/vpc/latest/userguide/*.html`, cites: /^[a-z\d-]+$/ },
  "EC2 user guide": { page: `${AWS}/AWSEC2/latest/UserGuide/*.html`, cites: /^[a-z\d-]+$/ },
  "EC2 API reference": { page: `${AWS}/AWSEC2/latest/APIReference/API_*.html`, cites: /^[A-Z]\w+$/ },
  "IAM user guide": { page: `${AWS}/IAM/latest/UserGuide/*.html`, cites: /^[a-z\d_-]+$/ },
  "Cilium docs": { page: "https://docs.cilium.io/en/stable/*/", cites: /^[a-z\d-]+(?:\/[a-z\d-]+)+$/ },
};

const GITHUB = "https://github.com";
const ISSUES = /\b([\w.-]+\/[\w.-]+)#(\d+)((?:, #\d+)*)/g;
/** A file of a repository, at its newest: the version that was read is named in the source. */
const FILE = /(?:^|; )([a-z][\w.-]+\/[a-z][\w.-]+) ((?:[\w.-]+\/)+[\w.-]+\.(?:go|rst|md|yaml|ts|h|c))\b/g;

/** The addresses that a rule's source names; none where it names no page, issue or file. */
export function linksOf(source: string): string[] {
  const issues = [...source.matchAll(ISSUES)].flatMap(([, repository = "", first = "", more = ""]) =>
    [first, ...more.split(", #").slice(1)].map((number) => `${GITHUB}/${repository}/issues/${number}`),
  );
  const files = [...source.matchAll(FILE)].map(
    ([, repository = "", file = ""]) => `${GITHUB}/${repository}/blob/HEAD/${file}`,
  );
  return [...new Set([...source.split("; ").flatMap(pages), ...issues, ...files])];
}

/** `EKS user guide: service-quotas, hybrid-nodes-os` by its works. */
function pages(part: string): string[] {
  const [, name = "", cited = ""] = /^(?:UNVERIFIED: )?([^:]+): (.+)$/.exec(part) ?? [];
  const work = Object.hasOwn(WORKS, name) ? WORKS[name] : undefined;
  if (work === undefined) return [];
  return cited
    .split(/, | \(/)
    .filter((text) => work.cites.test(text))
    .map((text) => work.page.replace("*", text));
}
