import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack, Testing } from "cdktf";
import { cases } from "./cases";
import { batch, pictures, training } from "./jobs";
import { adaptive, groundOf, place, realTime } from "./parts";
import { review } from "./review";

/** What became of a case; `printed` is what CDKTF wrote beside it. */
interface Result {
  readonly json?: string;
  readonly error?: string;
  readonly printed: string;
}

function resultOf(build: (stack: TerraformStack) => void, region: string): Result {
  const printed: string[] = [];
  console.warn = (...words: unknown[]) => void printed.push(words.join(" "));
  try {
    const stack = new TerraformStack(Testing.app(), "theirs");
    new AwsProvider(stack, "Aws", { region, allowedAccountIds: [place.accountId] });
    build(stack);
    return { json: Testing.synth(stack, true), printed: printed.join("\n") };
  } catch (error) {
    return { error: String(error), printed: printed.join("\n") };
  }
}

/** A whole stack, written where Terraform reads it. */
function write(outdir: string): void {
  const app = new App({ outdir });
  const stack = new TerraformStack(app, "theirs");
  new AwsProvider(stack, "Aws", { region: place.region });
  const ground = groundOf(stack);
  realTime(stack, ground);
  adaptive(stack, {}, ground);
  const store = pictures(stack);
  batch(stack, ground, { store });
  training(stack, ground, { store });
  app.synth();
}

const results = cases.map(({ build, number }) =>
  resultOf(build, number.startsWith("F15") ? "eusc-de-east-1" : place.region),
);
write("cdktf.out");
process.stdout.write(JSON.stringify({ results, review: review() }));
