import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TerraformResource, TerraformStack, Testing } from "cdktf";
import { Construct } from "constructs";
import { hiddenMembers, hiddenResources } from "../src";

class Queue extends TerraformResource {
  public constructor(scope: Construct, id: string) {
    super(scope, id, { terraformResourceType: "aws_sqs_queue" });
  }
}

class Inner extends Construct {
  public readonly queue = new Queue(this, "Queue");
}

class Outer extends Construct {
  public readonly byName = { one: new Queue(this, "One") };
  public readonly inner = [new Inner(this, "Inner")];
  private readonly kept = new Queue(this, "Kept");

  public get all(): readonly Queue[] {
    return [this.node.findChild("Listed") as Queue];
  }

  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new Queue(this, "Listed");
    new Queue(this, "Lost");
    new Queue(this.kept, "Below");
  }
}

describe("hiddenResources", () => {
  it("are those that no public property leads to", () => {
    const outer = new Outer(new TerraformStack(Testing.app(), "s"), "Outer");
    const hidden = new Map([["Outer", new Set(["kept"])]]);
    expect(hiddenResources(outer, hidden)).toEqual([
      "s/Outer/Kept",
      "s/Outer/Kept/Below",
      "s/Outer/Lost",
    ]);
    expect(hiddenResources(outer, new Map())).toEqual(["s/Outer/Kept/Below", "s/Outer/Lost"]);
  });
});

describe("hiddenMembers", () => {
  it("are the private and protected ones of each class", () => {
    const directory = mkdtempSync(join(tmpdir(), "pictor-members-"));
    mkdirSync(join(directory, "dist", "sub"), { recursive: true });
    writeFileSync(
      join(directory, "dist", "sub", "some.d.ts"),
      `export declare class One extends Two {
    private readonly props;
    readonly resource: { private: string };
    protected addAll(): void;
    constructor(scope: Construct);
}
export declare abstract class Two {
    private count;
}
`,
    );
    try {
      expect(hiddenMembers(directory)).toEqual(
        new Map([
          ["One", new Set(["props", "addAll"])],
          ["Two", new Set(["count"])],
        ]),
      );
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
