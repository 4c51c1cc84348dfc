import ts from "typescript";

/** A type of a prop, as far as a user writes it out as plain data. */
export type PropType =
  | { readonly kind: "number" | "string" | "boolean" }
  /** One of a few literals. */
  | { readonly kind: "word"; readonly words: readonly (string | number)[] }
  /** Says which alternative of a union it is, or a value that must be as it is. */
  | { readonly kind: "constant"; readonly value: string | number | boolean }
  | { readonly kind: "list"; readonly item: PropType }
  | { readonly kind: "record"; readonly value: PropType }
  | { readonly kind: "object"; readonly name?: string; readonly props: readonly Prop[] }
  | { readonly kind: "union"; readonly arms: readonly PropType[] }
  /** A construct, a function or a type of CDKTF: nothing that a user writes out. */
  | { readonly kind: "opaque" };

export interface Prop {
  readonly name: string;
  readonly optional: boolean;
  readonly type: PropType;
}

const opaque: PropType = { kind: "opaque" };

/** Reads a type. @throws on a type that is neither data nor opaque, so that none is left out silently */
export function readType(type: ts.Type, checker: ts.TypeChecker): PropType {
  const { flags } = type;
  if (flags & (ts.TypeFlags.Any | ts.TypeFlags.Undefined)) return opaque;
  if (flags & (ts.TypeFlags.BooleanLike & ~ts.TypeFlags.BooleanLiteral)) return { kind: "boolean" };
  if (flags & ts.TypeFlags.Union) return readUnion(type as ts.UnionType, checker);
  if (flags & ts.TypeFlags.BooleanLiteral) {
    return { kind: "constant", value: checker.typeToString(type) === "true" };
  }
  if (type.isStringLiteral() || type.isNumberLiteral())
    return { kind: "constant", value: type.value };
  if (flags & ts.TypeFlags.StringLike) return { kind: "string" };
  if (flags & ts.TypeFlags.NumberLike) return { kind: "number" };
  if (checker.isArrayType(type) || checker.isTupleType(type)) {
    const item = type.getNumberIndexType();
    if (item === undefined) throw new Error(`${checker.typeToString(type)} has no items`);
    return { kind: "list", item: readType(item, checker) };
  }
  if (flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) return readObject(type, checker);
  throw new Error(`no way to walk through the type '${checker.typeToString(type)}'`);
}

function readUnion(type: ts.UnionType, checker: ts.TypeChecker): PropType {
  const given = type.types.filter(
    ({ flags }) => !(flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null)),
  );
  const arms = given.map((arm) => readType(arm, checker));
  const words = arms.flatMap((arm) => (arm.kind === "constant" ? [arm.value] : []));
  if (words.length === arms.length && words.length > 1) {
    return words.every((word) => typeof word === "boolean")
      ? { kind: "boolean" }
      : { kind: "word", words: words.filter((word) => typeof word !== "boolean") };
  }
  const [first, ...others] = arms.filter(({ kind }) => kind !== "opaque");
  if (first === undefined) return opaque;
  return others.length === 0 ? first : { kind: "union", arms: [first, ...others] };
}

function readObject(type: ts.Type, checker: ts.TypeChecker): PropType {
  if (type.getCallSignatures().length > 0) return opaque;
  if (type.symbol?.flags & ts.SymbolFlags.Class) return opaque;
  const value = type.getStringIndexType();
  if (value !== undefined) return { kind: "record", value: readType(value, checker) };
  const props = type.getProperties().map((symbol) => ({
    name: symbol.name,
    optional: (symbol.flags & ts.SymbolFlags.Optional) !== 0,
    type: readType(checker.getTypeOfSymbol(symbol), checker),
  }));
  return {
    kind: "object",
    name: type.aliasSymbol?.name ?? type.symbol?.name ?? "",
    props: props.filter(({ type: read }) => read.kind !== "opaque"),
  };
}
