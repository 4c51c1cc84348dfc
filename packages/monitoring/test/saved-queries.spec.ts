import { build, watchAll } from "./watched";

const logs = { access: "/access", function: "/function", endpoints: ["/real-time", "/serverless"] };
/** What the function says of a request, and what CloudWatch Logs adds. */
const fields = ["status", "code", "ms", "bytes", "target", "requestId", "level"];
const added = ["@timestamp", "@message", "@log", "@logStream"];

interface Query {
  readonly name: string;
  readonly query_string: string;
  readonly log_group_names: readonly string[];
}

const queries = Object.fromEntries(
  (build(watchAll).resources("aws_cloudwatch_query_definition") as unknown as readonly Query[]).map(
    (query) => [query.name.replace("pictor-test/", ""), query],
  ),
);

describe("the saved queries", () => {
  it("ask the logs that can answer them; for one request all, since it leaves lines in each", () => {
    const asked = Object.entries(queries).map(([name, query]) => [name, query.log_group_names]);
    expect(Object.fromEntries(asked)).toEqual({
      "slowest-requests": [logs.function],
      "errors-by-cause": [logs.function],
      "model-errors": logs.endpoints,
      "one-request": [logs.access, logs.function, ...logs.endpoints],
    });
  });

  it("name only fields that a line has, or that they make", () => {
    const own =
      /^(count|latest|stats|sort|desc|asc|limit|filter|fields|ispresent|like|or|by|as|requests|example)$/;
    for (const { query_string: query } of Object.values(queries)) {
      const words = query.replaceAll(/\/[^/]*\/|'[^']*'|\d+/g, "").match(/@?[a-zA-Z]+/g) ?? [];
      const unknown = words.filter(
        (word) => !fields.includes(word) && !added.includes(word) && !own.test(word),
      );
      expect(unknown).toEqual([]);
    }
  });

  it("give the slowest first, errors with a request to follow, and the lines of a request in order", () => {
    expect(queries["slowest-requests"]?.query_string).toMatch(/requestId \| sort ms desc \| limit/);
    expect(queries["errors-by-cause"]?.query_string).toMatch(
      /latest\(requestId\) as example by code, target/,
    );
    expect(queries["one-request"]?.query_string).toMatch(/@message like .* sort @timestamp asc/);
  });
});
