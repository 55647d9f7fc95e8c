import { connect } from "node:net";
import { AwsError } from "../../readers/aws/faults.ts";
import type { AwsSession } from "../../readers/aws/session.ts";
import { type Step, failed, ok, skipped } from "../shared/steps.ts";

/** What of the stack the account is asked about. */
export interface Wanted {
  readonly region?: string;
  readonly cluster?: string;
  /** Quota code -> what the stack file says the account has. */
  readonly quotas: Readonly<Record<string, number>>;
}

/** No answer, with the remedy for what kind of silence it is. */
function unanswered(name: string, error: unknown): Step {
  if (!(error instanceof AwsError)) throw error;
  return failed(
    name,
    error.said,
    error.remedy === "" ? "Make the call by the AWS CLI, with --debug behind it." : error.remedy,
  );
}

/** Who we are; without an answer nothing else can be asked. */
export async function identityStep(aws: AwsSession): Promise<Step> {
  const name = "AWS credentials";
  try {
    const sts = await aws.client("sts");
    const { Account = "unknown", Arn = "of an unknown identity" } = await sts.getCallerIdentity({});
    return ok(name, `account ${Account}, ${Arn}`);
  } catch (error) {
    return unanswered(name, error);
  }
}

export async function regionStep(aws: AwsSession): Promise<Step> {
  const name = "Region";
  try {
    const ec2 = await aws.client("ec2");
    const { AvailabilityZones = [] } = await ec2.describeAvailabilityZones({
      Filters: [{ Name: "zone-type", Values: ["availability-zone"] }],
    });
    const found = `${await ec2.config.region()}: ${AvailabilityZones.map(({ ZoneName }) => ZoneName).join(", ")}`;
    return AvailabilityZones.length < 2
      ? failed(name, found, "EKS needs two zones at least: take another Region.")
      : ok(name, found);
  } catch (error) {
    return unanswered(name, error);
  }
}

/** EC2 on-demand vCPUs, and ENIs in a Region (Service Quotas: codes of services ec2 and vpc). */
const QUOTAS = [
  { service: "ec2", code: "L-1216C47A", what: "vCPUs of on-demand standard instances" },
  { service: "vpc", code: "L-DF5E4CA3", what: "network interfaces" },
] as const;

export const quotaSteps = (aws: AwsSession, { quotas }: Wanted): Promise<Step[]> =>
  Promise.all(
    QUOTAS.map(async ({ service, code, what }): Promise<Step> => {
      const name = `Quota ${code}`;
      try {
        const asked = await aws.client("service-quotas");
        const { Quota } = await asked.getServiceQuota({ ServiceCode: service, QuotaCode: code });
        const value = Quota?.Value;
        if (value === undefined) return skipped(name, `${what}: the answer has no number`);
        const stated = quotas[code];
        const found = `${String(value)} ${what}`;
        if (stated === undefined || stated <= value) return ok(name, found);
        return failed(
          name,
          `${found}; the stack file says ${String(stated)}`,
          `Set quotas.current.${code} to ${String(value)} and plan again, or ask for more.`,
        );
      } catch (error) {
        return skipped(name, `${what}: not known. ${(error as Error).message}`);
      }
    }),
  );

/** Whether this machine reaches the API of a cluster that exists: a private endpoint answers only inside its networks. */
export async function endpointStep(aws: AwsSession, { cluster }: Wanted, timeoutMs: number): Promise<Step> {
  const name = "Kubernetes API";
  if (cluster === undefined) return skipped(name, "no stack names a cluster");
  try {
    const eks = await aws.client("eks");
    const { cluster: found } = await eks.describeCluster({ name: cluster });
    if (found?.endpoint === undefined) return skipped(name, `${cluster} has no endpoint yet`);
    const { hostname, port } = new URL(found.endpoint);
    const fault = await reach(hostname, port === "" ? 443 : Number(port), timeoutMs);
    return fault === undefined
      ? ok(name, `${hostname} is reached`)
      : failed(
          name,
          `${hostname}: ${fault}`,
          "Deploy from a network that reaches the private endpoint, by VPN or transit gateway, or make it public for this address.",
        );
  } catch (error) {
    return error instanceof AwsError && error.fault === "not-found"
      ? skipped(name, `${cluster} is not there yet; whether its endpoint is reached shows when it is`)
      : skipped(name, (error as Error).message);
  }
}

/** Why no connection comes about; undefined where one does. */
const reach = (host: string, port: number, timeoutMs: number): Promise<string | undefined> =>
  new Promise((done) => {
    const socket = connect({ host, port });
    const end = (fault?: string): void => {
      clearTimeout(timer);
      socket.destroy();
      done(fault);
    };
    // Of our own, because the socket's time-out does not cover the name's resolution.
    const timer = setTimeout(end, timeoutMs, `no connection within ${String(timeoutMs / 1000)} s`);
    socket.once("connect", () => end());
    socket.once("error", (error) => end(error.message));
  });
