import type { Outcome, Simulation, Trace } from "@pictor/capacity";
import { money } from "../cost/table";
import { type Box, colours, element, gridLines, label, picture, ticks } from "../drawing/svg";
import { outcomesOf } from "./table";

const width = 900;
const left = 130;
const barHeight = 22;
const rowHeight = 34;
const top = 56;
const weekMinutes = 7 * 1440;
const bucketMinutes = 15;

/** Draws what each way costs, and of the busiest week the rate and when instances served. */
export function drawSimulation(title: string, trace: Trace, result: Simulation): string {
  const outcomes = outcomesOf(result);
  const barsEnd = top + outcomes.length * rowHeight;
  const box: Box = { left, top: barsEnd + 70, width: width - left - 40, height: 200 };
  return picture(width, box.top + box.height + 130, title, [
    label(16, 26, title, { "font-size": 14, "font-weight": "bold" }),
    ...bars(outcomes),
    ...week(trace, result, box),
  ]);
}

function bars(outcomes: readonly Outcome[]): string[] {
  const steps = ticks(Math.max(...outcomes.map(({ usd }) => usd), 1e-3));
  const scale = (width - left - 160) / (steps.at(-1) ?? 1);
  return outcomes.flatMap(({ name, p99Ms, refused, usd }, index) => {
    const y = top + index * rowHeight;
    const p99 = p99Ms === undefined ? "" : `, p99 ${Math.round(p99Ms)} ms`;
    return [
      label(left - 8, y + 16, name, { "text-anchor": "end" }),
      element("rect", {
        x: left,
        y,
        width: usd * scale,
        height: barHeight,
        fill: colours[index % colours.length] ?? "#000000",
      }),
      label(
        left + usd * scale + 6,
        y + 16,
        `$${money(usd)}${p99}${refused >= 1 ? `, ${Math.round(refused)} refused` : ""}`,
      ),
    ];
  });
}

function week(trace: Trace, result: Simulation, box: Box): string[] {
  const begin = busiestWeek(trace);
  const rates = rateBuckets(trace, begin);
  const steps = ticks(Math.max(...rates, 0.01));
  const most = steps.at(-1) ?? 1;
  const x = (index: number) => box.left + (index / (weekMinutes / bucketMinutes)) * box.width;
  const y = (rps: number) => box.top + box.height - (rps / most) * box.height;
  const path = rates
    .map((rps, index) => `${index === 0 ? "M" : "L"}${x(index).toFixed(1)} ${y(rps).toFixed(1)}`)
    .join("");
  const from = new Date(trace.startsAt + begin * 60_000).toISOString().slice(0, 10);
  const strips = [result.adaptive, result.optimum, result.limit];
  return [
    label(box.left, box.top - 16, `requests/s in the busiest week, from ${from} (UTC)`),
    ...gridLines(box, steps, y, (rps) => rps.toLocaleString("en-US")),
    element("path", { d: path, fill: "none", stroke: "#333333", "stroke-width": 1.5 }),
    ...strips.flatMap((outcome, index) =>
      strip(
        outcome,
        begin,
        { ...box, top: box.top + box.height + 16 + index * 26, height: 16 },
        index + 2,
      ),
    ),
    label(
      box.left,
      box.top + box.height + 110,
      "bars: instances serve; between them serverless does",
    ),
  ];
}

/** When instances served, as bars. */
function strip({ name, served }: Outcome, begin: number, box: Box, colour: number): string[] {
  const scale = box.width / weekMinutes;
  const bars: string[] = [];
  let from: number | undefined;
  for (let minute = 0; minute <= weekMinutes; minute += 1) {
    const isServed = minute < weekMinutes && served[begin + minute] === 1;
    if (isServed) from ??= minute;
    if (isServed || from === undefined) continue;
    bars.push(
      element("rect", {
        x: box.left + from * scale,
        y: box.top,
        width: (minute - from) * scale,
        height: box.height,
        fill: colours[colour % colours.length] ?? "#000000",
      }),
    );
    from = undefined;
  }
  return [label(box.left - 8, box.top + 12, name, { "text-anchor": "end" }), ...bars];
}

/** Begin of the week with the most requests, in minutes from the begin of the trace. */
function busiestWeek({ requests }: Trace): number {
  let best = 0;
  let most = -1;
  for (let begin = 0; begin < requests.length; begin += weekMinutes) {
    let sum = 0;
    const end = Math.min(requests.length, begin + weekMinutes);
    for (let minute = begin; minute < end; minute += 1) sum += requests[minute] ?? 0;
    if (sum > most) {
      most = sum;
      best = begin;
    }
  }
  return best;
}

function rateBuckets({ requests }: Trace, begin: number): number[] {
  return Array.from({ length: weekMinutes / bucketMinutes }, (_, bucket) => {
    const from = begin + bucket * bucketMinutes;
    const counts = requests.slice(from, from + bucketMinutes);
    return counts.reduce((sum, count) => sum + count, 0) / (bucketMinutes * 60);
  });
}
