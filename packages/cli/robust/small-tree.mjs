// `node small-tree.mjs <service | emulator>`: the supervisor that `pictor start` is, over the smallest stack or none.
import { mkdirSync } from "node:fs";
import { findProviderSource, thisMachine } from "@pictor/local";
import failure from "../dist/failure.js";
import homes from "../dist/home.js";
import displays from "../dist/report/create-display.js";
import applying from "../dist/start/apply-stack.js";
import runs from "../dist/start/local-run.js";
import sessions from "../dist/start/session.js";
import supervision from "../dist/start/supervise.js";
import { writeSmallStack } from "./small-stack.mjs";

const place = { environment: "small", accountId: "000000000000", region: "us-east-1" };
const [what] = process.argv.slice(2);
const home = homes.findHome(process.env);
const display = displays.createDisplay({});

async function open(controller) {
  const provider = findProviderSource(thisMachine());
  const id = new Date().toISOString().replaceAll(/[:.]/g, "-");
  const run = new runs.LocalRun({ home, id, place, provider });
  return new sessions.Session(display, controller, run, place, { terraform: "", provider });
}

async function work(session) {
  const { steps, run, tools, signal } = session;
  await steps.run("local AWS", async () => ({ value: await session.startEmulator(), detail: "" }));
  if (what === "service") {
    await steps.run("stack small", async (step) => {
      const { workspace } = run;
      const directory = workspace.path("stack");
      mkdirSync(directory);
      writeSmallStack(directory, place);
      const terraform = applying.terraformFor(workspace, "small", directory, step, signal);
      await applying.initialise(terraform, tools.provider);
      const { done } = await terraform.apply();
      return { value: undefined, detail: `${done} resources changed` };
    });
  }
  display.note(`up at ${session.url}`);
  await supervision.untilEnded(session);
}

supervision
  .supervise({ home, display, open, work })
  .catch((error) => failure.reportFailure(error, process.argv));
