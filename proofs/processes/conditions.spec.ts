import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { initialise, layout, synthesise } from "@pictor/cli";
import { scrubbedEnvironment, Terraform } from "@pictor/terraform";
import { until } from "../shared/until";
import { cloneTo } from "./clone";
import { onFullDisk } from "./full-disk";
import { Ground, isFree, Tree } from "./tree";

describe("pictor stop from another terminal", () => {
  let ground: Ground;
  beforeAll(() => {
    ground = new Ground();
  });
  afterAll(() => ground.remove());

  it("ends a run in order, both terminals say so, and nothing is left", async () => {
    const tree = await new Tree(ground, "emulator").up();
    const { ports } = tree;
    expect(ground.pictor("stop")).toEqual({ status: 0, stdout: "stopped\n", stderr: "" });
    expect(await tree.ended).toEqual({ code: 0, signal: null });
    expect(tree.output).toContain("received SIGTERM, as from 'pictor stop'; ending everything\n");
    expect(ground.left()).toEqual([]);
    expect(await Promise.all(ports.map(isFree))).toEqual(ports.map(() => true));
  });

  it("has nothing to do where nothing runs, and says so", () => {
    expect(ground.pictor("stop")).toEqual({
      status: 0,
      stdout: "nothing was running\n",
      stderr: "",
    });
  });

  it("in the middle of a start ends that, too, and the start says so", async () => {
    const tree = new Tree(ground, "service");
    await until(
      "terraform",
      () => tree.find("terraform") !== undefined,
      () => tree.output,
    );
    expect(ground.pictor("stop").stdout).toBe("stopped\n");
    expect(await tree.ended).toEqual({ code: 143, signal: null });
    expect(tree.output).toMatch(/– stack small .* cancelled\n\nstopped\n$/);
    expect(ground.left()).toEqual([]);
  });
});

describe("two clones at once", () => {
  const grounds: Ground[] = [];
  afterAll(async () => {
    for (const ground of grounds) await ground.remove();
  });

  it("take ports that are free, and do not know of each other", async () => {
    grounds.push(new Ground(), new Ground());
    const trees = grounds.map((ground) => new Tree(ground, "emulator"));
    const [one, other] = await Promise.all(trees.map((tree) => tree.up()));
    if (one === undefined || other === undefined) throw new Error("there are two");
    expect(one.ports.filter((port) => other.ports.includes(port))).toEqual([]);
    expect(grounds[0]?.pictor("stop").stdout).toBe("stopped\n");
    expect((await fetch(`${other.url}/_pictor/health`)).status).toBe(200);
    expect(grounds[1]?.pictor("stop").stdout).toBe("stopped\n");
    await Promise.all([one.ended, other.ended]);
  });

  it("of one home, the second is refused", async () => {
    const [ground] = grounds;
    if (ground === undefined) throw new Error("there is one");
    const first = await new Tree(ground, "emulator").up();
    const second = new Tree(ground, "emulator");
    expect(await second.ended).toEqual({ code: 1, signal: null });
    expect(second.output).toMatch(
      /^\nerror {2}a local AWS already runs here \(process \d+\)\nnext {3}use it, or end it with 'pictor stop'; for a second one set PICTOR_HOME to another directory\n$/,
    );
    first.kill("supervisor", "SIGTERM");
    await first.ended;
  });
});

describe("a clone in a path with spaces and umlauts", () => {
  let ground: Ground;
  beforeAll(() => {
    ground = new Ground();
    ground.clone = cloneTo(join(ground.directory, "Bilder für alle", "pictor ü"));
  });
  afterAll(() => ground.remove());

  it("synthesises its app", async () => {
    const stacks = await synthesise({
      app: join(ground.clone, "apps", "image-classifier"),
      outputDirectory: join(ground.directory, "stacks"),
      variables: { PICTOR_ENVIRONMENTS: "local", PICTOR_RELEASES_DIR: ground.directory },
      logFile: join(ground.directory, "synth.log"),
    });
    expect([...stacks.keys()]).toEqual(["local-data"]);
  });

  it("applies a stack to its local AWS, serves its function and its endpoint, and ends whole", async () => {
    const tree = await new Tree(ground, "service").up();
    expect(await tree.invokeFunction()).toBe('"answered"');
    expect(await tree.invokeEndpoint()).toBe("answered");
    expect(tree.find("emulator")?.command).toContain(join(ground.clone, "packages", "local"));
    expect(ground.pictor("stop").stdout).toBe("stopped\n");
    await tree.ended;
    expect(ground.left()).toEqual([]);
  });
});

describe("pictor start says what to do", () => {
  let ground: Ground;
  beforeAll(() => {
    ground = new Ground();
  });
  afterAll(() => ground.remove());

  it("where its home cannot be written", () => {
    // Not even root may make a directory there.
    const home = process.platform === "linux" ? "/sys/pictor" : "/System/pictor";
    ground.variables.PICTOR_HOME = home;
    const { status, stderr } = ground.pictor("start");
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^\nerror {2}Error: E\w+: [a-z -]+, mkdir '\S+'\nnext {3}a directory cannot be written: check the owner of this clone and of the npm and pip caches; PICTOR_HOME names another directory for runs\n$/,
    );
    ground.variables.PICTOR_HOME = ground.home;
  });

  // macOS has no disk of so few bytes that anybody may mount; there the run file's own test stands for this one.
  if (process.platform === "linux") {
    it("where the disk is full, and leaves no file there but logs, not half of one either", () => {
      const main = join(layout.root, "packages", "cli", "dist", "main.js");
      const command = [process.execPath, main, "start"];
      const { status, stderr, left } = onFullDisk(ground.directory, command, ground.variables);
      expect(status).toBe(1);
      expect(stderr).toMatch(
        /^\nerror {2}\S.*ENOSPC: no space left on device, write\nnext {3}the disk is full: free some space \(a full installation takes about 3 GB, a run about 1 GB\) and run the command again\n$/,
      );
      expect(left).toEqual([""]);
    });
  }

  it("where a tool is too old", () => {
    const bin = join(ground.directory, "bin");
    mkdirSync(bin);
    const terraform = join(bin, "terraform");
    writeFileSync(terraform, `#!/bin/sh\necho '{"terraform_version":"1.9.8"}'\n`);
    chmodSync(terraform, 0o755);
    const { PATH } = ground.variables;
    ground.variables.PATH = `${bin}:${PATH}`;
    const { status, stderr } = ground.pictor("start");
    ground.variables.PATH = PATH;
    expect(status).toBe(1);
    expect(stderr).toBe(
      "\nerror  tools: these tools are needed\n  Terraform: found 1.9.8, wanted 1.10 or newer; see https://developer.hashicorp.com/terraform/install\nnext   install what is missing or too old, then run it again\n",
    );
  });

  it("where there is no network to get the provider over", async () => {
    const directory = mkdtempSync(join(tmpdir(), "pictor-offline-"));
    const required_providers = { aws: { source: "hashicorp/aws", version: "5.100.0" } };
    writeFileSync(
      join(directory, "main.tf.json"),
      JSON.stringify({ terraform: { required_providers } }),
    );
    writeFileSync(join(directory, "terraform.rc"), "provider_installation {\n  direct {}\n}\n");
    const nowhere = "http://127.0.0.1:9";
    const terraform = new Terraform({
      directory,
      environment: {
        ...scrubbedEnvironment(process.env),
        TF_CLI_CONFIG_FILE: join(directory, "terraform.rc"),
        HTTPS_PROXY: nowhere,
        https_proxy: nowhere,
        TF_REGISTRY_DISCOVERY_RETRY: "0",
      },
      logFile: join(directory, "terraform.log"),
    });
    await expect(
      initialise(terraform, { kind: "registry", tried: ["/usual/places"] }),
    ).rejects.toMatchObject({
      message: expect.stringMatching(/^terraform init: [\s\S]*registry\.terraform\.io/),
      hint: expect.stringMatching(
        /^no mirror was found in \/usual\/places; where the registry can be reached, run 'terraform providers mirror <directory>'/,
      ),
    });
    expect(readFileSync(join(directory, "terraform.log"), "utf8")).toContain("127.0.0.1:9");
    rmSync(directory, { recursive: true });
  });
});
