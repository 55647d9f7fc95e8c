import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import { expect, test } from "vitest";
import { hasAwsProvider } from "../../../components/internal/providers.ts";
import { registrations } from "../../support/registrations.ts";

test("an aws provider is found wherever component options can name it", async () => {
  const found: boolean[] = [];
  await registrations(() => {
    const account = new aws.Provider("account", { region: "eu-central-1" });
    const cluster = new kubernetes.Provider("cluster", { kubeconfig: "{}" });
    found.push(
      hasAwsProvider({ provider: account }),
      hasAwsProvider({ providers: [cluster, account] }),
      hasAwsProvider({ providers: { aws: account } }),
      hasAwsProvider({ providers: [cluster] }),
      hasAwsProvider({}),
      hasAwsProvider(undefined),
    );
  });
  expect(found).toEqual([true, true, true, false, false, false]);
});
