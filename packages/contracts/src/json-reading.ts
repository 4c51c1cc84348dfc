/** What a JSON text is by a schema. */
export type JsonReading<T> =
  | { readonly kind: "valid"; readonly value: T }
  | { readonly kind: "invalid"; readonly problem: string };
