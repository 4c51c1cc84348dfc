import { readFile } from "node:fs/promises";
import type { Run } from "@pictor/local";
import { type PageServer, type PageState, servePage } from "@pictor/page";
import { localAccess } from "../run/api/local-access";
import { ModelKnowledge, smokePicture } from "../status/model-facts";
import { observe } from "../status/observe";

const shownMs = 15 * 60_000;

/**
 * Serves the page to play with for a run.
 *
 * @param run asked for anew every time, since `pictor deploy` may have changed it
 */
export function openPage(run: () => Run): Promise<PageServer> {
  const model = new ModelKnowledge();
  return servePage({
    upstream: () => localAccess(run()),
    sample: () => readFile(smokePicture(run())),
    state: async (): Promise<PageState> => ({
      model: await model.facts(run()),
      ...(await observe(run(), Date.now() - shownMs)),
    }),
  });
}
