import type { Change, ChangeKind } from "../plan/change";
import { changeKinds } from "../plan/change";
import {
  type BlastEdge,
  type BlastNode,
  type BlastRadius,
  type Dependents,
  mostNodes,
} from "./blast-radius";
import { type Edge, type Place, referenceEdges, runtimeEdges, type Source } from "./edges";
import { entries } from "./runtime-ways";

/** What is read, moved or only labelled changes nothing for what depends on it. */
const harmless: readonly ChangeKind[] = ["noOp", "read", "moved", "imported", "tagOnly"];

/** Of a new resource nothing that exists can depend. */
const seeds: readonly ChangeKind[] = ["destroy", "replace", "forgotten", "update"];

/** The blast radius of a plan that changes nothing. */
export const noBlast: BlastRadius = { nodes: [], edges: [], left: 0, dependents: [] };

/** Returns what depends on what changes, for each of several plans, along references and the ways of requests. */
export function findBlastRadius(sources: readonly Source[]): BlastRadius[] {
  const places = sources.map((source) => source.changes.map((change) => ({ source, change })));
  const all = places.flat();
  const edges = [
    ...runtimeEdges(all),
    ...sources.flatMap((source, at) => referenceEdges(places[at] ?? [], source)),
  ];
  const graph = graphOf(edges.sort((a, b) => Number(b.runtime) - Number(a.runtime)));
  return sources.map((source, at) => radiusOf(source, places[at] ?? [], graph));
}

interface Graph {
  /** Edges that end at a resource, one for each that depends on it. */
  readonly into: ReadonlyMap<Change, readonly Edge[]>;
  readonly outOf: ReadonlyMap<Change, readonly Edge[]>;
}

function graphOf(edges: readonly Edge[]): Graph {
  const into = new Map<Change, Edge[]>();
  const outOf = new Map<Change, Edge[]>();
  const pairs = new Map<Change, Set<Change>>();
  for (const edge of edges) {
    const known = pairs.get(edge.from.change) ?? new Set();
    if (known.has(edge.to.change)) continue;
    pairs.set(edge.from.change, known.add(edge.to.change));
    append(into, edge.to.change, edge);
    append(outOf, edge.from.change, edge);
  }
  return { into, outOf };
}

function append(map: Map<Change, Edge[]>, key: Change, edge: Edge): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [edge]);
  else list.push(edge);
}

function radiusOf(source: Source, places: readonly Place[], graph: Graph): BlastRadius {
  const changed = places
    .filter(({ change }) => !harmless.includes(change.kind))
    .sort((a, b) => seriousness(a) - seriousness(b));
  const neighbours = changed.flatMap(({ change }) => [
    ...(graph.into.get(change) ?? []).map(({ from }) => from),
    ...(graph.outOf.get(change) ?? []).map(({ to }) => to),
  ]);
  const connected = changed.filter(
    ({ change }) => graph.into.has(change) || graph.outOf.has(change),
  );
  const candidates = [...new Map([...connected, ...neighbours].map((each) => [each.change, each]))];
  const drawn = candidates.slice(0, mostNodes).map(([, place]) => place);
  return {
    nodes: drawn.map((place) => nodeOf(place, source)),
    edges: edgesBetween(drawn, source, graph),
    left: candidates.length - drawn.length,
    dependents: changed
      .filter(({ change }) => seeds.includes(change.kind))
      .flatMap((place) => dependentsOf(place, source, graph)),
  };
}

function seriousness({ change }: Place): number {
  return changeKinds.indexOf(change.kind);
}

function edgesBetween(drawn: readonly Place[], source: Source, graph: Graph): BlastEdge[] {
  const visible = new Set(drawn.map(({ change }) => change));
  return drawn.flatMap(({ change }) =>
    (graph.outOf.get(change) ?? [])
      .filter(({ to }) => visible.has(to.change))
      .map(({ from, to, via, runtime }) => ({
        from: idOf(from, source),
        to: idOf(to, source),
        via,
        runtime,
      })),
  );
}

function nodeOf(place: Place, source: Source): BlastNode {
  const { address, type, kind } = place.change;
  return {
    id: idOf(place, source),
    address,
    ...(place.source !== source && { stack: place.source.name }),
    type,
    kind,
  };
}

function idOf(place: Place, source: Source): string {
  const { address, deposed } = place.change;
  const own = deposed === undefined ? address : `${address} (deposed ${deposed})`;
  return place.source === source ? own : `${place.source.name}/${own}`;
}

/** Direct dependents that are named. */
const mostDirect = 10;

function dependentsOf(place: Place, source: Source, graph: Graph): Dependents[] {
  const direct = graph.into.get(place.change) ?? [];
  if (direct.length === 0) return [];
  const cameBy = new Map<Change, Edge>();
  const waiting = [place.change];
  for (let change = waiting.shift(); change !== undefined; change = waiting.shift()) {
    for (const edge of graph.into.get(change) ?? []) {
      if (edge.from.change === place.change || cameBy.has(edge.from.change)) continue;
      cameBy.set(edge.from.change, edge);
      waiting.push(edge.from.change);
    }
  }
  const path = pathTo(place, source, graph);
  return [
    {
      address: place.change.address,
      kind: place.change.kind,
      count: cameBy.size,
      direct: direct.slice(0, mostDirect).map(({ from }) => idOf(from, source)),
      ...(path !== undefined && { path }),
    },
  ];
}

/** The shortest way of requests from an entry to a resource: along run-time edges, or references between such types. */
function pathTo(place: Place, source: Source, graph: Graph): readonly string[] | undefined {
  if (entries.test(place.change.type)) return undefined;
  const seen = new Set([place.change]);
  let ways: (readonly Place[])[] = [[place]];
  while (ways.length > 0) {
    const next: (readonly Place[])[] = [];
    for (const way of ways) {
      for (const { from, runtime } of graph.into.get((way[0] ?? place).change) ?? []) {
        if (!runtime || seen.has(from.change)) continue;
        seen.add(from.change);
        const longer = [from, ...way];
        if (entries.test(from.change.type)) return longer.map((each) => idOf(each, source));
        next.push(longer);
      }
    }
    ways = next;
  }
  return undefined;
}
