// `node small-tree.mjs <service | emulator>`: the supervisor that `pictor start` is, over the smallest stack or none.
import { mkdirSync } from "node:fs";
import cli from "@pictor/cli";
import { findProviderSource, thisMachine } from "@pictor/terraform";
import { writeSmallStack } from "./small-stack.mjs";

const place = { environment: "small", accountId: "000000000000", region: "us-east-1" };
const [what] = process.argv.slice(2);
const home = cli.findHome(process.env);
const display = cli.createDisplay({});

async function open(controller) {
  const provider = findProviderSource(thisMachine());
  const id = new Date().toISOString().replaceAll(/[:.]/g, "-");
  const run = new cli.LocalRun({ home, id, place, provider });
  return new cli.Session(display, controller, run, place, { terraform: "", provider });
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
      const terraform = cli.terraformFor(workspace, "small", directory, step, signal);
      await cli.initialise(terraform, tools.provider);
      const { done } = await terraform.apply();
      return { value: undefined, detail: `${done} resources changed` };
    });
  }
  display.note(`up at ${session.localPlace.url}`);
  await cli.untilEnded(session);
}

cli
  .supervise({ home, display, open, work })
  .catch((error) => cli.reportFailure(error, process.argv));
