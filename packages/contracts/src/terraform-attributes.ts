/** A resource of CDKTF, as far as its attributes are concerned. */
export interface AttributedResource {
  /** The resource as CDKTF synthesises it: an object of Terraform JSON. */
  toTerraform(): unknown;
}

/**
 * The attributes that Terraform gets of a resource, by Terraform's names and as they are now: with overrides, and in a
 * validation with what aspects changed. Empty for a resource that was moved elsewhere.
 */
export function terraformAttributes(
  resource: AttributedResource,
): Readonly<Record<string, unknown>> {
  const { resource: types } = resource.toTerraform() as {
    readonly resource?: Readonly<Record<string, Readonly<Record<string, object>>>>;
  };
  const [named = {}] = Object.values(types ?? {});
  const [attributes = {}] = Object.values(named);
  return { ...attributes };
}
