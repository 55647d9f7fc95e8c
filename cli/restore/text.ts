import { PHASES } from "../../core/recovery/index.ts";
import type { RestoreStep, Restored } from "../../readers/backup/restore.ts";
import { type Style, paint, wrap } from "../shared/style.ts";
import { gapsText } from "../verify/text.ts";

interface About {
  readonly folder: string;
  readonly dryRun: boolean;
  readonly closed: boolean;
}

type State = RestoreStep["state"];

const MARKS: Readonly<Record<State, string>> = {
  created: "+",
  overwritten: "~",
  same: "=",
  left: "-",
  differs: "!",
  held: "!",
  refused: "✗",
  "not-served": "✗",
  "not-reached": "?",
};
const SAID: Readonly<Record<State, readonly [done: string, would: string]>> = {
  created: ["created", "would be created"],
  overwritten: ["changed to what it was", "would be changed to what it was"],
  same: ["there as it was", "there as it was"],
  left: ["left alone", "left alone"],
  differs: ["there and different, left alone", "there and different, left alone"],
  held: ["held back: bound to another place", "held back: bound to another place"],
  refused: ["refused", "refused"],
  "not-served": ["its kind is not served", "its kind is not served yet"],
  "not-reached": ["not come to", "not come to"],
};
const SHOWN = 6;

/** Step by step what happened, then what was waited for, then what to do about the rest. */
export function restoreText(done: Restored, about: About, style: Style, quiet: boolean): string {
  const { bold, dim } = paint(style);
  const { folder, dryRun, closed } = about;
  const wanted = done.steps.filter(
    ({ state }) => !quiet || !["created", "same", "left", "overwritten"].includes(state),
  );
  const parts = [
    ...(quiet ? [] : [`${bold(folder)}${dim(dryRun ? "  nothing is written" : "")}`]),
    ...PHASES.map(({ id, says }) => phaseText(id, says, wanted, dryRun, style)),
    waitsText(done, style),
    gapsText(done.gaps, style),
    nextText(done, about, style),
    ...(closed && !quiet ? [dim("The backup's secrets stayed closed.")] : []),
    ...(quiet ? [] : [summaryOf(done, dryRun)]),
  ].filter((part) => part !== "");
  return parts.length === 0 ? "" : `${parts.join("\n\n")}\n`;
}

function phaseText(id: string, says: string, steps: readonly RestoreStep[], dryRun: boolean, style: Style): string {
  const own = steps.filter(({ phase }) => phase === id);
  if (own.length === 0) return "";
  const { bold, dim } = paint(style);
  return [`${bold(id)}  ${dim(says)}`, ...own.flatMap((step) => stepText(step, dryRun, style))].join("\n");
}

function stepText(
  { object, state, said, differences = [], bound = [] }: RestoreStep,
  dryRun: boolean,
  style: Style,
): string[] {
  const { green, yellow, red, dim } = paint(style);
  const colour = { "+": green, "~": yellow, "=": dim, "-": dim, "!": yellow, "✗": red, "?": red }[MARKS[state]] ?? dim;
  const [done, would] = SAID[state];
  const lines = [
    ...differences.map(({ path, now, backup }) => `${path}: is ${now}, was ${backup}`),
    ...bound.map(({ path, value, what, instead }) => `${path}: ${what} ${value}; here ${instead}`),
  ];
  const rest = lines.length - SHOWN;
  return [
    `  ${colour(MARKS[state])} ${object}  ${wrap([dryRun ? would : done, said].filter((part) => part !== undefined).join(": "), style, 6)}`,
    ...lines.slice(0, SHOWN).map((line) => `      ${wrap(line, style, 6)}`),
    ...(rest > 0 ? [dim(`      and ${String(rest)} more; --format json has all`)] : []),
  ];
}

function waitsText({ waits }: Restored, style: Style): string {
  if (waits.length === 0) return "";
  const { green, yellow, bold } = paint(style);
  const lines = waits.map(({ what, came, seconds }) =>
    came
      ? `  ${green("✓")} ${wrap(what, style, 4)}, after ${String(seconds)} s`
      : `  ${yellow("!")} ${wrap(what, style, 4)}: not within ${String(seconds)} s`,
  );
  return [bold("Waited for"), ...lines].join("\n");
}

/** What somebody does about each kind of rest. */
function nextText({ steps, moved }: Restored, { folder, dryRun }: About, style: Style): string {
  const has = (state: State): boolean => steps.some((step) => step.state === state);
  const said = [
    ...(has("held")
      ? [
          `Held back because ${moved?.says ?? "it is another place"}: give --replace OLD=NEW for each value, or --keep-ids where they are right here too.`,
        ]
      : []),
    ...(has("differs")
      ? ["What differs is changed with --overwrite; look at it first with --overwrite --dry-run."]
      : []),
    ...(has("not-served")
      ? [
          "Kinds come with Cilium's operator and the definitions of the Gateway API: pulumi up first, or a longer --wait.",
        ]
      : []),
    ...(has("not-reached")
      ? [`It ended early. Run it again: what is there already is left as it is. cilium-eks restore ${folder}`]
      : []),
    ...(steps.some(({ object, state }) => state === "overwritten" && object.endsWith("/cilium-ca"))
      ? ["The authority was changed: certificates that the other one issued have to be made again, see docs/backup.md."]
      : []),
    ...(!dryRun && has("created") ? ["Next: cilium-eks verify, then DNS to the new load balancers."] : []),
  ];
  return said.map((one) => wrap(one, style, 0)).join("\n");
}

function summaryOf({ steps }: Restored, dryRun: boolean): string {
  if (steps.length === 0) return "The backup holds nothing for these steps.";
  const counts = [...Map.groupBy(steps, ({ state }) => state)].map(
    ([state, own]) => `${String(own.length)} ${SAID[state][dryRun ? 1 : 0].split(":")[0] ?? ""}`,
  );
  return `${String(steps.length)} objects: ${counts.join(", ")}.`;
}
