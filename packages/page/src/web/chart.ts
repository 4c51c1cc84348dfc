import type { CapacityState } from "../state";
import { html, svg } from "./dom";
import { failed, type Minute, servers } from "./series";

const size = { width: 600, height: 140, left: 40, bottom: 20, top: 8 };
const plot = { width: size.width - size.left, height: size.height - size.bottom - size.top };

/** Bars of requests a minute, stacked by who served, with a legend. */
export function servedChart(minutes: readonly Minute[]): Element[] {
  const names = servers(minutes);
  const totals = minutes.map(({ counts }) => [...counts.values()].reduce((a, b) => a + b, 0));
  const most = Math.max(1, ...totals);
  const bars = minutes.flatMap(({ counts }, index) => {
    let below = 0;
    return names.map((name) => {
      const count = counts.get(name) ?? 0;
      below += count;
      return rectangle(index, minutes.length, below / most, count / most, classOf(name, names));
    });
  });
  const sum = totals.reduce((a, b) => a + b, 0);
  const text = `${sum} requests in ${minutes.length} minutes, at most ${most} in one.`;
  return [frame(text, String(most), minutes, bars), legend(names)];
}

/** A column from nothing to the slowest request of a minute, with the median in it. */
export function latencyChart(minutes: readonly Minute[]): Element[] {
  const slowest = Math.max(1, ...minutes.map(({ slowestMs = 0 }) => slowestMs));
  const bars = minutes.flatMap(({ medianMs = 0, slowestMs = 0 }, index) => [
    rectangle(index, minutes.length, slowestMs / slowest, slowestMs / slowest, "series-2"),
    rectangle(index, minutes.length, medianMs / slowest, medianMs / slowest, "series-1"),
  ]);
  const text = `The slowest took ${Math.round(slowest)} ms.`;
  const keys = [
    ["median of the minute", "series-1"],
    ["slowest", "series-2"],
  ] as const;
  return [frame(text, `${Math.round(slowest)}`, minutes, bars), caption(keys)];
}

/** A threshold's line in the chart's caption and across the chart. */
const thresholdClass = (kind: string): string => `threshold ${kind}`;

/**
 * Bars of the rate by minute, with lines at the rates from which a reason to be on instances holds.
 *
 * @param minutes begins of the minutes that are shown, oldest first
 */
export function rateChart(
  { rates, thresholds }: Pick<CapacityState, "rates" | "thresholds">,
  minutes: readonly { readonly at: number }[],
): Element[] {
  const known = new Map(rates.map(({ at, rps }) => [at, rps]));
  const shown = minutes.map(({ at }) => known.get(at) ?? 0);
  const fastest = Math.max(0, ...shown);
  // The next threshold is always in sight; those far above it would make bars of nothing.
  const most = 1.1 * Math.max(fastest, Math.min(...thresholds.map(({ rps }) => rps)), 0.01);
  const scale = Number.isFinite(most) ? most : 1.1 * Math.max(fastest, 0.01);
  const bars = shown.map((rps, index) =>
    rectangle(index, minutes.length, rps / scale, rps / scale, "series-1"),
  );
  const lines = thresholds
    .filter(({ rps }) => rps <= scale)
    .map(({ kind, rps }) => line(rps / scale, thresholdClass(kind)));
  const from = thresholds.map(({ kind, rps }) => `${kind} from ${rate(rps)} on`);
  const text = `At most ${rate(fastest)} requests/s. Reasons to be on instances: ${from.join(", ") || "none"}.`;
  return [
    frame(text, rate(scale), minutes, [...bars, ...lines]),
    html(
      "figcaption",
      {},
      html("span", {}, mark("series-1"), " requests/s"),
      ...thresholds.map(({ kind, rps }) =>
        html("span", {}, dash(thresholdClass(kind)), ` ${kind}: from ${rate(rps)} on`),
      ),
    ),
  ];
}

function rate(rps: number): string {
  return rps.toFixed(rps < 1 ? 2 : 1);
}

/** A line across the chart. @param height share of the plot's height, from its bottom */
function line(height: number, name: string): Element {
  const y = size.top + (1 - height) * plot.height;
  return svg("line", { class: name, x1: size.left, x2: size.width, y1: y, y2: y });
}

function dash(style: string): Element {
  return svg(
    "svg",
    { viewBox: "0 0 20 10", "aria-hidden": "true" },
    svg("line", { class: style, x1: 0, x2: 20, y1: 5, y2: 5 }),
  );
}

/** @param top,height shares of the plot's height, from its bottom */
function rectangle(index: number, of: number, top: number, height: number, name: string): Element {
  const width = plot.width / of;
  return svg("rect", {
    class: name,
    x: size.left + index * width + 1,
    y: size.top + (1 - top) * plot.height,
    width: width - 2,
    height: height * plot.height,
  });
}

function frame(
  text: string,
  maximum: string,
  minutes: readonly { readonly at: number }[],
  bars: readonly Element[],
): Element {
  const bottom = size.height - size.bottom;
  const times = [0, minutes.length - 1].map((index) => {
    const time = new Date(minutes[index]?.at ?? 0).toLocaleTimeString([], { timeStyle: "short" });
    const isFirst = index === 0;
    return svg(
      "text",
      {
        x: isFirst ? size.left : size.width,
        y: size.height - 5,
        "text-anchor": isFirst ? "start" : "end",
      },
      time,
    );
  });
  return svg(
    "svg",
    { viewBox: `0 0 ${size.width} ${size.height}`, role: "img", "aria-label": text },
    svg("line", { class: "axis", x1: size.left, x2: size.width, y1: bottom, y2: bottom }),
    svg("text", { x: size.left - 6, y: size.top + 8, "text-anchor": "end" }, maximum),
    svg("text", { x: size.left - 6, y: bottom, "text-anchor": "end" }, "0"),
    ...bars,
    ...times,
  );
}

function legend(names: readonly string[]): Element {
  return caption(names.map((name) => [name, classOf(name, names)] as const));
}

function caption(keys: readonly (readonly [string, string])[]): Element {
  const entries = keys.map(([name, style]) => html("span", {}, mark(style), ` ${name}`));
  return html("figcaption", {}, ...entries);
}

function mark(style: string): Element {
  return svg(
    "svg",
    { viewBox: "0 0 10 10", "aria-hidden": "true" },
    svg("rect", { class: style, width: 10, height: 10 }),
  );
}

function classOf(name: string, names: readonly string[]): string {
  return name === failed ? "series-bad" : `series-${(names.indexOf(name) % 2) + 1}`;
}
