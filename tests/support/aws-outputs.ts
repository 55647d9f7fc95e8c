import type { AwsAccount, AwsResource, Properties } from "./aws-account.ts";
import { arnOf, AWS_TYPES, hexId, kindOf, physicalName, type Seen } from "./aws-types.ts";

/**
 * What AWS would add to a resource: ids, ARNs, addresses. One table for the mocks of the component tests and for the
 * stand-in provider of the engine tests. Everything follows from type, name and inputs, so two runs say the same.
 */
export interface AwsState {
  readonly id: string;
  /** What AWS adds; inputs are not repeated, unless AWS adds to them. */
  readonly computed: Properties;
}

/** The state of a resource after its creation. A type that is not in the table gets an id, an ARN and `tagsAll`. */
export function awsState(resource: AwsResource, account: AwsAccount): AwsState {
  const row = AWS_TYPES[resource.type];
  const seen: Seen = { ...resource, account, physicalName: physicalName(resource) };
  const id = row?.id?.(seen) ?? hexId(kindOf(resource.type), resource);
  const arn = row?.arn?.(seen, id) ?? arnOf(seen, serviceOf(resource.type), `${kindOf(resource.type)}/${id}`);
  return {
    id,
    computed: {
      arn,
      region: account.region,
      ...(resource.inputs["tags"] === undefined ? {} : { tagsAll: resource.inputs["tags"] }),
      ...row?.computed?.(seen, id, arn),
    },
  };
}

/** `ec2` of `aws:ec2/vpc:Vpc`. */
const serviceOf = (type: string): string => /^aws:([^/:]+)/.exec(type)?.[1] ?? "unknown";
