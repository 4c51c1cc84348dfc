import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  describeProviderSource,
  findProviderSource,
  type Machine,
  providerHint,
  providerVariables,
} from "../src";

const unpacked = "registry.terraform.io/hashicorp/aws/5.100.0/linux_amd64";
const packed = "registry.terraform.io/hashicorp/aws/terraform-provider-aws_5.100.0_linux_amd64.zip";

/** A machine that has these files, by their texts. */
function machine(
  files: Readonly<Record<string, string>>,
  variables: NodeJS.ProcessEnv = {},
): Machine {
  const paths = Object.keys(files);
  return {
    variables,
    home: "/home/u",
    platform: "linux_amd64",
    exists: (path) => paths.some((file) => file === path || file.startsWith(`${path}/`)),
    directoriesIn: (path) => [
      ...new Set(
        paths
          .filter((file) => file.startsWith(`${path}/`))
          .map((file) => file.slice(path.length + 1).split("/")[0] ?? ""),
      ),
    ],
    read: (path) => files[path] ?? "",
  };
}

describe("where the AWS provider comes from", () => {
  const mirrored = { [`/opt/plugins/${unpacked}/x`]: "" };
  const own = { "/home/u/.terraformrc": "disable_checkpoint = true\n" };
  const named = { "/etc/tf.rc": "provider_installation {\n}\n" };

  it("is the configuration that TF_CLI_CONFIG_FILE names, before all else", () => {
    const all = { ...mirrored, ...own, ...named };
    const variables = { TF_CLI_CONFIG_FILE: "/etc/tf.rc", TF_PLUGIN_MIRROR: "/opt/plugins" };
    expect(findProviderSource(machine(all, variables))).toEqual({
      kind: "userConfig",
      file: "/etc/tf.rc",
      installsFromMirror: true,
    });
  });

  it("is the user's ~/.terraformrc where TF_CLI_CONFIG_FILE names a missing file", () => {
    const variables = { TF_CLI_CONFIG_FILE: "/gone.rc" };
    expect(findProviderSource(machine({ ...mirrored, ...own }, variables))).toEqual({
      kind: "userConfig",
      file: "/home/u/.terraformrc",
      installsFromMirror: false,
    });
  });

  it("is the mirror that TF_PLUGIN_MIRROR names, before one that is found", () => {
    const files = { ...mirrored, [`/mnt/m/${packed}`]: "" };
    expect(findProviderSource(machine(files, { TF_PLUGIN_MIRROR: "/mnt/m" }))).toMatchObject({
      kind: "mirror",
      directory: "/mnt/m",
    });
  });

  it.each([
    "/opt/plugins",
    "/usr/share/x",
    "/usr/local/share/x",
    "/home/u/mirror",
    "/home/u/.terraform.d/plugins",
    "/usr/share/terraform/plugins",
  ])("is found at %s, though TF_CLI_CONFIG_FILE names a missing file", (directory) => {
    const files = { [`${directory}/${unpacked}/x`]: "" };
    expect(findProviderSource(machine(files, { TF_CLI_CONFIG_FILE: "/gone.rc" }))).toMatchObject({
      kind: "mirror",
      directory,
    });
  });

  it("is the registry where a mirror holds another version or platform", () => {
    const other = { "/opt/m/registry.terraform.io/hashicorp/aws/5.99.0/linux_amd64/x": "" };
    const source = findProviderSource(machine(other));
    expect(source.kind).toBe("registry");
    expect(providerHint(source)).toMatch(/\/opt\/\*.*terraform providers mirror.*TF_PLUGIN_MIRROR/);
  });

  it("is an error where TF_PLUGIN_MIRROR names a directory without it", () => {
    expect(() => findProviderSource(machine({}, { TF_PLUGIN_MIRROR: "/mnt/m" }))).toThrow(
      "TF_PLUGIN_MIRROR names '/mnt/m', which does not hold registry.terraform.io/hashicorp/aws 5.100.0 for linux_amd64",
    );
  });
});

describe("what Terraform is told of it", () => {
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), "pictor-mirror-"));
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  it("is a written configuration for a mirror, and no provider lock", () => {
    const source = { kind: "mirror", directory: '/a "b"', foundBy: "found there" } as const;
    const variables = providerVariables(source, directory);
    expect(variables).toEqual({
      TF_CLI_CONFIG_FILE: join(directory, "terraform.rc"),
      CDKTF_SKIP_PROVIDER_LOCK: "true",
    });
    expect(readFileSync(join(directory, "terraform.rc"), "utf8")).toContain('"/a \\"b\\""');
    expect(describeProviderSource(source)).toContain('/a "b"');
  });

  it("is nothing for the registry, and the lock is kept", () => {
    expect(providerVariables({ kind: "registry", tried: [] }, directory)).toEqual({});
  });

  it("is the user's own file, and no lock only where that installs from a mirror", () => {
    const source = { kind: "userConfig", file: "/x.rc" } as const;
    expect(providerVariables({ ...source, installsFromMirror: false }, directory)).toEqual({
      TF_CLI_CONFIG_FILE: "/x.rc",
    });
    expect(providerVariables({ ...source, installsFromMirror: true }, directory)).toHaveProperty(
      "CDKTF_SKIP_PROVIDER_LOCK",
    );
  });
});
