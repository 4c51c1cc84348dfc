import type { Prediction } from "@pictor/contracts";
import type { Outcome } from "./ask";
import { byId, html, svg, termList } from "./dom";
import { milliseconds, percent, short } from "./text";

/** Shows what came of a picture; an error where an error belongs, so that it is read out at once. */
export function showOutcome(outcome: Outcome, picture: Blob): void {
  const { kind } = outcome;
  byId("problem").replaceChildren(
    ...(kind === "problem" ? [html("strong", {}, outcome.title), ` ${outcome.detail}`] : []),
  );
  byId("answer").replaceChildren(...(kind === "answer" ? describe(outcome, picture) : []));
}

export function showWaiting(): void {
  byId("problem").replaceChildren();
  byId("answer").replaceChildren(html("p", { class: "small" }, "Asking …"));
}

/** Something that the page itself has to say. */
export function showHint(text: string): void {
  byId("problem").replaceChildren(text);
}

function describe({ answer, elapsedMs }: Outcome & { kind: "answer" }, picture: Blob): Element[] {
  const { predictions, servedBy, release, latencyMs, requestId } = answer;
  const [best] = predictions;
  const facts = [
    ["End to end", `${milliseconds(elapsedMs)}, as this browser sees it`],
    ["In the function", `${milliseconds(latencyMs)}, the model's time included`],
    ["Served by", `${servedBy.endpoint} (${servedBy.kind})`],
    ["Release", short(release.sha256)],
    ["Request", requestId],
  ] as const;
  return [
    preview(picture),
    html(
      "p",
      { class: "best" },
      `It is '${best?.label}', says the model: ${percent(best?.score ?? 0)}.`,
    ),
    html("ul", { class: "labels" }, ...predictions.map(bar)),
    html("dl", { class: "facts" }, ...termList(facts)),
  ];
}

function preview(picture: Blob): Element {
  const image = html("img", { alt: "The picture that was sent" }) as HTMLImageElement;
  image.src = URL.createObjectURL(picture);
  image.addEventListener("load", () => URL.revokeObjectURL(image.src), { once: true });
  return image;
}

function bar({ label, score }: Prediction): Element {
  return html(
    "li",
    {},
    html("span", {}, label),
    svg(
      "svg",
      { viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" },
      svg("rect", { width: score * 100, height: 10 }),
    ),
    html("span", { class: "share" }, percent(score)),
  );
}
