import { ReflectionKind } from "typedoc";
import { permissionsOf, permissionsToApply } from "./permissions.mjs";

/**
 * What the page of a construct states: its comment and types from TypeDoc, the rest from its synthesised example.
 *
 * @param reflection the class, as TypeDoc read it
 * @param example of {@link synthesiseExamples}
 * @param tools `priced`: a function from stack and addresses to a bill; `actions`: permissions by type of resource
 */
export function constructFacts(reflection, example, { priced, actions }) {
  const addresses = Object.keys(example.resources);
  const types = Object.groupBy(addresses, (address) => address.split(".")[0]);
  return {
    package: `@pictor/${example.package}`,
    name: reflection.name,
    summary: textOf(reflection.comment?.summary),
    example: example.fragment,
    resources: Object.entries(types)
      .map(([type, found]) => ({ type, count: found.length }))
      .sort((left, right) => left.type.localeCompare(right.type)),
    members: membersOf(reflection),
    props: propsOf(reflection),
    bill: priced(example.json, addresses),
    grants: permissionsOf(example.resources),
    needs: permissionsToApply([...Object.keys(types), ...dataTypes(example)], actions),
  };
}

function dataTypes({ data }) {
  return [...new Set(Object.keys(data).map((address) => `data.${address.split(".")[0]}`))];
}

/** Public members with a comment: resources and the methods that grant or allow. */
function membersOf(reflection) {
  return (reflection.children ?? [])
    .filter((child) => child.kind === ReflectionKind.Property && !child.inheritedFrom)
    .map((child) => ({
      name: child.name,
      type: child.type?.toString() ?? "",
      text: textOf(child.comment?.summary),
    }))
    .filter(({ text }) => text !== "");
}

function propsOf(reflection) {
  const made = reflection.children?.find((child) => child.kind === ReflectionKind.Constructor);
  const props = made?.signatures?.[0]?.parameters?.at(-1)?.type;
  return fieldsOf(props).map((field) => ({
    name: field.name,
    type: field.type?.toString() ?? "",
    optional: field.flags.isOptional,
    default: textOf(field.comment?.getTag("@default")?.content)
      .replaceAll(/^```ts\n|\n```$/g, "")
      .replace(/^- /, ""),
    text: textOf(field.comment?.summary),
  }));
}

/** Fields of an interface, of a literal, or of several that are joined. */
function fieldsOf(type) {
  const declared = type?.declaration ?? type?.reflection;
  if (type?.types !== undefined) return type.types.flatMap(fieldsOf);
  if (declared?.children !== undefined) return declared.children;
  return declared?.type === undefined ? [] : fieldsOf(declared.type);
}

function textOf(parts = []) {
  return parts
    .map((part) => (part.kind === "inline-tag" ? `\`${part.text}\`` : part.text))
    .join("")
    .trim();
}
