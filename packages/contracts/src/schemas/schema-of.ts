import type * as z from "zod";

/** A type without `readonly`, interfaces and intersections. */
type Plain<T> = T extends readonly [unknown, ...unknown[]]
  ? { -readonly [Key in keyof T]: Plain<T[Key]> }
  : T extends readonly (infer Item)[]
    ? Plain<Item>[]
    : T extends object
      ? { -readonly [Key in keyof T]: Plain<T[Key]> }
      : T;

type Identical<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Whether values of two types are the same, optional properties included. */
export type SameShape<A, B> = Identical<Plain<A>, Plain<B>>;

/**
 * Declares the schema of a published type.
 *
 * Does not compile where the schema's values and the type differ, be it in an optional property.
 */
export function schemaOf<Type>() {
  return <Schema extends z.ZodType>(
    schema: Schema,
    ..._same: SameShape<z.output<Schema>, Type> extends true
      ? []
      : ["the schema differs from the type"]
  ): z.ZodType<Type> => schema as unknown as z.ZodType<Type>;
}

/** A schema that refuses what a function finds problems in: bounds that a construct checks too are stated once. */
export function refusing<Schema extends z.ZodType>(
  schema: Schema,
  problemsOf: (value: z.output<Schema>) => readonly string[],
): Schema {
  return schema.superRefine((value, context) => {
    for (const problem of problemsOf(value)) context.addIssue(problem);
  });
}
