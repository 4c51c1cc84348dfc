import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Variables } from "./environment";
import { UserError } from "./user-error";

/** The AWS provider that the stacks are pinned to: the one that `@cdktf/provider-aws` 20.1.0 was made from. */
const provider = { source: "registry.terraform.io/hashicorp/aws", version: "5.100.0" } as const;

/** What the search asks of the machine; a table in tests. */
export interface Machine {
  readonly variables: NodeJS.ProcessEnv;
  readonly home: string;
  /** As Terraform writes it, for example `linux_amd64`. */
  readonly platform: string;
  /** Whether there is a file or directory at a path. */
  exists(path: string): boolean;
  /** Names of the directories in a directory; none where it cannot be read. */
  directoriesIn(path: string): readonly string[];
  /** A file's text; empty where it cannot be read. */
  read(path: string): string;
}

/** Where Terraform gets the AWS provider from. */
export type ProviderSource =
  | { readonly kind: "userConfig"; readonly file: string; readonly installsFromMirror: boolean }
  | { readonly kind: "mirror"; readonly directory: string; readonly foundBy: string }
  | { readonly kind: "registry"; readonly tried: readonly string[] };

/**
 * Decides where the AWS provider comes from: the user's own CLI configuration, else the mirror that
 * `TF_PLUGIN_MIRROR` names, else one in a usual place, else the registry.
 *
 * @throws UserError where `TF_PLUGIN_MIRROR` names a directory without this provider
 * @see https://developer.hashicorp.com/terraform/cli/config/config-file#provider-installation
 */
export function findProviderSource(machine: Machine): ProviderSource {
  const file = userConfigs(machine).find((candidate) => machine.exists(candidate));
  if (file !== undefined) {
    const installsFromMirror = /^\s*provider_installation\b/m.test(machine.read(file));
    return { kind: "userConfig", file, installsFromMirror };
  }
  const named = machine.variables.TF_PLUGIN_MIRROR;
  if (named !== undefined && named !== "") {
    if (!holdsProvider(machine, named)) throw emptyMirror(machine, named);
    return { kind: "mirror", directory: named, foundBy: "TF_PLUGIN_MIRROR" };
  }
  const places = usualPlaces(machine);
  const found = places
    .flatMap(({ directories }) => directories)
    .find((directory) => holdsProvider(machine, directory));
  return found !== undefined
    ? { kind: "mirror", directory: found, foundBy: "found there" }
    : { kind: "registry", tried: places.map(({ name }) => name) };
}

/** One line that says what was taken. */
export function describeProviderSource(source: ProviderSource): string {
  switch (source.kind) {
    case "userConfig":
      return `AWS provider as configured in ${source.file}`;
    case "mirror":
      return `AWS provider from the mirror ${source.directory} (${source.foundBy})`;
    case "registry":
      return "AWS provider from registry.terraform.io";
  }
}

/** What to try where Terraform could not get the provider. */
export function providerHint(source: ProviderSource): string {
  const howTo =
    "where the registry can be reached, run 'terraform providers mirror <directory>' in a directory with a " +
    "stack's cdk.tf.json, copy that directory to this machine and set TF_PLUGIN_MIRROR to it";
  switch (source.kind) {
    case "userConfig":
      return `check the provider_installation of ${source.file}`;
    case "mirror":
      return `check the mirror ${source.directory}`;
    case "registry":
      return `no mirror was found in ${source.tried.join(", ")}; ${howTo}`;
  }
}

/**
 * Variables with which Terraform and cdktf use that source. Writes a CLI configuration where one is needed,
 * into `directory` and never into the user's home.
 */
export function providerVariables(source: ProviderSource, directory: string): Variables {
  // `terraform providers lock`, which cdktf runs, asks the registry whatever the mirror holds.
  const skipLock = { CDKTF_SKIP_PROVIDER_LOCK: "true" };
  switch (source.kind) {
    case "userConfig":
      return { TF_CLI_CONFIG_FILE: source.file, ...(source.installsFromMirror && skipLock) };
    case "mirror": {
      const file = join(directory, "terraform.rc");
      mkdirSync(directory, { recursive: true });
      writeFileSync(file, cliConfig(source.directory));
      return { TF_CLI_CONFIG_FILE: file, ...skipLock };
    }
    case "registry":
      return {};
  }
}

function cliConfig(mirror: string): string {
  return [
    "provider_installation {",
    "  filesystem_mirror {",
    `    path    = ${JSON.stringify(mirror)}`,
    `    include = ["${provider.source}"]`,
    "  }",
    "  direct {",
    `    exclude = ["${provider.source}"]`,
    "  }",
    "}",
    "",
  ].join("\n");
}

/** A `TF_CLI_CONFIG_FILE` that names a missing file counts as unset: Terraform only warns of it. */
function userConfigs({ variables, home }: Machine): string[] {
  const named = variables.TF_CLI_CONFIG_FILE;
  return [...(named === undefined || named === "" ? [] : [named]), join(home, ".terraformrc")];
}

/** Terraform's implied directories, then one level below where mirrors are usually put. */
function usualPlaces(machine: Machine): { name: string; directories: string[] }[] {
  const { home, variables } = machine;
  const implied = [
    join(home, ".terraform.d", "plugins"),
    join(variables.XDG_DATA_HOME ?? join(home, ".local", "share"), "terraform", "plugins"),
    "/usr/local/share/terraform/plugins",
    "/usr/share/terraform/plugins",
    join(home, "Library", "Application Support", "io.hashicorp.terraform", "plugins"),
    "/Library/Application Support/io.hashicorp.terraform/plugins",
  ];
  const parents = ["/opt", "/usr/share", "/usr/local/share", home];
  return [
    ...implied.map((directory) => ({ name: directory, directories: [directory] })),
    ...parents.map((parent) => ({
      name: `${parent}/*`,
      directories: machine.directoriesIn(parent).map((name) => join(parent, name)),
    })),
  ];
}

/** Whether a directory is a mirror with this provider, unpacked or packed. */
function holdsProvider(machine: Machine, directory: string): boolean {
  const { version } = provider;
  const base = join(directory, provider.source);
  return (
    machine.exists(join(base, version, machine.platform)) ||
    machine.exists(join(base, `terraform-provider-aws_${version}_${machine.platform}.zip`))
  );
}

function emptyMirror({ platform }: Machine, directory: string): UserError {
  return new UserError(
    `TF_PLUGIN_MIRROR names '${directory}', which does not hold ${provider.source} ${provider.version} for ${platform}`,
    {
      hint: `there should be ${join(directory, provider.source, provider.version, platform)}; 'terraform providers mirror' makes one`,
    },
  );
}
