import type { ModelFacts } from "../state";

const shownLabels = 12;

/** A share in words. @param share 0..1 */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

export function milliseconds(ms: number | undefined): string {
  return ms === undefined ? "–" : `${Math.round(ms)} ms`;
}

/** Enough of a hash to tell releases apart. */
export function short(sha256: string): string {
  return sha256.slice(0, 12);
}

/** Which model is loaded, and what it can and cannot know. */
export function describeModel({ release, classes, labels, measured, input }: ModelFacts): string {
  const shown = labels.slice(0, shownLabels).join(", ");
  const more = classes > shownLabels ? ", …" : "";
  const right =
    measured?.accuracy === undefined
      ? "How often it is right was not measured."
      : `It was right on ${percent(measured.accuracy)} of ${measured.on}.`;
  return [
    `Loaded: ResNet50, release ${short(release)}.`,
    `It knows ${classes} classes (${shown}${more}) and nothing else: it names one of these for any picture.`,
    `It looks at ${input.width} × ${input.height} pixels.`,
    right,
  ].join(" ");
}
