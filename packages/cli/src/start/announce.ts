import { readFileSync } from "node:fs";
import { limits } from "@pictor/contracts";
import { mediaType } from "../run/api/picture";
import { curlLine, renderPredictions } from "../run/api/render";
import type { Service } from "./bring-up";
import type { LocalRun } from "./local-run";

/** What a start came to, for programs. */
export interface StartResult {
  readonly environment: string;
  /** Base URL of the API's stage. */
  readonly apiUrl: string;
  /** A command line that asks for the same predictions. */
  readonly curl: string;
  /** The page to play with; none where everything ends after the picture. */
  readonly pageUrl?: string;
  readonly image: string;
  readonly response: Service["response"];
  /** Directory of the run's logs. */
  readonly logs: string;
}

export function describeResult(run: LocalRun, { access, image, response }: Service): StartResult {
  const type = mediaType(readFileSync(image));
  const { environment, page } = run.record;
  return {
    environment,
    apiUrl: access.url,
    curl: curlLine(access, image, type, limits.top.default),
    ...(page !== undefined && { pageUrl: page.url }),
    image,
    response,
    logs: run.workspace.logs,
  };
}

/** The same for a person; with a page it runs on. */
export function renderResult({
  image,
  response,
  apiUrl,
  curl,
  pageUrl,
  logs,
}: StartResult): string {
  const picture = [image, renderPredictions(response), ""];
  if (pageUrl === undefined) return [...picture, `logs   ${logs}`].join("\n");
  return [
    ...picture,
    `page   ${pageUrl}`,
    `API    ${apiUrl}`,
    `again  ${curl}`,
    `logs   ${logs}`,
    "",
    "It runs until Ctrl-C or 'pictor stop'. 'pictor env' lets terraform and cdktf reach it.",
  ].join("\n");
}
