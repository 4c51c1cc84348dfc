import { limits } from "@pictor/contracts";
import type { Command } from "commander";
import { classify } from "../run/api/classify";
import { renderPredictions } from "../run/api/render";
import { findRunning } from "../run/running";
import { parseTop } from "./options";

export function addClassify(program: Command): void {
  program
    .command("classify")
    .summary("send a picture to the running local API")
    .argument("<file>", "a JPEG, PNG or WebP picture")
    .option("--top <n>", "how many predictions", parseTop, limits.top.default)
    .option("--json", "write the API's answer as JSON")
    .addHelpText("after", "\nExample: pictor classify digit.png --top 3")
    .action(async (file: string, { top, json }: { top: number; json?: true }) => {
      const running = findRunning();
      const { localAccess } = await import("../run/api/local-access.js");
      const response = await classify(await localAccess(running), file, top);
      console.log(json ? JSON.stringify(response) : renderPredictions(response));
    });
}
