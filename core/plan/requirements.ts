/** One thing that the chosen versions need, with what this stack has. */
export interface Requirement {
  readonly what: string;
  readonly needed: string;
  readonly here: string;
}
