import dagre from "@dagrejs/dagre";
import type { BlastNode, BlastRadius } from "../blast/blast-radius";
import { cut, visible } from "./row";

/** Width of a character of the labels, in pixels; they are set in a font of fixed width. */
const characterWidth = 7;

const longestLine = 34;

const height = 44;

/**
 * Draws what changes and its neighbours as SVG, from what depends to what it depends on; dashed where requests take the
 * way. Nodes do not overlap, and every line ends at two nodes.
 */
export function blastSvg(radius: BlastRadius, escaped: (text: string) => string): string {
  const graph = new dagre.graphlib.Graph<object, Box, { points?: readonly Point[] }>();
  graph.setGraph({ rankdir: "LR", nodesep: 14, ranksep: 60, marginx: 10, marginy: 10 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of radius.nodes) {
    const lines = linesOf(node);
    const width = Math.max(...lines.map(({ length }) => length)) * characterWidth + 20;
    graph.setNode(node.id, { width, height, x: 0, y: 0 });
  }
  for (const { from, to } of radius.edges) graph.setEdge(from, to, {});
  dagre.layout(graph);
  const { width = 0, height: tall = 0 } = graph.graph() as { width?: number; height?: number };
  const edges = radius.edges.map(({ from, to, via, runtime }) => {
    const points: readonly Point[] = graph.edge(from, to)?.points ?? [];
    const way = points.map(({ x, y }, at) => `${at === 0 ? "M" : "L"}${round(x)} ${round(y)}`);
    const title = `${from} ${runtime ? via : `refers by ${via} to`} ${to}`;
    return `<path class="${runtime ? "way runtime" : "way"}" d="${way.join("")}" marker-end="url(#arrow)"><title>${escaped(title)}</title></path>`;
  });
  const nodes = radius.nodes.map((node) => boxOf(node, graph.node(node.id), escaped));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${round(width)}" height="${round(tall)}" viewBox="0 0 ${round(width)} ${round(tall)}" role="img" aria-label="${escaped(`${radius.nodes.length} resources and ${radius.edges.length} references between them: what the list above names`)}"><defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0 0L8 4L0 8z"/></marker></defs>${edges.join("")}${nodes.join("")}</svg>`;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function boxOf(node: BlastNode, { x, y, width }: Box, escaped: (text: string) => string): string {
  const [first = "", second = ""] = linesOf(node);
  const left = round(x - width / 2);
  const top = round(y - height / 2);
  return `<g class="node ${node.kind}"><title>${escaped(node.id)}</title><rect x="${left}" y="${top}" width="${round(width)}" height="${height}" rx="4"/><text x="${left + 10}" y="${top + 18}">${escaped(first)}</text><text class="name" x="${left + 10}" y="${top + 35}">${escaped(second)}</text></g>`;
}

/** What happens and the type; then the address without the type, with the stack if it is another one. */
function linesOf({ address, stack, type, kind }: BlastNode): readonly [string, string] {
  // The hash that CDKTF puts behind a name tells a reader nothing.
  const name = address.replace(`${type}.`, "").replace(/_[0-9A-F]{8}(?=$|\[)/, "");
  const word = { noOp: "", tagOnly: "tags", forgotten: "forget" }[kind as string] ?? kind;
  return [
    cut(visible(`${word === "" ? "" : `${word} `}${type.replace(/^aws_/, "")}`), longestLine),
    cut(visible(stack === undefined ? name : `${stack}: ${name}`), longestLine),
  ];
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
