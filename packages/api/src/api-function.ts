import { isToken, literalProblems, printed } from "@pictor/contracts";

/**
 * The function that answers an API's requests: a `PredictFunction`, or one of your own that takes and gives what API
 * Gateway's Lambda proxy integration does.
 */
export interface ApiFunction {
  /** Name of the function: API Gateway is permitted to invoke it. */
  readonly functionName: string;
  /**
   * The alias or version that is invoked.
   *
   * @default - none, `invokeArn` names the function itself
   */
  readonly qualifier?: string;
  /** ARN by which API Gateway invokes it, as `functionInvokeArn` of `@pictor/contracts` makes it. */
  readonly invokeArn: string;
  /** Requests that it may work on at once, a literal: synthesis warns where the throttle admits more. */
  readonly concurrency: number;
}

/** Problems of the function behind an API; empty if valid. */
export function apiFunctionProblems(predict: ApiFunction): string[] {
  const { concurrency } = predict;
  return [
    ...invokedProblems("predict", predict),
    ...(isToken(concurrency)
      ? literalProblems({ "predict.concurrency": concurrency }, "the throttle is compared with it")
      : Number.isSafeInteger(concurrency) && concurrency >= 1
        ? []
        : [
            `predict.concurrency is ${printed(concurrency)}, it must be a whole number of at least 1`,
          ]),
  ];
}

/** Problems of a function that API Gateway invokes; empty if valid. Tokens are carried through. */
export function invokedProblems(
  prop: string,
  { functionName, qualifier, invokeArn }: Omit<ApiFunction, "concurrency">,
): string[] {
  const names = { functionName, ...(qualifier !== undefined && { qualifier }) };
  return [
    ...Object.entries(names)
      .filter(([, name]) => !isToken(name) && !/^[A-Za-z0-9_-]+$/.test(name))
      .map(
        ([name, given]) =>
          `${prop}.${name} is ${printed(given)}, it must be letters, digits, hyphens and underscores`,
      ),
    ...(isToken(invokeArn) ||
    /^arn:[a-z-]+:apigateway:[a-z0-9-]+:lambda:path\/.+\/invocations$/.test(invokeArn)
      ? []
      : [
          `${prop}.invokeArn is ${printed(invokeArn)}, it must be the ARN that functionInvokeArn of @pictor/contracts returns, or the function's invoke_arn`,
        ]),
  ];
}
