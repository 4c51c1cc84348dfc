import { setTimeout as sleep } from "node:timers/promises";
import type { Kind } from "../shared/processes";
import { until } from "../shared/until";
import { type End, Ground, isFree, Tree } from "./tree";

let ground: Ground;
beforeAll(() => {
  ground = new Ground();
});
afterAll(() => ground.remove());

const signals = ["SIGTERM", "SIGKILL"] as const;

/** Processes whose death the tree survives, and what then is read: by the caller at work, or at the terminal. */
const survived: readonly { kind: Kind; caller?: (tree: Tree) => Promise<string>; read: string }[] =
  [
    {
      kind: "Lambda worker",
      caller: (tree) => tree.invokeFunction({ waitMs: 20_000 }),
      read: "Worker process died",
    },
    { kind: "model worker", caller: (tree) => tree.invokeEndpoint("wait"), read: "Worker died." },
    {
      kind: "toolkit parent",
      read: "endpoint small is InService: its model server ended with code",
    },
    { kind: "java", read: "endpoint small is InService: its model server ended with code" },
  ];

/** Processes whose death ends all: how the supervisor ends, and what is read. */
const fatal: readonly (End & {
  what: "service" | "emulator";
  kind: "supervisor" | Kind;
  by: NodeJS.Signals;
  read: string;
})[] = [
  {
    what: "service",
    kind: "supervisor",
    by: "SIGKILL",
    code: null,
    signal: "SIGKILL",
    read: "",
  },
  {
    what: "service",
    kind: "emulator",
    by: "SIGKILL",
    code: 1,
    signal: null,
    read: "error  local AWS: ended unexpectedly with SIGKILL",
  },
  {
    what: "emulator",
    kind: "emulator",
    by: "SIGTERM",
    code: 1,
    signal: null,
    read: "error  local AWS: ended unexpectedly with exit code 0",
  },
  {
    what: "service",
    kind: "terraform",
    by: "SIGKILL",
    code: 1,
    signal: null,
    read: "error  stack small: terraform apply: it was ended by SIGKILL, by something else than pictor",
  },
  {
    what: "service",
    kind: "terraform",
    by: "SIGTERM",
    code: 1,
    signal: null,
    read: "error  stack small: terraform apply: execution halted",
  },
];

async function nothingIsLeft(ports: readonly number[]): Promise<void> {
  await until(
    "nothing left",
    () => ground.left().length === 0,
    () => ground.left().join("\n"),
  );
  expect(await Promise.all(ports.map(isFree))).toEqual(ports.map(() => true));
}

describe("a tree survives the death of", () => {
  let tree: Tree;
  beforeAll(async () => {
    tree = await new Tree(ground, "service").up();
    await tree.invokeFunction();
  });

  describe.each(survived)("its $kind", ({ kind, caller, read }) => {
    it.each(signals)(
      "by %s: it is told, everything is as before, and the next request is answered",
      async (signal) => {
        const before = tree.find(kind);
        const { kinds } = tree;
        const answer = caller?.(tree);
        // The request must be at work: of one that comes later nobody would notice anything.
        if (answer !== undefined) await sleep(1_000);
        const heard = tree.output.length;
        tree.kill(kind, signal);
        if (answer === undefined) {
          await until(
            read,
            () => tree.output.slice(heard).includes(read),
            () => tree.output,
          );
        } else {
          expect(await answer).toContain(read);
        }
        await until(
          `as before, with another ${kind}`,
          async () => {
            // A function has a worker only once it is called.
            await tree.invokeFunction();
            return tree.kinds.join() === kinds.join() && tree.find(kind)?.pid !== before?.pid;
          },
          () => `${tree.kinds.join()}\n${tree.output}`,
        );
        await until(
          "answered",
          async () => (await tree.invokeEndpoint()) === "answered",
          () => tree.output,
        );
        expect(await tree.invokeFunction()).toBe('"answered"');
      },
    );
  });

  it("nothing; a supervisor that receives SIGTERM ends all processes in order", async () => {
    const { ports } = tree;
    // On Linux a model server has a socket instead of a port.
    expect(ports.length).toBeGreaterThanOrEqual(3);
    tree.kill("supervisor", "SIGTERM");
    expect(await tree.ended).toEqual({ code: 0, signal: null });
    expect(tree.output).toContain("received SIGTERM, as from 'pictor stop'");
    await nothingIsLeft(ports);
  });
});

describe("a tree ends as a whole with", () => {
  // A row that failed must not be in the next one's way.
  afterEach(() => ground.end());

  it.each(fatal)("its $kind by $by", async ({ what, kind, by, code, signal, read }) => {
    const tree = new Tree(ground, what);
    if (kind === "terraform") {
      await until(
        "terraform",
        () => tree.find(kind) !== undefined,
        () => tree.output,
      );
    } else {
      await tree.up();
    }
    const { ports } = tree;
    tree.kill(kind, by);
    expect(await tree.ended).toEqual({ code, signal });
    expect(tree.output).toContain(read);
    if (kind === "supervisor") await tellsOfAKilledRun();
    else await nothingIsLeft(ports);
  });

  it("whatever it was, and the next start works", async () => {
    const tree = await new Tree(ground, "emulator").up();
    expect(ground.pictor("stop").stdout).toBe("stopped\n");
    expect(await tree.ended).toEqual({ code: 0, signal: null });
    expect(ground.left()).toEqual([]);
  });

  /** It could not say a word itself; what it could not clear up, the next start does. */
  async function tellsOfAKilledRun(): Promise<void> {
    expect(ground.pictor("status").stdout).toContain(
      "nothing is running: the last run was killed or the machine went down",
    );
    const onlyFiles = () => ground.left().every((left) => !left.includes("/"));
    await until("all processes ended", onlyFiles, () => ground.left().join("\n"));
  }
});
