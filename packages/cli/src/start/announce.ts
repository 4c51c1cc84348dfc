import { readFileSync } from "node:fs";
import { limits } from "@pictor/contracts";
import { mediaType } from "../api/picture";
import { curlLine, renderPredictions } from "../api/render";
import type { Service } from "./bring-up";
import type { LocalRun } from "./local-run";

/** What a start came to, for programs. */
export interface StartResult {
  readonly environment: string;
  /** Base URL of the API's stage. */
  readonly apiUrl: string;
  /** A command line that asks for the same predictions. */
  readonly curl: string;
  readonly image: string;
  readonly response: Service["response"];
  /** Directory of the run's logs. */
  readonly logs: string;
}

export function describeResult(run: LocalRun, { access, image, response }: Service): StartResult {
  const type = mediaType(readFileSync(image));
  return {
    environment: run.record.environment,
    apiUrl: access.url,
    curl: curlLine(access, image, type, limits.top.default),
    image,
    response,
    logs: run.workspace.logs,
  };
}

/** The same for a person. */
export function renderResult(result: StartResult, once: boolean): string {
  return [
    result.image,
    renderPredictions(result.response),
    "",
    ...(once ? [] : [`API    ${result.apiUrl}`, `again  ${result.curl}`]),
    `logs   ${result.logs}`,
    ...(once
      ? []
      : [
          "",
          "It runs until Ctrl-C or 'pictor stop'. 'pictor env' lets terraform and cdktf reach it.",
        ]),
  ].join("\n");
}
