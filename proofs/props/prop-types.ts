import ts from "typescript";
import { constructPackages } from "../shared/published.cjs";
import { type PropType, readType } from "./prop-type";

/** What a published package lets its users create or call: a construct's constructor, or a method with plain data. */
export interface Entry {
  /** `InferenceNetwork`, or `Monitoring.watchApi`. */
  readonly name: string;
  /** The props of a constructor; the parameters of a method, by name. */
  readonly type: PropType;
}

/** What every user of CDKTF passes first: CDKTF itself checks it. An id that is made into a name is no such id. */
const framework = new Set(["scope", "id", "stack"]);
const namingIds = /^Monitoring\.watch/;

/**
 * Every construct that the published packages export, each of their public methods that takes plain data, and each
 * exported function that creates resources: with the types of what a user passes, as the packages' declarations state
 * them.
 */
export function entries(): Entry[] {
  const files = constructPackages.map((name) =>
    require.resolve(`@pictor/${name}`).replace(/\.js$/, ".d.ts"),
  );
  const program = ts.createProgram(files, options, host());
  const checker = program.getTypeChecker();
  return files.flatMap((file) => {
    const source = program.getSourceFile(file);
    const module = source && checker.getSymbolAtLocation(source);
    if (module === undefined) throw new Error(`${file} is no module: build the packages first`);
    return checker
      .getExportsOfModule(module)
      .map((symbol) => resolved(symbol, checker))
      .flatMap((symbol) => entriesOf(symbol, checker));
  });
}

const options: ts.CompilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  module: ts.ModuleKind.NodeNext,
  skipLibCheck: true,
  noEmit: true,
  types: [],
  lib: ["lib.es2023.d.ts"],
  target: ts.ScriptTarget.ES2023,
};

/** Types of CDKTF and of the AWS provider stay unread: that takes seconds, and a user does not write them out. */
function host(): ts.CompilerHost {
  const own = ts.createCompilerHost(options);
  const cache = ts.createModuleResolutionCache(process.cwd(), (name) => name, options);
  return {
    ...own,
    resolveModuleNameLiterals: (literals, file, redirected) =>
      literals.map(({ text }) =>
        /^(\.|@pictor\/)/.test(text)
          ? ts.resolveModuleName(
              text,
              file,
              options,
              own,
              cache,
              redirected,
              ts.ModuleKind.CommonJS,
            )
          : { resolvedModule: undefined },
      ),
  };
}

function resolved(symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

function entriesOf(symbol: ts.Symbol, checker: ts.TypeChecker): Entry[] {
  const { valueDeclaration: declaration, name } = symbol;
  if (declaration === undefined) return [];
  if (ts.isFunctionDeclaration(declaration)) {
    return declaration.parameters[0]?.name.getText() === "scope"
      ? [{ name, type: argumentsOf(declaration.parameters, checker) }]
      : [];
  }
  if (!ts.isClassDeclaration(declaration) || !isConstruct(declaration, checker)) return [];
  const type = checker.getTypeOfSymbol(symbol);
  const [construct] = type.getConstructSignatures();
  const instance = construct?.getReturnType();
  if (construct === undefined || instance === undefined) return [];
  const made = { name, type: argumentsOf(parametersOf(construct), checker) };
  return [made, ...methodsOf(name, instance, checker)];
}

function methodsOf(name: string, instance: ts.Type, checker: ts.TypeChecker): Entry[] {
  return instance.getProperties().flatMap((member) => {
    const declaration = member.valueDeclaration;
    if (declaration === undefined || !ts.isMethodDeclaration(declaration)) return [];
    if (ts.getCombinedModifierFlags(declaration) & hidden) return [];
    const entry = `${name}.${member.name}`;
    const type = argumentsOf(declaration.parameters, checker, entry);
    return type.kind === "object" && type.props.length > 0 ? [{ name: entry, type }] : [];
  });
}

const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;

function parametersOf(signature: ts.Signature): readonly ts.ParameterDeclaration[] {
  return signature
    .getParameters()
    .flatMap(({ valueDeclaration }) =>
      valueDeclaration !== undefined && ts.isParameter(valueDeclaration) ? [valueDeclaration] : [],
    );
}

/** The type of the only argument that is data; of several an object, by their names. */
function argumentsOf(
  parameters: readonly ts.ParameterDeclaration[],
  checker: ts.TypeChecker,
  method?: string,
): PropType {
  const props = parameters
    .filter(({ name }) => !framework.has(name.getText()) || namingIds.test(method ?? ""))
    .map((parameter) => ({
      name: parameter.name.getText(),
      optional: checker.isOptionalParameter(parameter),
      type: readType(checker.getTypeAtLocation(parameter), checker),
    }))
    .filter(({ type }) => type.kind !== "opaque");
  const [only] = props;
  return method === undefined && only !== undefined && props.length === 1
    ? only.type
    : { kind: "object", props };
}

function isConstruct(declaration: ts.ClassDeclaration, checker: ts.TypeChecker): boolean {
  const base = declaration.heritageClauses?.find(
    ({ token }) => token === ts.SyntaxKind.ExtendsKeyword,
  )?.types[0];
  if (base === undefined) return false;
  const symbol = checker.getSymbolAtLocation(base.expression);
  const parent = symbol && resolved(symbol, checker).valueDeclaration;
  // Whatever extends a class from elsewhere, extends a construct: the packages extend no other.
  return parent !== undefined && ts.isClassDeclaration(parent)
    ? isConstruct(parent, checker)
    : true;
}
