import { join } from "node:path";
import { capacitySpecSchema, capacityStateSchema } from "@pictor/capacity/schemas";
import { hiddenMembers, hiddenResources, type Synthesised } from "@pictor/testing";
import { build, type Changes, parameters, place, releases } from "./stack";
import { waitsFor } from "./waits-for";

const invocation = "aws_lambda_invocation.pictures_capacity_Invocation";

/** The spec as Terraform writes it, references resolved to a name. */
function specOf(out: Synthesised): unknown {
  const [spec] = out.resources("aws_ssm_parameter").filter(({ name }) => name === parameters.spec);
  return JSON.parse(
    String(spec?.value).replaceAll(
      /\$\{aws_sagemaker_endpoint_configuration\.([\w-]+)\.name\}/g,
      "$1",
    ),
  );
}

describe("CapacityController", () => {
  it("writes a spec that the controller reads, with the names of both generations", () => {
    const spec = capacitySpecSchema.parse(specOf(build().out));
    expect(spec.realTime).toMatchObject({
      name: "pictures-real-time",
      live: { configuration: "real-timelive", release: releases.live },
      previous: { configuration: "real-timeprevious", release: releases.previous },
      tags: { Environment: "staging" },
    });
    expect(spec.serverless).toMatchObject({
      name: "pictures-serverless",
      live: { configuration: "serverlesslive", release: releases.live },
      previous: { configuration: "serverlessprevious", release: releases.previous },
    });
  });

  it("creates the state and the pin, and leaves their values to who writes them", () => {
    const { out } = build();
    const of = (name: string) =>
      out.resources("aws_ssm_parameter").find((each) => each.name === name);
    for (const name of [parameters.state, parameters.pin]) {
      expect(of(name)).toMatchObject({ type: "String", lifecycle: { ignore_changes: ["value"] } });
    }
    expect(capacityStateSchema.parse(JSON.parse(String(of(parameters.state)?.value)))).toEqual({
      schema: 1,
      memory: { rejected: [], retired: false },
      mode: "serverless",
      since: 0,
      running: [],
    });
    expect(of(parameters.spec)).toMatchObject({ type: "String", tier: "Advanced" });
    expect(of(parameters.spec)?.lifecycle).not.toHaveProperty("ignore_changes");
  });

  it("destroys schedule and rule first, then the invocation, then all that the endpoint is made of", () => {
    const { out } = build();
    const before = waitsFor(out, invocation);
    for (const type of [
      "aws_scheduler_schedule",
      "aws_cloudwatch_event_rule",
      "aws_cloudwatch_event_target",
    ]) {
      for (const address of out.addresses().filter((each) => each.startsWith(`${type}.`))) {
        expect(waitsFor(out, address)).toContain(invocation);
        expect(before).not.toContain(address);
      }
    }
    const made = out
      .addresses()
      .filter((each) =>
        /^aws_(lambda_function|cloudwatch_log_group|sagemaker_|ssm_parameter)/.test(each),
      );
    expect(before).toEqual(expect.arrayContaining(made));
    expect(before).toEqual(
      expect.arrayContaining(
        out
          .addresses()
          .filter((each) =>
            /^aws_iam_role(_policy)?\.Controller_(Function|Permissions)/.test(each),
          ),
      ),
    );
  });

  it("destroys a configuration only after the spec that no longer names it was written", () => {
    const { out } = build();
    const spec = waitsFor(out, "aws_ssm_parameter.pictures_capacity_Spec");
    const configurations = out
      .addresses()
      .filter((each) => each.startsWith("aws_sagemaker_endpoint_configuration."));
    expect(configurations).toHaveLength(4);
    expect(spec).toEqual(expect.arrayContaining(configurations));
  });

  it("reads the state again in the apply that changes a configuration", () => {
    const { out } = build();
    const [written] = out.data("aws_ssm_parameter");
    expect(written?.name).toBe(parameters.state);
    expect(written?.depends_on).toEqual(
      expect.arrayContaining([
        "aws_ssm_parameter.pictures_capacity_State",
        "aws_sagemaker_endpoint_configuration.real-timelive",
      ]),
    );
  });

  it("is called each minute with the time for which the call was due, and never twice", () => {
    const { out } = build();
    const { target, schedule_expression, flexible_time_window } =
      out.single("aws_scheduler_schedule");
    expect({ schedule_expression, flexible_time_window, target }).toEqual({
      schedule_expression: "rate(1 minute)",
      flexible_time_window: { mode: "OFF" },
      target: {
        arn: `arn:aws:lambda:${place.region}:${place.accountId}:function:pictures-capacity`,
        role_arn: expect.stringMatching(/^\$\{aws_iam_role\./),
        input: '{"kind":"tick","at":"<aws.scheduler.scheduled-time>"}',
        retry_policy: { maximum_event_age_in_seconds: 60, maximum_retry_attempts: 0 },
      },
    });
    expect(out.single("aws_cloudwatch_event_target").retry_policy).toEqual({
      maximum_event_age_in_seconds: 60,
      maximum_retry_attempts: 0,
    });
    expect(out.single("aws_lambda_function_event_invoke_config")).toMatchObject({
      maximum_event_age_in_seconds: 60,
      maximum_retry_attempts: 0,
    });
  });

  it("hears of its two endpoints and of no other", () => {
    const rule = build().out.single("aws_cloudwatch_event_rule");
    expect(JSON.parse(String(rule.event_pattern))).toEqual({
      source: ["aws.sagemaker"],
      "detail-type": ["SageMaker Endpoint State Change"],
      resources: ["pictures-real-time", "pictures-serverless"].map(
        (name) => `arn:aws:sagemaker:${place.region}:${place.accountId}:endpoint/${name}`,
      ),
    });
  });

  it("invokes the function by what never changes: no version, no trigger, no place in the tree", () => {
    const attributes = (changes: Changes) => build(changes).out.single("aws_lambda_invocation");
    expect(attributes({})).toMatchObject({
      function_name: "pictures-capacity",
      lifecycle_scope: "CRUD",
      input: expect.stringMatching(
        /^\{"kind":"kick","spec":"\$\{aws_ssm_parameter\.pictures_capacity_Spec\.version\}"\}$/,
      ),
    });
    expect(attributes({})).not.toHaveProperty("qualifier");
    expect(attributes({})).not.toHaveProperty("triggers");
    for (const path of [["Capacity"], ["Inner", "Deeper", "Controller"]]) {
      const { out } = build({ path });
      expect(out.addresses()).toContain(invocation);
      expect(out.addresses().filter((each) => each.startsWith("aws_ssm_parameter."))).toEqual(
        ["Pin", "Spec", "State"].map((id) => `aws_ssm_parameter.pictures_capacity_${id}`),
      );
    }
  });

  it("runs outside of any network, without reserved concurrency, long enough to retire", () => {
    const { out } = build();
    const lambda = out.single("aws_lambda_function");
    expect(lambda).toMatchObject({ timeout: 300, reserved_concurrent_executions: -1 });
    expect(lambda).not.toHaveProperty("vpc_config");
  });

  it("gives access to every resource", () => {
    // What lets the function publish belongs to the topic.
    const { controller } = build({ props: { topic: undefined as never } });
    const hidden = hiddenMembers(join(__dirname, ".."));
    expect(hiddenResources(controller, hidden)).toEqual([]);
  });

  it("accepts a release without a previous one, and nobody who listens", () => {
    const { controller, out } = build({
      withoutPrevious: true,
      props: { topic: undefined as never },
    });
    expect(controller.node.findAll().flatMap(({ node }) => node.validate())).toEqual([]);
    expect(out.text()).not.toMatch(/sns:Publish/);
  });
});
