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
  minutes: readonly Minute[],
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
