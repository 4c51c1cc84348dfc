import { type Case, refused, synthesised } from "./case";
import { batch, training } from "./jobs";
import { adaptive, groundOf, numberOf, policyOf, serverlessOf } from "./parts";

/** Cases that are in no report: adaptive capacity, batches and training. */
export const capabilityCases: readonly Case[] = [
  {
    number: "new",
    title: "a capacity controller of the endpoints that these packages make",
    build: (stack) => void adaptive(stack),
    expected: synthesised(/"tier":"Advanced"/),
  },
  {
    number: "new",
    title: "a rule of capacity that only Terraform knows",
    build: (stack) =>
      void adaptive(stack, { policy: { ...policyOf(), inAfterMinutes: numberOf(stack) } }),
    expected: refused(/policy\.inAfterMinutes must be a literal, got a token/),
  },
  {
    number: "new",
    title: "one endpoint as the one on instances and as the serverless one",
    build: (stack) => {
      const ground = groundOf(stack);
      const serverless = serverlessOf(stack, "Theirs", ground, "birds-controlled");
      adaptive(stack, { serverless }, ground);
    },
    expected: refused(/must be names of two endpoints, got 'birds-controlled' and/),
  },
  {
    number: "new",
    title: "batches by a model of their own",
    build: (stack) => void batch(stack, groundOf(stack)),
    expected: synthesised(/createTransformJob\.sync/),
  },
  {
    number: "new",
    title: "minutes of a job that only Terraform knows",
    build: (stack) => void batch(stack, groundOf(stack), { jobMinutes: numberOf(stack) }),
    expected: refused(/jobMinutes must be a literal, got a token/),
  },
  {
    number: "new",
    title: "training on Managed Spot in their network",
    build: (stack) => void training(stack, groundOf(stack)),
    expected: synthesised(/createTrainingJob\.sync/),
  },
  {
    number: "new",
    title: "a container for training that there is not",
    build: (stack) =>
      void training(stack, groundOf(stack), { container: "pytorch-3" as "pytorch-2.10-cpu" }),
    expected: refused(/container must be one of pytorch-2\.10-cpu, .* got 'pytorch-3'/),
  },
];
