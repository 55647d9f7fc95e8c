/** One step of a request's way. */
export interface Step {
  readonly name: string;
  readonly state: "ok" | "warning" | "failed" | "skipped";
  /** What was found, as a phrase. */
  readonly found: string;
  /** What to do about it. */
  readonly fix?: string;
}

export const ok = (name: string, found: string): Step => ({ name, state: "ok", found });
export const warning = (name: string, found: string, fix: string): Step => ({ name, state: "warning", found, fix });
export const failed = (name: string, found: string, fix: string): Step => ({ name, state: "failed", found, fix });
export const skipped = (name: string, found: string): Step => ({ name, state: "skipped", found });
