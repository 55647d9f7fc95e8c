import { EC2_PRICES } from "../../core/facts/generated/prices.ts";
import { type Facts, type Refresher, WrongFile } from "./table.ts";

interface PriceList {
  readonly offerCode?: string;
  readonly products?: Readonly<Record<string, { readonly attributes?: Readonly<Record<string, string>> }>>;
  readonly terms?: {
    readonly OnDemand?: Readonly<
      Record<
        string,
        Readonly<
          Record<
            string,
            {
              readonly priceDimensions?: Readonly<
                Record<string, { readonly pricePerUnit?: { readonly USD?: string } }>
              >;
            }
          >
        >
      >
    >;
  };
}

/** Linux on shared hosts, nothing installed, used and not reserved: what a node group launches. */
const isNode = (attributes: Readonly<Record<string, string>> = {}): boolean =>
  attributes["operatingSystem"] === "Linux" &&
  attributes["tenancy"] === "Shared" &&
  attributes["preInstalledSw"] === "NA" &&
  attributes["capacitystatus"] === "Used";

/** `index.json` of AmazonEC2 of AWS's public price list for one Region. */
function read(text: string): Facts {
  const list: PriceList = text.trimStart().startsWith("{") ? (JSON.parse(text) as PriceList) : {};
  if (list.offerCode !== "AmazonEC2") throw new WrongFile("It is not the price list of AmazonEC2.");
  return new Map(
    Object.entries(list.products ?? {}).flatMap(([sku, { attributes }]) => {
      const type = attributes?.["instanceType"];
      const [term] = Object.values(list.terms?.OnDemand?.[sku] ?? {});
      const [dimension] = Object.values(term?.priceDimensions ?? {});
      const usd = Number(dimension?.pricePerUnit?.USD);
      return type === undefined || !isNode(attributes) || !(usd > 0) ? [] : [[type, String(usd)] as const];
    }),
  );
}

const current = (): Facts =>
  new Map(
    EC2_PRICES.trim()
      .split("\n")
      .flatMap((line) => {
        const [family = "", ...sizes] = line.split(" ");
        return sizes.map((entry) => {
          const [size = "", usd = ""] = entry.split(":");
          return [`${family}.${size}`, usd] as const;
        });
      }),
  );

export default { read, current, partial: "file" } satisfies Refresher;
