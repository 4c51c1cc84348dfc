import type { AttributeChange } from "../diff/attributes";
import type { ChangeKind } from "../plan/change";
import type { OutputRow, ReviewedChange } from "../review/review";
import { code, cut, type Row, row } from "./row";

/** Longest value on a line: a longer one is in the JSON. */
const longestValue = 300;

const words: Readonly<Record<ChangeKind, string>> = {
  create: "create",
  update: "update",
  replace: "replace",
  destroy: "destroy",
  moved: "move",
  imported: "import",
  forgotten: "forget",
  tagOnly: "tags",
  noOp: "keep",
  read: "read",
};

/** Writes a resource that changes, with its attributes. */
export function changeRows(change: ReviewedChange): Row {
  const { kind, address, createsFirst, previousAddress, importId, deposed, attributes } = change;
  return {
    ...row(
      `${words[kind]} `,
      code(address),
      kind === "replace" ? ` (${createsFirst ? "create first" : "destroy first"})` : "",
      deposed === undefined ? "" : ` (deposed ${deposed})`,
      ...(previousAddress === undefined ? [] : [" was ", code(previousAddress)]),
      ...(importId === undefined ? [] : [" imports ", code(importId || "(known after apply)")]),
    ),
    children: shown(change.kind, attributes).map(attributeRow),
  };
}

/** What a created or destroyed resource has is all new or all gone: only policies say something. */
function shown(
  kind: ChangeKind,
  attributes: readonly AttributeChange[],
): readonly AttributeChange[] {
  const isWhole =
    kind === "create" || kind === "destroy" || kind === "forgotten" || kind === "read";
  return isWhole ? attributes.filter(({ statements }) => statements !== undefined) : attributes;
}

function attributeRow({
  path,
  before,
  after,
  forcesReplacement,
  statements,
}: AttributeChange): Row {
  const force = forcesReplacement ? " forces the replacement" : "";
  if (statements !== undefined) {
    return {
      ...row(code(path), force),
      children: statements.map(({ change, statement, wider }) => ({
        ...row({ strong: change }, " ", code(cut(statement, longestValue))),
        children: wider.slice(0, 5).map((sentence) => row(sentence)),
      })),
    };
  }
  if (before === undefined && after === undefined) return row(code(path), force);
  return row(
    code(path),
    ": ",
    before === undefined ? "none" : code(cut(before, longestValue)),
    " → ",
    after === undefined ? "none" : code(cut(after, longestValue)),
    force,
  );
}

/** Writes an output that changes. */
export function outputRow({ name, kind, before, after }: OutputRow): Row {
  return row(
    `${kind} `,
    code(name),
    ": ",
    before === undefined ? "none" : code(cut(before, longestValue)),
    " → ",
    after === undefined ? "none" : code(cut(after, longestValue)),
  );
}
