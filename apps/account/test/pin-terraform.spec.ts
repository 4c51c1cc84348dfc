import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { pinTerraform, terraformVersions } from "../src";
import { accountStack } from "./fixture";

const lock = readFileSync(join(__dirname, "..", "terraform.lock.hcl"), "utf8");
const hashes = (scheme: string) =>
  [...lock.matchAll(new RegExp(`"${scheme}:([^"]+)"`, "g"))].map(([, hash]) => hash);

/** Warnings of a stack that is synthesised on a day, by CDKTF's and the bindings' own versions or others. */
function warningsOn(
  today: string,
  cdktfVersion = "0.21.0",
  providerVersion = "5.100.0",
): readonly string[] {
  const stack = new TerraformStack(new App(), "test");
  stack.node.setContext("cdktfVersion", cdktfVersion);
  const provider = new AwsProvider(stack, "Aws");
  Object.assign(provider.terraformGeneratorMetadata ?? {}, { providerVersion });
  pinTerraform(stack, provider, today);
  return stack.node.metadata.filter(({ type }) => /warn/.test(type)).map(({ data }) => data);
}

describe("the stack of an account", () => {
  it("names the versions of Terraform, and one version of the provider: that of the lock file", () => {
    const { terraform } = JSON.parse(accountStack());
    expect(terraform.required_version).toBe(terraformVersions);
    const { version } = terraform.required_providers.aws;
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(lock.match(/version += "(.*)"/)?.[1]).toBe(version);
    expect(lock.match(/constraints += "(.*)"/)?.[1]).toBe(version);
  });
});

describe("the lock file", () => {
  it("has both hashes of the provider's fourteen archives, and the manifest's", () => {
    // darwin, freebsd, linux, windows, each on amd64 and arm64; most on 386, two on arm.
    expect(new Set(hashes("h1")).size).toBe(14);
    expect(new Set(hashes("zh")).size).toBe(15);
    for (const hash of hashes("zh")) expect(hash).toMatch(/^[0-9a-f]{64}$/);
    for (const hash of hashes("h1")) expect(hash).toMatch(/^[\w+/]{43}=$/);
  });
});

describe("the end-of-life warnings of the tools and of the provider", () => {
  it("name CDKTF, the provider and Node.js, from 180 days before their ends", () => {
    expect(warningsOn("2025-01-01").map((text) => text.split("'")[1])).toEqual(["5"]);
    expect(warningsOn("2026-11-29")).toEqual([
      expect.stringMatching(/^CDKTF '0.21' has had no patches since 2025-12-10: .*fork cdktn/),
      expect.stringMatching(/^AWS provider '5' has had no patches since 2025-06-18: /),
      expect.stringMatching(/^Node.js '22' is patched until 2027-04-30 \(152 days\): /),
    ]);
  });

  it("do not name CDKTF on its fork", () => {
    expect(warningsOn("2026-11-29", "0.24.0").join()).not.toContain("CDKTF '");
  });

  it("say that there is no lock file for another version of the provider", () => {
    expect(warningsOn("2024-01-01", "0.24.0", "6.66.0")).toEqual([
      expect.stringMatching(/^no lock file is written: .* no hashes of AWS provider 6.66.0/),
    ]);
  });
});
