import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runbookAnchors } from "../src";

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

  it("links only to sections that exist", () => {
    const anchors = sections.map(({ heading }) => anchorOf(heading));
    const links = [...text.matchAll(/\]\(#([\w-]+)\)/g)].map(([, anchor]) => anchor);
    expect(links.filter((anchor) => !anchors.includes(anchor ?? ""))).toEqual([]);
    expect(links.length).toBeGreaterThan(5);
  });
});
