import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { failedTests } from "./failures.mjs";

test("failed tests of Jest and pytest are told by name, with the beginning of their message", () => {
  const directory = mkdtempSync(join(tmpdir(), "pictor-failures-"));
  const long = Array.from({ length: 40 }, (_, line) => `line ${line}`).join("\n");
  const jest = {
    testResults: [
      {
        name: "a.spec.ts",
        status: "failed",
        assertionResults: [
          { status: "passed", fullName: "is well", failureMessages: [] },
          {
            status: "failed",
            fullName: "is ill",
            failureMessages: [`\u001b[31mred\u001b[39m\n${long}`],
          },
        ],
      },
      { name: "b.spec.ts", status: "failed", message: "cannot be loaded", assertionResults: [] },
      { name: "c.spec.ts", status: "passed", assertionResults: [] },
    ],
  };
  const pytest = `<testsuites><testsuite name="pytest" tests="2">
<testcase classname="tests.test_a" name="test_well" time="0.1" />
<testcase classname="tests.test_a" name="test_ill[&lt;1&gt;]" time="0.1"><failure message="assert 1 == 2&#10;why">trace</failure></testcase>
</testsuite></testsuites>`;
  try {
    writeFileSync(join(directory, "jest-unit.json"), JSON.stringify(jest));
    writeFileSync(join(directory, "pytest-local.xml"), pytest);
    writeFileSync(join(directory, "unit.json"), "{}");
    const [ill, broken, python, ...others] = failedTests(directory);
    assert.equal(ill.name, "a.spec.ts: is ill");
    assert.equal(ill.message.split("\n").length, 12);
    assert.equal(ill.message.split("\n")[0], "red");
    assert.deepEqual(broken, { name: "b.spec.ts", message: "cannot be loaded" });
    assert.deepEqual(python, {
      name: "tests.test_a: test_ill[<1>]",
      message: "assert 1 == 2\nwhy",
    });
    assert.deepEqual(others, []);
  } finally {
    rmSync(directory, { recursive: true });
  }
});
