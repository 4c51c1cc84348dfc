import { logGroupProblems, manifestOf, Synthesised } from "@pictor/testing";
import { Testing } from "cdktf";
import { environments } from "../environments";
import { DataStack } from "../src/data-stack";
import { ServiceStack } from "../src/service-stack";

describe.each(environments.map((environment) => [environment.name, environment] as const))(
  "every log group of %s",
  (_, environment) => {
    it.each([
      ["data", () => new DataStack(Testing.app(), "data", environment)],
      ["service", () => new ServiceStack(Testing.app(), "service", environment, manifestOf("a"))],
    ] as const)("in stack %s is encrypted, and kept for the environment's days", (_, build) => {
      const stack = new Synthesised(Testing.synth(build()));
      expect(logGroupProblems(stack, environment.logRetentionDays)).toEqual([]);
    });

    it("is there: of the API, of the function and of the endpoint", () => {
      const stack = new Synthesised(
        Testing.synth(new ServiceStack(Testing.app(), "service", environment, manifestOf("a"))),
      );
      expect(stack.resources("aws_cloudwatch_log_group").length).toBeGreaterThanOrEqual(3);
    });
  },
);
