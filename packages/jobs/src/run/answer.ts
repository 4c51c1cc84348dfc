import type { Prediction } from "@pictor/contracts";
import type { ResultLine } from "@pictor/contracts/batch";
import { fieldsOf, parseJson } from "./fields";

/** Bytes of an answer that is read: 100 predictions with long labels are a tenth of it. */
export const mostAnswerBytes: number = 256 * 1024;

/** Reads a model server's answer to a picture. */
export function readAnswer(key: string, text: string): ResultLine {
  const { error, predictions } = fieldsOf(parseJson(text));
  if (Array.isArray(predictions) && predictions.every(isPrediction)) return { key, predictions };
  const { code, detail } = fieldsOf(error);
  return typeof code === "string" && code !== ""
    ? { key, error: { code, detail: String(detail ?? "") } }
    : { key, error: { code: "bad-answer", detail: `The answer is ${printable(text)}` } };
}

/** The line of a picture that no job answered. */
export function unanswered(key: string, reason: string): ResultLine {
  return { key, error: { code: "unanswered", detail: reason } };
}

/**
 * Finds the answer of a picture among those of a part, by the keys below the part's prefix without their `.out`.
 *
 * SageMaker repeats the part of the key that follows the manifest's prefix. AWS's documentation has an example in which
 * it repeats some of the prefix as well, so the whole key is accepted too.
 */
export function answerPath(
  answers: ReadonlyMap<string, string>,
  key: string,
  prefix: string,
): string | undefined {
  return answers.get(key.slice(prefix.length)) ?? answers.get(key);
}

function isPrediction(value: unknown): value is Prediction {
  const { index, label, score } = fieldsOf(value);
  return typeof label === "string" && typeof index === "number" && typeof score === "number";
}

function printable(text: string): string {
  return text === "" ? "empty." : `not of the model server: ${JSON.stringify(text.slice(0, 100))}`;
}
