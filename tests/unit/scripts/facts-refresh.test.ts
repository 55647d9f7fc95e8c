import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { DATED_TABLES, type TableName } from "../../../core/facts/dated.ts";
import { REFRESHERS } from "../../../scripts/facts/refreshers.ts";
import { type Refresher, compare } from "../../../scripts/facts/table.ts";

const of = (name: TableName): Refresher => REFRESHERS[name] as Refresher;
const differences = (name: TableName, text: string) => {
  const refresher = of(name);
  return compare(refresher, refresher.current(), refresher.read(text)).map(({ key, table, file }) => [
    key,
    table,
    file,
  ]);
};

/** Pieces of the public files in their own form, each with one fact that is another one. */
const FILES: readonly [TableName, string, readonly (readonly (string | undefined)[])[]][] = [
  [
    "calendar",
    'releases:\n  - releaseCycle: "1.36"\n    releaseDate: 2026-06-04\n    eol: 2027-08-02\n    eoes: 2028-08-09\n\n  - releaseCycle: "1.18"\n    eol: 2022-08-15\n',
    [["1.36 endOfExtendedSupport", "2028-08-02", "2028-08-09"]],
  ],
  [
    "prices",
    JSON.stringify({
      offerCode: "AmazonEC2",
      products: {
        A: {
          attributes: {
            instanceType: "m6i.xlarge",
            operatingSystem: "Linux",
            tenancy: "Shared",
            preInstalledSw: "NA",
            capacitystatus: "Used",
          },
        },
        B: {
          attributes: {
            instanceType: "m6i.xlarge",
            operatingSystem: "Windows",
            tenancy: "Shared",
            preInstalledSw: "NA",
            capacitystatus: "Used",
          },
        },
      },
      terms: {
        OnDemand: {
          A: { t: { priceDimensions: { d: { pricePerUnit: { USD: "0.2000000000" } } } } },
          B: { t: { priceDimensions: { d: { pricePerUnit: { USD: "9" } } } } },
        },
      },
    }),
    [["m6i.xlarge", "0.192", "0.2"]],
  ],
  [
    "images",
    "# Changelog\n\n# AMI Release v20991231\n<b>Kubernetes 1.36</b>\n# AMI Release v20260610\n<b>Kubernetes 1.36</b>\n<b>Kubernetes 1.35</b>\n",
    [
      ["1.35 first", "v20260114", "v20260610"],
      ["pinned", "v20260923", "v20991231"],
    ],
  ],
  [
    "addons",
    JSON.stringify({
      addons: [
        {
          addonName: "coredns",
          addonVersions: [
            { addonVersion: "v9.9.9-eksbuild.1", compatibilities: [{ clusterVersion: "1.36", defaultVersion: true }] },
            { addonVersion: "v9.9.8-eksbuild.1", compatibilities: [{ clusterVersion: "1.36", defaultVersion: false }] },
          ],
        },
      ],
    }),
    [["1.36 coredns", "v1.14.3-eksbuild.23", "v9.9.9-eksbuild.1"]],
  ],
  [
    "quotas",
    JSON.stringify({
      Quotas: [
        { QuotaCode: "L-DF5E4CA3", Value: 6000 },
        { QuotaCode: "L-00000000", Value: 1 },
      ],
    }),
    [["L-DF5E4CA3", "5000", "6000"]],
  ],
  [
    "instances",
    'var limits = map[string]InstanceTypeLimits{\n\t"m5.large": {\n\t\tENILimit:                3,\n\t\tIPv4Limit:               10,\n\t\tHypervisorType:          "nitro",\n\t\tIsBareMetal:             false,\n\t},\n\t"r99g.large": {\n\t\tENILimit:                3,\n\t\tIPv4Limit:               20,\n\t\tHypervisorType:          "nitro",\n\t\tIsBareMetal:             false,\n\t},\n}\n',
    [["r99g.large", undefined, "3 ENIs of 20, nitro"]],
  ],
  [
    "controllers",
    "entries:\n  cert-manager:\n    - version: v99.0.0\n    - version: v1.2.3\n    - version: v100.0.0-beta.1\n  cilium:\n    - version: 1.19.99\n",
    [
      ["cert-manager", "v1.21.1", "v99.0.0"],
      ["cilium 1.19", "1.19.9", "1.19.99"],
    ],
  ],
];

describe("tables and public files", () => {
  it.each(FILES)("of %s: says what differs, and nothing else", (name, text, expected) => {
    expect(differences(name, text)).toEqual(expected);
  });

  it("describes instance types as the EC2 API does", () => {
    const described = JSON.stringify({
      InstanceTypes: [
        {
          InstanceType: "m5.large",
          Hypervisor: "nitro",
          BareMetal: false,
          NetworkInfo: {
            MaximumNetworkInterfaces: 3,
            Ipv4AddressesPerInterface: 10,
            DefaultNetworkCardIndex: 0,
            NetworkCards: [{ NetworkCardIndex: 0, MaximumNetworkInterfaces: 3 }],
          },
        },
      ],
    });
    expect(differences("instances", described)).toEqual([]);
  });

  it.each(Object.keys(REFRESHERS) as TableName[])("refuses another file for %s", (name) => {
    expect(() => of(name).read(name === "addons" || name === "quotas" ? "{}" : "text: 1\n")).toThrow(/^It /);
  });

  it.each([
    ["calendar", "1.36 endOfStandardSupport", "2099-01-01", 'row("1.36", "2026-06-02", "2099-01-01", "2028-08-02"'],
    ["calendar", "1.36 endOfExtendedSupport", "2099-01-01", 'row("1.36", "2026-06-02", "2027-08-02", "2099-01-01"'],
    ["images", "pinned", "v20991231", 'AL2023_PINNED = "v20991231"'],
    ["quotas", "L-DF5E4CA3", "12345", '"Network interfaces per Region", 12_345,'],
  ] as const)("writes %s %s into the table's file", (name, key, value, expected) => {
    const { file, rewrite } = of(name);
    expect(rewrite?.(readFileSync(file as string, "utf8"), key, value)).toContain(expected);
  });

  it("names a source and a day of every table, and a file for those that a file refreshes", () => {
    for (const [name, table] of Object.entries(DATED_TABLES)) {
      expect(table.read, name).toMatch(/^20\d{2}-\d{2}-\d{2}$/);
      expect(table.source, name).not.toBe("");
      expect("refreshedFrom" in table, name).toBe(Object.hasOwn(REFRESHERS, name));
    }
  });
});
