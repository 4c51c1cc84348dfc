import type { SchemaName, schemas } from "./openapi-schemas";

/** The TypeScript type that a JSON schema of the document describes. */
type TypeOf<Schema> = Schema extends { readonly enum: readonly (infer Value)[] }
  ? Value
  : Schema extends { readonly type: "string" }
    ? string
    : Schema extends { readonly type: "integer" | "number" }
      ? number
      : Schema extends { readonly type: "array"; readonly items: infer Item }
        ? readonly TypeOf<Item>[]
        : Schema extends { readonly type: "object"; readonly properties: infer Properties }
          ? { readonly [Name in keyof Properties]: TypeOf<Properties[Name]> }
          : never;

type SchemaType<Name extends SchemaName> = TypeOf<(typeof schemas)[Name]>;

/** Body of `POST /predictions` as `application/json`. */
export type Base64ImageRequest = SchemaType<"Base64Image">;
/** What `GET /health` answers. */
export type HealthResponse = SchemaType<"Health">;
/** What `GET /model` answers. */
export type ModelResponse = SchemaType<"Model">;
