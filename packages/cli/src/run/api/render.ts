import type { PredictionResponse } from "@pictor/contracts";
import type { ApiAccess } from "./classify";
import { predictionsUrl } from "./classify";

const barWidth = 24;

/** The predictions with bars, and who made them. */
export function renderPredictions({
  predictions,
  servedBy,
  release,
  latencyMs,
}: PredictionResponse): string {
  const width = Math.max(0, ...predictions.map(({ label }) => label.length));
  const lines = predictions.map(({ label, score }) => {
    const bar = "█".repeat(Math.round(score * barWidth)).padEnd(barWidth);
    return `  ${label.padEnd(width)}  ${bar}  ${(score * 100).toFixed(1).padStart(5)} %`;
  });
  return [
    ...lines,
    `  served by ${servedBy.endpoint} (${servedBy.kind}), release ${release.sha256.slice(0, 12)}, in ${Math.round(latencyMs)} ms`,
  ].join("\n");
}

/** A command that asks for the same predictions, ready to be pasted into a shell. */
export function curlLine(access: ApiAccess, file: string, type: string, top: number): string {
  return [
    "curl -sS",
    `-H ${quote(`x-api-key: ${access.apiKey}`)}`,
    `-H ${quote(`content-type: ${type}`)}`,
    `--data-binary ${quote(`@${file}`)}`,
    quote(predictionsUrl(access.url, top)),
  ].join(" ");
}

/** Quotes a word for a POSIX shell. */
export function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
