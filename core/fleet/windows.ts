import { type MaintenanceWindow, Weekday } from "../settings/index.ts";

const DAYS: readonly Weekday[] = Object.values(Weekday);
const DAY = 24 * 60;
const WEEK = 7 * DAY;

/** Minutes of a week, from Monday 00:00 UTC on. */
export interface Minutes {
  readonly from: number;
  readonly to: number;
}

/** Maintenance windows as minutes of a week; one over the week's end is told in both. */
export const minutesOf = (windows: readonly MaintenanceWindow[]): Minutes[] =>
  windows
    .flatMap(({ days, from, hours }) =>
      days.flatMap((day) => {
        const [hour = 0, minute = 0] = from.split(":").map(Number);
        const start = DAYS.indexOf(day) * DAY + hour * 60 + minute;
        const end = start + hours * 60;
        return [
          { from: start, to: Math.min(end, WEEK) },
          { from: 0, to: Math.max(end - WEEK, 0) },
        ];
      }),
    )
    .filter(({ from, to }) => from < to);

/** A shell condition that is true inside the windows; undefined where there is none, and any time is right. */
function insideWindows(windows: readonly MaintenanceWindow[]): string | undefined {
  const parts = minutesOf(windows).map(
    ({ from, to }) => `{ [ "$now" -ge ${String(from)} ] && [ "$now" -lt ${String(to)} ]; }`,
  );
  return parts.length === 0 ? undefined : parts.join(" || ");
}

/** Minute of the week in UTC, as POSIX shell with GNU or BusyBox date; a leading zero would make a number octal. */
const NOW = "now=$(( ($(date -u +%u) - 1) * 1440 + $(date -u +%H | sed s/^0//) * 60 + $(date -u +%M | sed s/^0//) ))";

/** Shell lines that end a job outside of the wave's windows; none where any time is right. */
export function windowGuard(windows: readonly MaintenanceWindow[], wave: string): readonly string[] {
  const inside = insideWindows(windows);
  return inside === undefined
    ? []
    : [
        NOW,
        `if ${inside}; then echo "Inside the maintenance window of ${wave}."; else echo "Outside the maintenance window of ${wave}: run this job again inside it."; exit 1; fi`,
      ];
}

/** Cron lines, in UTC, of the beginnings of windows. */
export const cronsOf = (windows: readonly MaintenanceWindow[], shift = 0): string[] =>
  windows.map(({ days, from }) => {
    const [hour = 0, minute = 0] = from.split(":").map(Number);
    const at = Math.min(minute + shift, 59);
    return `${String(at)} ${String(hour)} * * ${days.map((day) => String((DAYS.indexOf(day) + 1) % 7)).join(",")}`;
  });

/** A cron line for every so many hours; above a day, of whole days. */
export function everyHours(hours: number, minute = 0): string {
  const at = String(minute % 60);
  if (hours >= 24) return hours < 48 ? `${at} 4 * * *` : `${at} 4 */${String(Math.round(hours / 24))} * *`;
  return hours <= 1 ? `${at} * * * *` : `${at} */${String(hours)} * * *`;
}
