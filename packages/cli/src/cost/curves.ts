import { type ModeCost, usdAt } from "@pictor/cost";
import { colours, element, gridLines, label, picture, ticks } from "../drawing/svg";
import type { RateReport } from "./rates";

const width = 900;
const height = 520;
const box = { left: 80, top: 56, width: 600, height: 400 };
const points = 600;

/** Draws dollars against rate for each mode, and a circle where the cheaper mode changes. */
export function drawRates(title: string, { crossings, modes, rates }: RateReport): string {
  const most = Math.max(
    ...modes.flatMap((mode) => [usdAt(mode, rates.from), usdAt(mode, rates.to)]),
    1,
  );
  const usdTicks = ticks(most);
  const top = usdTicks.at(-1) ?? most;
  const x = (rps: number) => box.left + ((rps - rates.from) / (rates.to - rates.from)) * box.width;
  const y = (usd: number) => box.top + box.height - (usd / top) * box.height;
  const bottom = box.top + box.height;
  const rateTicks = ticks(rates.to).filter((rps) => rps >= rates.from && rps <= rates.to);
  return picture(width, height, title, [
    label(16, 26, title, { "font-size": 15, "font-weight": "bold" }),
    ...gridLines(box, usdTicks, y, (usd) => `$${usd.toLocaleString("en-US")}`),
    ...rateTicks.map((rps) => label(x(rps), bottom + 18, String(rps), { "text-anchor": "middle" })),
    label(box.left + box.width / 2, bottom + 38, "requests a second, all the time", {
      "text-anchor": "middle",
    }),
    ...modes.flatMap((mode, index) => {
      const colour = colours[index % colours.length] ?? "#000000";
      return [
        element("path", {
          d: pathOf(mode, rates, x, y),
          fill: "none",
          stroke: colour,
          "stroke-width": 2,
        }),
        element("rect", {
          x: box.left + box.width + 20,
          y: box.top + index * 22,
          width: 12,
          height: 12,
          fill: colour,
        }),
        label(box.left + box.width + 38, box.top + index * 22 + 11, mode.name),
      ];
    }),
    ...crossings.map(({ rps, to }) => {
      const mode = modes.find(({ name }) => name === to);
      const usd = mode === undefined ? 0 : usdAt(mode, rps);
      return element(
        "circle",
        { cx: x(rps), cy: y(usd), r: 4, fill: "#ffffff", stroke: "#333333" },
        element("title", {}, `${to} is cheaper above ${rps.toFixed(2)} requests/s`),
      );
    }),
  ]);
}

function pathOf(
  mode: ModeCost,
  { from, to }: RateReport["rates"],
  x: (rps: number) => number,
  y: (usd: number) => number,
): string {
  const step = (to - from) / points;
  return Array.from({ length: points + 1 }, (_, index) => {
    const rps = from + index * step;
    return `${index === 0 ? "M" : "L"}${x(rps).toFixed(1)} ${y(usdAt(mode, rps)).toFixed(1)}`;
  }).join("");
}
