import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { metricsOfAlarm } from "@pictor/testing";
import { runbookAnchors } from "./runbook-anchors";
import { build, watchAll } from "./watched";

const text = readFileSync(join(__dirname, "../../../docs/runbook.md"), "utf8");
const sections = text
  .split(/^## /m)
  .slice(1)
  .map((section) => {
    const [heading = "", ...lines] = section.split("\n");
    return { heading, body: lines.join("\n") };
  });

/** As GitHub makes it of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, "")
    .replaceAll(" ", "-");

describe("the runbook", () => {
  it("has a section for every alarm, and for nothing else", () => {
    expect(sections.map(({ heading }) => anchorOf(heading)).sort()).toEqual(
      runbookAnchors().toSorted(),
    );
  });

  it.each(sections.map(({ heading, body }) => [heading, body] as const))(
    "%s: says what it means, how to confirm by a command, what causes it, how to mend it and when it is over",
    (_, body) => {
      for (const part of ["Means", "Confirm", "Causes", "Mend", "Over"]) {
        expect(body).toContain(`**${part}.**`);
      }
      expect(body).toMatch(/```sh\n[\s\S]+?\n```/);
    },
  );

  it("asks CloudWatch only for metrics that an alarm or the dashboard reads, by statistics that it takes", () => {
    const stack = build(watchAll);
    const body = String(stack.single("aws_cloudwatch_dashboard").dashboard_body);
    const read = new Set(
      stack
        .resources("aws_cloudwatch_metric_alarm")
        .flatMap(metricsOfAlarm)
        .map(({ namespace, name }) => `${namespace} ${name}`),
    );
    const asked = [...text.matchAll(/^metric (\S+) (\S+) (\S+) /gm)];
    const unknown = asked.filter(
      ([, namespace, name]) =>
        !read.has(`${namespace} ${name}`) && !body.includes(`"${namespace}","${name}"`),
    );
    expect(unknown.map(([line]) => line)).toEqual([]);
    const statistics = new Set(asked.map(([, , , statistic]) => statistic));
    // GetMetricStatistics takes percentiles by another argument.
    expect([...statistics].sort()).toEqual(["Average", "Maximum", "SampleCount", "Sum"]);
  });

  it("has commands that a shell can read", () => {
    const preamble = [...text.matchAll(/^ {4}(.*)$/gm)].map(([, line]) => line);
    const commands = [...text.matchAll(/```sh\n([\s\S]+?)\n```/g)].map(([, lines]) => lines);
    const input = [...preamble, ...commands].join("\n").replaceAll(/<(?:id|n)>/g, "1");
    expect(() => execFileSync("bash", ["-n"], { input, stdio: "pipe" })).not.toThrow();
    expect(commands).toHaveLength(sections.length);
  });

  it("links only to sections that exist", () => {
    const anchors = sections.map(({ heading }) => anchorOf(heading));
    const links = [...text.matchAll(/\]\(#([\w-]+)\)/g)].map(([, anchor]) => anchor);
    expect(links.filter((anchor) => !anchors.includes(anchor ?? ""))).toEqual([]);
    expect(links.length).toBeGreaterThan(5);
  });
});
