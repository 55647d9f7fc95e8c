/** What `pulumi.Output<string>` looks like from here; core must not import the SDK. */
interface OutputLike {
  apply(func: (value: string) => unknown): unknown;
}

/** An id or ARN that core carries but never reads: a string, or any `pulumi.Input<string>`. */
export type Ref = string | Promise<string> | OutputLike;
