/** A rectangle on the page, in pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Colours that people with colour-blindness tell apart (Okabe and Ito). */
export const colours: readonly string[] = [
  "#0072b2",
  "#d55e00",
  "#009e73",
  "#cc79a7",
  "#e69f00",
  "#56b4e9",
  "#000000",
  "#8c8c00",
];

/** One SVG element; text is escaped. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  content = "",
): string {
  const written = Object.entries(attributes)
    .map(
      ([key, value]) => ` ${key}="${escaped(typeof value === "number" ? rounded(value) : value)}"`,
    )
    .join("");
  return `<${name}${written}>${content}</${name}>`;
}

/** A text element. */
export function label(
  x: number,
  y: number,
  text: string,
  attributes: Readonly<Record<string, string | number>> = {},
): string {
  return element("text", { x, y, "font-size": 12, ...attributes }, escaped(text));
}

/** Horizontal lines across a box at values, each with its text to the left. */
export function gridLines(
  { left, width }: Box,
  values: readonly number[],
  y: (value: number) => number,
  text: (value: number) => string,
): string[] {
  return values.flatMap((value) => [
    element("line", { x1: left, y1: y(value), x2: left + width, y2: y(value), stroke: "#dddddd" }),
    label(left - 8, y(value) + 4, text(value), { "text-anchor": "end" }),
  ]);
}

/** A whole picture with a title, which screen readers read. */
export function picture(
  width: number,
  height: number,
  title: string,
  parts: readonly string[],
): string {
  const head = `xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="system-ui, sans-serif"`;
  const paper = element("rect", { width, height, fill: "#ffffff" });
  return `<svg ${head}>\n${[element("title", {}, escaped(title)), paper, ...parts].join("\n")}\n</svg>\n`;
}

/** Round values from 0 to at least `most`, about five of them. */
export function ticks(most: number): readonly number[] {
  const rough = Math.max(most, 1e-9) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const count = Math.ceil(most / step);
  return Array.from({ length: count + 1 }, (_, index) => index * step);
}

function rounded(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
