import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Review, reviewPlans, type StackReview } from "@pictor/plan-review";

/** One plan that Terraform made: what it prints of it, and our review of it. */
export interface MadePlan {
  /** Terraform's own last line, as numbers. */
  readonly printed: Readonly<Record<"import" | "add" | "change" | "destroy", number>>;
  readonly review: StackReview;
  /** What `terraform show -json` prints. */
  readonly json: string;
}

/** A directory in which Terraform makes plans and applies them. */
export class Workspace {
  public constructor(
    private readonly directory: string,
    private readonly variables: NodeJS.ProcessEnv,
  ) {
    mkdirSync(directory, { recursive: true });
  }

  public init(): void {
    this.terraform("init", "-input=false");
  }

  /** Writes the configuration that the next command reads. */
  public write(configuration: unknown): void {
    writeFileSync(join(this.directory, "main.tf.json"), JSON.stringify(configuration));
  }

  /** Plans a configuration, reviews the plan, and applies it. */
  public step(configuration: unknown, ...options: readonly string[]): MadePlan {
    const made = this.plan(configuration, ...options);
    this.terraform("apply", "-input=false", "plan");
    return made;
  }

  /** Plans a configuration and reviews the plan. */
  public plan(configuration: unknown, ...options: readonly string[]): MadePlan {
    this.write(configuration);
    const text = this.terraform("plan", "-input=false", "-out=plan", ...options);
    const json = this.terraform("show", "-json", "plan");
    const review: Review = reviewPlans([{ name: "it", plan: JSON.parse(json) }], {
      today: "2026-11-29",
    });
    return { printed: summaryOf(text), review: review.stacks[0] as StackReview, json };
  }

  /** Lets Terraform believe that an apply failed halfway. */
  public taint(address: string): void {
    this.terraform("taint", address);
  }

  private terraform(command: string, ...args: readonly string[]): string {
    const colourless = command === "show" ? [] : ["-no-color"];
    const { status, stdout, stderr } = spawnSync("terraform", [command, ...colourless, ...args], {
      cwd: this.directory,
      env: this.variables,
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
    });
    if (status !== 0) throw new Error(`terraform ${command} ${args.join(" ")}: ${stderr}${stdout}`);
    return stdout;
  }
}

function summaryOf(text: string): MadePlan["printed"] {
  const [line = ""] = /^Plan: .*$/m.exec(text) ?? [];
  const count = (word: string) => Number(new RegExp(`(\\d+) to ${word}`).exec(line)?.[1] ?? 0);
  return {
    import: count("import"),
    add: count("add"),
    change: count("change"),
    destroy: count("destroy"),
  };
}
