declare module "asl-validator" {
  /** Compares a definition with the language's schema, and its paths and transitions with each other. */
  export default function validate(definition: unknown): {
    readonly isValid: boolean;
    readonly errors: readonly unknown[];
  };
}
