/** A construct, as far as its place in the tree is needed. */
export interface ConstructReference {
  readonly node: {
    readonly path: string;
    readonly scopes: readonly ConstructReference[];
    /** This construct and all below it. */
    findAll(): readonly ConstructReference[];
  };
}

/**
 * CDKTF's marks, by which its own `is…` functions go. A class would not do: data packages do not import cdktf, and an
 * app may hold two copies of it.
 */
export const constructMarks = {
  app: Symbol.for("cdktf/App"),
  stack: Symbol.for("cdktf/TerraformStack"),
  resource: Symbol.for("cdktf/TerraformResource"),
  provider: Symbol.for("cdktf/TerraformProvider"),
} as const;
