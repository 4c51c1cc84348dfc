import { isToken, printed } from "@pictor/contracts";
import { scalableTargetTag } from "./scalable-target-tag";

/**
 * Characters of a key and of a value, and how many tags a resource has at most; the scalable target has one more.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Tag.html (read 2026-11)
 * @see https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html (read 2026-11)
 */
const limits = { key: 128, value: 256, tags: 50 - 1 };
const characters = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** Problems of the tags of the real-time endpoint and of its scalable target; empty if valid. */
export function tagProblems(tags: Readonly<Record<string, string>>): string[] {
  const entries = Object.entries(tags);
  return [
    ...entries.flatMap(([key]) => keyProblems(key)),
    ...entries
      .filter(([, value]) => !isToken(value) && !isText(value, limits.value))
      .map(
        ([key, value]) =>
          `tags[${printed(key)}] must be ${form(limits.value)}, got ${printed(value)}`,
      ),
    ...(entries.length <= limits.tags
      ? []
      : [
          `tags must be at most ${limits.tags}, got ${entries.length}: AWS takes ${limits.tags + 1} of a resource, and the scalable target has '${scalableTargetTag}' besides`,
        ]),
  ];
}

function keyProblems(key: string): string[] {
  if (isToken(key)) return [];
  if (/^aws:/i.test(key)) {
    return [
      `tags must have no key that begins with 'aws:', which AWS reserves, got ${printed(key)}`,
    ];
  }
  if (key === scalableTargetTag) {
    return [`tags must not have the key '${key}': permissions recognise the scalable target by it`];
  }
  return key !== "" && isText(key, limits.key)
    ? []
    : [
        `tags must have keys of at least one character and ${form(limits.key)}, got ${printed(key)}`,
      ];
}

function isText(text: string, longest: number): boolean {
  return text.length <= longest && characters.test(text);
}

function form(longest: number): string {
  return `at most ${longest} letters, digits, spaces and '_.:/=+-@'`;
}
