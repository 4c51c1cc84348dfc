import assert from "node:assert/strict";
import { test } from "node:test";
import { classesWithoutExample, tsdocExamples } from "./tsdoc-examples.mjs";

const source = `
/**
 * A thing.
 *
 * @example
 * import { Other } from "other";
 * const other = new Other(stack, "role");
 * const thing = new Thing(stack, "Thing", { key: other.key, role });
 * thing.grant(); // new Nothing()
 *
 * @see https://example.com
 */
export class Thing extends Construct {}

/** Nothing to see. */
export class Bare extends Thing {}

export class Silent extends Thing {}
`;
const setting = `export declare const stack: Stack;
export declare const key: Key;
export declare const role: Role;
export declare const other: Other;
`;

test("an example becomes a module with what it makes and takes for granted", () => {
  const [module, ...further] = tsdocExamples(source, setting);
  assert.deepEqual(further, []);
  const lines = module.split("\n");
  assert.equal(lines[0], 'import { Thing } from "../../src/index";');
  assert.equal(lines[1], 'import { stack, role } from "../../test/example-setting";');
  assert.match(module, /^thing\.grant\(\);/m);
  assert.doesNotMatch(module, /@see|example\.com/);
});

test("a source without an example gives none", () => {
  assert.deepEqual(tsdocExamples("/** Only words. */\nexport const x = 1;", setting), []);
});

test("classes without an example are named", () => {
  assert.deepEqual(classesWithoutExample(source), ["Bare", "Silent"]);
});
