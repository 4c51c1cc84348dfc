/** A change as a test writes it; the rest is what Terraform writes for a resource without secrets. */
export interface Written {
  readonly address: string;
  readonly previous_address?: string;
  readonly actions: readonly string[];
  readonly before?: unknown;
  readonly after?: unknown;
  readonly unknown?: unknown;
  readonly sensitiveBefore?: unknown;
  readonly sensitiveAfter?: unknown;
  readonly replacePaths?: readonly (readonly (string | number)[])[];
  readonly importing?: { readonly id: string };
  readonly deposed?: string;
  readonly reason?: string;
}

/** A change as `terraform show -json` writes it. */
export function written(change: Written): Record<string, unknown> {
  const [, module, mode, type] =
    /^((?:module\.[^.]+\.)*)(data\.)?([a-z]\w*)\./.exec(
      change.address.replaceAll(/\[[^\]]*\]/g, ""),
    ) ?? [];
  return {
    address: change.address,
    ...(change.previous_address !== undefined && { previous_address: change.previous_address }),
    ...(module !== "" && { module_address: module?.replace(/\.$/, "") }),
    mode: mode === undefined ? "managed" : "data",
    type,
    provider_name: "registry.terraform.io/hashicorp/aws",
    ...(change.deposed !== undefined && { deposed: change.deposed }),
    ...(change.reason !== undefined && { action_reason: change.reason }),
    change: {
      actions: change.actions,
      before: change.before ?? null,
      after: change.after ?? null,
      after_unknown: change.unknown ?? {},
      before_sensitive: change.sensitiveBefore ?? {},
      after_sensitive: change.sensitiveAfter ?? {},
      ...(change.replacePaths !== undefined && { replace_paths: change.replacePaths }),
      ...(change.importing !== undefined && { importing: change.importing }),
    },
  };
}

/** A plan as `terraform show -json` writes it. */
export function writtenPlan(
  changes: readonly Written[],
  more: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    format_version: "1.2",
    terraform_version: "1.11.4",
    resource_changes: changes.map(written),
    ...more,
  };
}
