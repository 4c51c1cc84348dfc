import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeFailure } from "../src/run/failure";
import { runWithoutAws } from "./without-aws";

const named = (name: string, message: string) => Object.assign(new Error(message), { name });
const textOf = (error: unknown) => describeFailure(error, false).text;

/** What a command that reads an adaptive environment says where nobody listens on AWS's address. */
function capacity(credentials: Readonly<Record<string, string>>): string {
  const home = mkdtempSync(join(tmpdir(), "pictor-aws-problem-"));
  const { stderr } = runWithoutAws(home, ["capacity", "staging"], credentials);
  rmSync(home, { recursive: true });
  return stderr;
}

describe("a command that AWS does not answer", () => {
  it.each([
    ["CredentialsProviderError", "Could not load", "there are no AWS credentials"],
    ["ExpiredTokenException", "It is over", "the AWS credentials have expired: It is over"],
    ["InvalidClientTokenId", "Who?", "AWS does not know these credentials: Who?"],
    ["AccessDeniedException", "No s3:GetObject", "AWS refuses this to these credentials: No s3:"],
    ["TimeoutError", "It took 3 s", "AWS cannot be reached: It took 3 s"],
  ])("says what %s means and what to do next", (name, message, expected) => {
    const text = textOf(named(name, message));
    expect(text).toContain(`error  ${expected}`);
    expect(text).toMatch(/^next {3}./m);
    expect(text).not.toContain("unexpected");
  });

  it("says that AWS cannot be reached where really nobody listens", () => {
    const said = capacity({ AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "b" });
    expect(said).toMatch(/^error {2}(.*: )?AWS cannot be reached: .*ECONNREFUSED/m);
  });

  it("says that there are no credentials where there really are none", () => {
    expect(capacity({})).toMatch(/^error {2}(.*: )?there are no AWS credentials$/m);
  });

  it("says so too where each of several addresses refused the connection", () => {
    const refused = new Error("connect ECONNREFUSED ::1:9");
    const error = Object.assign(new AggregateError([refused]), { code: "ECONNREFUSED" });
    expect(textOf(error)).toContain("AWS cannot be reached: connect ECONNREFUSED ::1:9");
  });

  it("leaves every other error unexpected", () => {
    expect(textOf(named("TypeError", "x is undefined"))).toContain("unexpected: TypeError");
  });
});
