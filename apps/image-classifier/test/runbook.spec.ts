import { readFileSync } from "node:fs";
import { join } from "node:path";
import { manifestOf, Synthesised } from "@pictor/testing";
import { Testing } from "cdktf";
import { dev } from "../environments/dev";
import { prod } from "../environments/prod";
import { staging } from "../environments/staging";
import { namesOf } from "../src/environment-stack";
import { JobsStack } from "../src/jobs-stack";
import { ServiceStack } from "../src/service-stack";

const { monitoring, predictFunction, endpoints, jobs, keyAlias } = namesOf(prod);
/** The runbook as a shell reads it in production. */
const text = Object.entries({
  NAME: monitoring,
  FUNCTION: predictFunction,
  ENDPOINT: endpoints.realTime,
  AWS_REGION: prod.region,
}).reduce(
  (all, [variable, value]) => all.replaceAll(`$${variable}`, value),
  readFileSync(join(__dirname, "../../../docs/runbook.md"), "utf8"),
);
const stack = new Synthesised(
  Testing.synth(new ServiceStack(Testing.app(), "service", prod, manifestOf("a"))),
);

/** Production, were it adaptive: the runbook is for both. */
const adaptive = new Synthesised(
  Testing.synth(
    new ServiceStack(
      Testing.app(),
      "adaptive",
      { ...prod, capacity: staging.capacity },
      manifestOf("a"),
    ),
  ),
);

/** Production, had it jobs. */
const { batch, training } = dev;
const jobsStack = new Synthesised(
  Testing.synth(
    new JobsStack(
      Testing.app(),
      "jobs",
      { ...prod, ...(batch && { batch }), ...(training && { training }) },
      manifestOf("a").live,
    ),
  ),
);

describe("the runbook's commands", () => {
  it("name what the service of production is named", () => {
    expect(text).toContain(
      `ENV=prod NAME=pictor-$ENV FUNCTION=${monitoring}-predict ENDPOINT=${monitoring}-real-time`,
    );
    expect([predictFunction, endpoints.realTime, endpoints.serverless]).toEqual(
      ["predict", "real-time", "serverless"].map((part) => `${monitoring}-${part}`),
    );
    expect(Object.values(jobs)).toEqual([`${monitoring}-transform`, `${monitoring}-training`]);
    expect(text).toContain(`:stateMachine:${jobs.transform} # or ${jobs.training}`);
    const [alarm] = jobsStack.resources("aws_cloudwatch_metric_alarm");
    expect(alarm?.alarm_name).toMatch(new RegExp(`^${monitoring}-jobs-`));
    expect(text).toContain(`--alarm-name-prefix ${monitoring}-jobs- `);
    expect(text).toContain(`--key-id ${keyAlias} `);
    expect(text).toContain(`--budget-name ${stack.single("aws_budgets_budget").name} `);
  });

  it("read only logs that there are", () => {
    const groups = [stack, adaptive, jobsStack].flatMap((each) =>
      each.resources("aws_cloudwatch_log_group").map(({ name }) => name),
    );
    const read = [...text.matchAll(/^(?:aws )?logs (?:tail )?([/\w-]+) /gm)].map(
      ([, name]) => name,
    );
    expect(read.length).toBeGreaterThan(10);
    expect(read.filter((name) => !groups.includes(name))).toEqual([]);
  });
});

describe("what is made of the access log", () => {
  it("reads fields that API Gateway is told to write, as text, since it writes '-' for what is absent", () => {
    const [stage] = stack.resources("aws_api_gateway_stage") as readonly {
      access_log_settings: { format: string };
    }[];
    const written: Record<string, unknown> = JSON.parse(stage?.access_log_settings.format ?? "{}");
    const patterns = stack
      .resources("aws_cloudwatch_log_metric_filter")
      .filter(({ log_group_name }) => String(log_group_name).includes("Api_AccessLogs"))
      .map(({ pattern }) => String(pattern));
    expect(patterns.length).toBeGreaterThan(0);
    for (const pattern of patterns) {
      const compared = [...pattern.matchAll(/\$\.(\w+) !?= (\S+)/g)];
      expect(compared.map(([, field = ""]) => written[field])).toEqual([
        "$context.status",
        "$context.error.responseType",
      ]);
      expect(compared.map(([, , value]) => value)).toEqual(['"429"', '"-"']);
    }
  });
});
