import { isToken, literalProblems, printed, wordProblems } from "@pictor/contracts";
import { type ApiFunction, invokedProblems } from "../api-function";

/** Methods that a route answers. */
export const routeMethods = ["delete", "get", "patch", "post", "put"] as const;

/** A path of your own, which a function of your own answers. Who may call it is as for the API's other paths. */
export interface ApiRoute {
  /** Such as `/feedback` or `/pictures/{id}`, a literal. */
  readonly path: string;
  /** HTTP's word in lower case. */
  readonly method: (typeof routeMethods)[number];
  /** What it does, in one sentence, for the OpenAPI document. */
  readonly summary: string;
  /** What answers. It gets the events of API Gateway's Lambda proxy integration, every body in base64. */
  readonly function: Pick<ApiFunction, "functionName" | "invokeArn" | "qualifier">;
}

/** Problems of routes by which constructs and statements are named; empty if nothing keeps them from being made. */
export function routeShapeProblems(
  routes: readonly ApiRoute[],
  taken: readonly string[],
): string[] {
  const keys = routes.map(({ method, path }) => `${method} ${path}`);
  return routes.flatMap(({ method, path }, index) => [
    ...(isToken(path)
      ? literalProblems({ [`routes[${index}].path`]: path }, "names contain it")
      : /^(\/([A-Za-z0-9._-]+|\{[A-Za-z0-9]+\}))+$/.test(path)
        ? []
        : [
            `routes[${index}].path is ${printed(path)}, it must be like '/feedback' or '/pictures/{id}'`,
          ]),
    ...(taken.includes(path)
      ? [`routes[${index}].path is ${printed(path)}, which the API answers itself`]
      : []),
    ...wordProblems(`routes[${index}].method`, method, routeMethods),
    ...(keys.indexOf(`${method} ${path}`) === index
      ? []
      : [`routes has ${method} ${printed(path)} more than once`]),
  ]);
}

/** Characters that Lambda takes in the name of a statement. */
const longestStatement = 100;

/** Problems of routes and of the functions that answer them; empty if valid. */
export function routeProblems(routes: readonly ApiRoute[], apiName: string): string[] {
  return routes.flatMap((route, index) => {
    const { length } = routeStatement(route, apiName);
    return [
      ...(isToken(apiName) || length <= longestStatement
        ? []
        : [
            `routes[${index}].path ${printed(route.path)} is too long beside the name ${printed(apiName)}: a statement named after both has ${length} characters, and Lambda takes ${longestStatement}`,
          ]),
      ...invokedProblems(`routes[${index}].function`, route.function),
    ];
  });
}

/** Name of the statement that lets an API invoke a route's function: other APIs may have the same route. */
export function routeStatement(route: ApiRoute, apiName: string): string {
  return `${apiName}-${routeWord(route)}`;
}

/** A route in one word, for ids and statements. */
export function routeWord({ method, path }: ApiRoute): string {
  return [method, ...path.split("/")]
    .map((part) => part.replaceAll(/[^A-Za-z0-9]/g, ""))
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join("");
}
