/** Characters of a sentence, at most. */
export const longestSentence = 240;

/** Columns of text that a row of a table takes, and cells that it has, at most. */
const widestRow = 100;
const mostCells = 4;

/** Relative words of a sentence, at most. */
const mostRelatives = 4;

/** One word for one thing, and no word that says nothing: what is written, and what stands for it. */
export const terms = [
  ["time-out(s)?", "timeout$1"],
  ["end[ -]point(s)?", "endpoint$1"],
  ["roll-back(s)?", "rollback$1"],
  ["life[ -]cycle(s)?", "lifecycle$1"],
  ["run[ -]book(s)?", "runbook$1"],
  ["inferencing", "inference"],
  ["utili[sz](e|es|ed|ing)", "us$1"],
  ["leverag(e|es|ed|ing)", "us$1"],
  ["in order to", "to"],
  ["outside of", "outside"],
  ["in the process of", "during"],
  ["due to the fact that", "because"],
  ["in case of", "for"],
  ["whether or not", "whether"],
  ["white-?list", "allowed list"],
  ["black-?list", "denied list"],
  ["is another than", "differs from"],
  ["none of ours", "not ours"],
];

const fillers =
  /\b(basically|clearly|completely|easily|extremely|just|obviously|of course|please|quite|simply|very)\b/i;
const shorthand = /\b(e\.g\.|i\.e\.|etc\.)/;
const exclamation = /\p{L}!(?=\s|$)/u;

/** Words that say nothing, shorthand and exclamations. */
export function plainWords({ Syntax, RuleError, report, getSource, locator }) {
  return {
    [Syntax.Str](node) {
      for (const [pattern, problem] of [
        [fillers, "leave it out"],
        [shorthand, "write it out"],
        [exclamation, "end with a full stop"],
      ]) {
        const match = pattern.exec(getSource(node));
        if (match === null) continue;
        report(
          node,
          new RuleError(`'${match[0]}': ${problem}`, { padding: locator.at(match.index) }),
        );
      }
    },
  };
}

/** Sentences in which one clause hangs on the next. */
export function shortChains({ Syntax, RuleError, report, getSource }) {
  return {
    [Syntax.Paragraph](node) {
      for (const sentence of getSource(node).split(/(?<=[.:;])\s+/)) {
        const relatives = sentence.match(/\b(that|what|which|who|whose|whom)\b/gi) ?? [];
        if (relatives.length <= mostRelatives) continue;
        const start = sentence.split("\n")[0];
        report(node, new RuleError(`${relatives.length} relative words: split '${start} …'`));
      }
    },
  };
}

/** Tables that fit on a screen. */
export function smallTables({ Syntax, RuleError, report, getSource }) {
  return {
    [Syntax.TableRow](node) {
      const { length } = getSource(node);
      const cells = node.children.length;
      if (length > widestRow) {
        report(
          node,
          new RuleError(`a row of ${length} columns, more than ${widestRow}: write a list`),
        );
      }
      if (cells > mostCells) {
        report(node, new RuleError(`${cells} cells, more than ${mostCells}: write two tables`));
      }
    },
  };
}
