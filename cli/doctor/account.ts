import { connect } from "node:net";
import { AwsError, askAws } from "../shared/aws.ts";
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
    error.remedy === "" ? "Make the call by hand, with --debug behind it." : error.remedy,
  );
}

/** Who we are; without an answer nothing else can be asked. */
export async function identityStep(timeoutMs: number, region?: string): Promise<Step> {
  try {
    const { Account, Arn } = await askAws<{ Account: string; Arn: string }>(
      ["sts", "get-caller-identity"],
      region,
      timeoutMs,
    );
    return ok("AWS credentials", `account ${Account}, ${Arn}`);
  } catch (error) {
    return unanswered("AWS credentials", error);
  }
}

export async function regionStep(timeoutMs: number, region?: string): Promise<Step> {
  const name = "Region";
  try {
    const { AvailabilityZones } = await askAws<{
      AvailabilityZones: readonly { ZoneName: string; ZoneType?: string }[];
    }>(["ec2", "describe-availability-zones"], region, timeoutMs);
    const zones = AvailabilityZones.filter(({ ZoneType }) => (ZoneType ?? "availability-zone") === "availability-zone");
    const found = `${region ?? "that of the AWS CLI"}: ${zones.map(({ ZoneName }) => ZoneName).join(", ")}`;
    return zones.length < 2
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

export const quotaSteps = ({ region, quotas }: Wanted, timeoutMs: number): Promise<Step[]> =>
  Promise.all(
    QUOTAS.map(async ({ service, code, what }): Promise<Step> => {
      const name = `Quota ${code}`;
      try {
        const call = ["service-quotas", "get-service-quota", "--service-code", service, "--quota-code", code] as const;
        const { Quota } = await askAws<{ Quota: { Value: number } }>([...call], region, timeoutMs);
        const stated = quotas[code];
        const found = `${String(Quota.Value)} ${what}`;
        if (stated === undefined || stated <= Quota.Value) return ok(name, found);
        return failed(
          name,
          `${found}; the stack file says ${String(stated)}`,
          `Set quotas.current.${code} to ${String(Quota.Value)} and plan again, or ask for more.`,
        );
      } catch (error) {
        return skipped(name, `${what}: not known. ${(error as Error).message}`);
      }
    }),
  );

/** Whether this machine reaches the API of a cluster that exists: a private endpoint answers only inside its networks. */
export async function endpointStep({ region, cluster }: Wanted, timeoutMs: number): Promise<Step> {
  const name = "Kubernetes API";
  if (cluster === undefined) return skipped(name, "no stack names a cluster");
  try {
    const call = ["eks", "describe-cluster", "--name", cluster] as const;
    const answer = await askAws<{ cluster: { endpoint?: string } }>([...call], region, timeoutMs);
    if (answer.cluster.endpoint === undefined) return skipped(name, `${cluster} has no endpoint yet`);
    const { hostname, port } = new URL(answer.cluster.endpoint);
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
