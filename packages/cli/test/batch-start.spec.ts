import { chmodSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { runId } from "@pictor/contracts/batch";
import { classifyBatch } from "../src/batch/run";
import { Interrupted } from "../src/run/interrupt";
import {
  again,
  aws,
  controller,
  directory,
  display,
  endsWith,
  failed,
  line,
  out,
  pictures,
  start,
  succeeded,
  where,
} from "./batch-command";
import { writeFiles } from "./batch-fixture";
import { place } from "./release-fixture";

describe("pictor batch, until it has started a run", () => {
  it("uploads a directory's pictures several at once, starts a run of them, and downloads its lines", async () => {
    const files = Object.fromEntries(
      Array.from({ length: 40 }, (_, at) => [`day ${at % 3}/${at}.jpg`, 100 + at]),
    );
    writeFiles(pictures, files);
    endsWith({ labels: { cat: 1 } }, [line("a.jpg")]);
    await start();
    expect(aws.uploads).toHaveLength(40);
    expect(aws.mostAtOnce).toBeGreaterThan(4);
    const [{ input, name } = { input: {}, name: "" }] = aws.started;
    const { prefix, token } = input as { prefix: string; token: string };
    expect(prefix).toMatch(/^batch\/in\/directories\/[0-9a-f]{32}\/$/);
    expect([...aws.uploads].sort()).toEqual(
      Object.keys(files)
        .map((file) => `${prefix}${file}`)
        .sort(),
    );
    expect(name).toBe(runId({ kind: "prefix", key: prefix, token }));
    expect(readFileSync(out, "utf8")).toBe(`${JSON.stringify(line("a.jpg"))}\n`);
    expect(readdirSync(directory).sort()).toEqual(["out.jsonl", "pictures"]);
    expect(display.steps).toEqual([
      `pictures done: 40 in ${pictures}`,
      "upload done: 40 pictures",
      `start done: run ${name}`,
      "run done: succeeded",
      `results done: ${out}`,
    ]);
    expect(display.results).toMatchObject([{ result: { run: name, out, skipped: [] } }]);
  });

  it("uploads after an interruption only what is missing, and starts nothing before", async () => {
    writeFiles(
      pictures,
      Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`${at}.png`, 9 + at])),
    );
    let uploads = 0;
    aws.onUpload = () => {
      uploads += 1;
      if (uploads === 20) controller.abort(new Interrupted("SIGINT"));
    };
    expect((await failed(start())).exitCode).toBe(130);
    expect(display.notes.at(-1)).toContain("no run was started; the same command uploads only");
    expect(aws.started).toEqual([]);
    const before = aws.uploads.length;
    expect(before).toBeLessThan(40);
    again();
    endsWith({}, []);
    await start();
    expect(aws.uploads).toHaveLength(40);
    expect(new Set(aws.uploads).size).toBe(40);
    expect(display.steps).toContain(`upload done: ${40 - before} pictures, ${before} were there`);
  });

  it("starts another run of the same pictures each time, below the same prefix", async () => {
    writeFiles(pictures, { "a.jpg": 10 });
    endsWith({}, []);
    await start();
    endsWith({}, []);
    aws.onLook = () => aws.end(aws.started.at(-1)?.name ?? "", {}, []);
    await start();
    writeFiles(pictures, { "a.jpg": 11 });
    await start();
    const [first, again, changed] = aws.started.map(
      ({ input }) => (input as { prefix: string }).prefix,
    );
    expect(again).toBe(first);
    expect(changed).not.toBe(first);
    expect(new Set(aws.started.map(({ name }) => name)).size).toBe(3);
  });

  it("leaves out what is no picture and says so, but sends broken files with a picture's name", async () => {
    writeFiles(pictures, {
      "broken.JPG": "no picture",
      "huge.png": 4_000_001,
      "empty.webp": "",
      "notes.txt": "x",
      "picture-without-extension": 10,
      ".hidden/a.jpg": 10,
      ".DS_Store": "x",
    });
    endsWith({}, []);
    await start();
    expect(aws.uploads.map((key) => key.split("/").at(-1)).sort()).toEqual([
      "broken.JPG",
      "picture-without-extension",
    ]);
    expect(display.notes[0]).toBe("files left out: 3, such as 'empty.webp': it is empty");
    expect(display.results[0]?.result).toMatchObject({
      skipped: [
        { name: "empty.webp", reason: "it is empty" },
        { name: "huge.png", reason: "it has 4000001 bytes, a picture at most 4000000" },
        { name: "notes.txt", reason: "it is no picture" },
      ],
    });
  });

  it.each([
    ["a directory that is not there", {}, "nowhere", /cannot be read whole:\nENOENT.*nowhere/s],
    ["an empty directory", { "pictures/.keep": "" }, "pictures", /is empty$/],
    [
      "a directory without pictures",
      { "pictures/notes.txt": "x" },
      "pictures",
      /has no picture: of 1 files none is one, such as 'notes.txt': it is no picture$/,
    ],
  ])("refuses %s before it uploads anything", async (_, files, name, message) => {
    writeFiles(directory, files);
    const { event, exitCode, text } = await failed(start(join(directory, name)));
    expect({ exitCode, message: event?.message }).toEqual({
      exitCode: 1,
      message: expect.stringMatching(message),
    });
    expect(text).toContain("next   ");
    expect(aws.uploads).toEqual([]);
    expect(aws.started).toEqual([]);
  });

  it("names every file that cannot be read, the first five of them", async () => {
    writeFiles(pictures, { "a.jpg": 10 });
    for (let at = 0; at < 7; at += 1) symlinkSync("nowhere", join(pictures, `${at}.jpg`));
    const { event } = await failed(start());
    expect(event?.message.match(/ENOENT/g)).toHaveLength(5);
    expect(event?.message).toContain("and 2 more");
    expect(aws.uploads).toEqual([]);
  });

  it("refuses a directory that its user may not read", async () => {
    writeFiles(pictures, { "a.jpg": 10, "closed/b.jpg": 10 });
    chmodSync(join(pictures, "closed"), 0);
    // Root may read everything.
    if (process.getuid?.() === 0) return;
    expect((await failed(start())).event?.message).toContain("EACCES");
  });

  it("starts nothing when a file changed while it was uploaded", async () => {
    writeFiles(pictures, { "a.jpg": 10 });
    aws.onUpload = () => undefined;
    const { s3 } = aws.clients;
    const clients = {
      ...aws.clients,
      s3: {
        send: (command: { input: { Body?: unknown } }) => {
          if (command.input.Body) command.input.Body = Buffer.from("changed");
          return s3.send(command as never);
        },
      } as never,
    };
    const command = classifyBatch({
      ...{ where, clients, display, signal: controller.signal, pollMs: 1 },
      task: { kind: "start", source: pictures },
      options: { format: "jsonl", out },
    });
    expect((await failed(command)).event?.message).toContain("a.jpg changed while it was uploaded");
    expect(aws.started).toEqual([]);
  });

  it("classifies what lies below a prefix of the payload bucket", async () => {
    for (const name of ["a.jpg", "b.jpg", "c.jpg", "folder/"]) aws.put(`batch/in/day/${name}`, "x");
    aws.looks = [{ status: "RUNNING", state: "Transform" }, succeeded];
    endsWith({}, []);
    await start(`s3://${where.bucket}/batch/in/day/`);
    expect(aws.uploads).toEqual([]);
    expect(aws.started[0]?.input).toMatchObject({ prefix: "batch/in/day/" });
    expect(display.progresses).toContain("run: Transform, 0 of 3 pictures");
  });

  it.each([
    ["another bucket", "s3://elsewhere/batch/in/day/", "cannot read s3://elsewhere/batch/in/day/"],
    ["another prefix", `s3://${where.bucket}/batch/out/x/`, "cannot read s3://"],
    ["a prefix without objects", `s3://${where.bucket}/batch/in/none/`, "no object's key begins"],
  ])("refuses %s", async (_, source, message) => {
    const { event } = await failed(start(source));
    expect(event?.message).toContain(message);
    expect(event?.hint).toBeDefined();
    expect(aws.started).toEqual([]);
  });

  it("says that the environment has no batch transform, and what makes one", async () => {
    aws.hasMachine = false;
    writeFiles(pictures, { "a.jpg": 10 });
    const { event } = await failed(start());
    expect(event?.message).toBe(
      `'dev' has no batch transform: there is no state machine pictor-dev-transform in account ${place.accountId}, ${place.region}`,
    );
    expect(event?.hint).toContain("deploy the stacks dev-data and dev-jobs");
    expect(aws.uploads).toEqual([]);
  });
});
