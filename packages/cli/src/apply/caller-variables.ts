import {
  type ProviderSource,
  providerVariables,
  scrubbedEnvironment,
  type Variables,
} from "@pictor/terraform";

/** The caller's variables with such names: which AWS, and what `pictor env` says of a local one. */
export function ofCaller(names: RegExp): Variables {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      names.test(name) && value !== undefined ? [[name, value]] : [],
    ),
  );
}

/**
 * What Terraform sees that works in the AWS which the caller's `AWS_*` variables choose.
 *
 * @param directory for the configuration that names the provider's mirror
 */
export function terraformVariables(provider: ProviderSource, directory: string): Variables {
  return {
    ...scrubbedEnvironment(process.env),
    ...ofCaller(/^(?:AWS_|TF_CLI_CONFIG_FILE$|TF_PLUGIN_CACHE_DIR$)/),
    // In place of the caller's variable: it may name a file that is missing, which was not found either.
    ...providerVariables(provider, directory),
  };
}
