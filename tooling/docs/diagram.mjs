const quoted = (name) => [`"${name}"`];

/**
 * What is drawn: a node for each resource of a type, or one for all of them if the row has no `each`.
 *
 * - `name`: the attribute after which a node is called; `mentions`: texts by which others mention it, beside its address.
 * - `joined`: types whose attributes count as the node's own.
 * - `receives`: its arrows come from what it mentions: it reads that.
 */
const rows = [
  { type: "aws_kms_alias", label: () => "encryption key", mentions: quoted },
  {
    ...{ type: "aws_s3_bucket", name: "bucket", each: true, mentions: (name) => [name] },
    label: (part) => `bucket: ${part}`,
  },
  {
    ...{ type: "aws_wafv2_web_acl", label: () => "firewall (WAF)" },
    joined: ["aws_wafv2_web_acl_association", "aws_api_gateway_stage"],
  },
  { type: "aws_api_gateway_rest_api", mentions: quoted, label: () => "API Gateway" },
  {
    ...{ type: "aws_lambda_function", name: "function_name", each: true },
    mentions: (name) => [`"${name}"`, `function:${name}:`],
    label: (part) => `Lambda: ${part}`,
  },
  {
    ...{ type: "aws_sfn_state_machine", each: true, mentions: (name) => [`stateMachine:${name}"`] },
    label: (part) => `Step Functions: ${part}`,
  },
  {
    ...{ type: "aws_sagemaker_endpoint", each: true, mentions: quoted },
    label: (part) => `endpoint: ${part}`,
  },
  { type: "aws_sagemaker_model", label: () => "SageMaker model" },
  { type: "aws_vpc_endpoint", label: (_, count) => `${count} VPC endpoints` },
  {
    ...{ type: "aws_cloudwatch_metric_alarm", name: "alarm_name", receives: true },
    mentions: quoted,
    label: (_, count) => `${count} alarms`,
  },
  {
    ...{ type: "aws_cloudwatch_composite_alarm", receives: true },
    label: (_, count) => (count === 1 ? "1 symptom" : `${count} symptoms`),
  },
  { type: "aws_sns_topic", each: true, label: (part) => `topic: ${part}` },
];

/** Types that are not drawn: what they mention counts as mentioned by whoever mentions them. */
const carriers = ["aws_sagemaker_endpoint_configuration"];

/**
 * Draws stacks as Mermaid: a box for each stack with its main resources and what they use of each other, and an arrow to
 * each stack of which it names resources.
 *
 * @param stacks `{ id, title, json }` of each; the same thing has the same name in all
 */
export function drawDiagram(stacks) {
  const drawn = stacks.map((stack) => ({ ...stack, nodes: nodesOf(stack) }));
  const entries = drawn.flatMap(({ nodes }) => nodes.filter(({ type }) => /rest_api$/.test(type)));
  return [
    "flowchart LR",
    ...entries.map(({ id }) => `  caller([caller]) -- HTTPS --> ${id}`),
    ...drawn.flatMap(box),
    ...drawn.flatMap(({ nodes }) => arrows(nodes)),
    ...drawn.flatMap((stack) => readings(stack, drawn)),
  ].join("\n");
}

function nodesOf({ id, json }) {
  const all = resourcesOf(json);
  return rows.flatMap((row) => {
    const found = all.filter(({ type }) => type === row.type);
    const groups = row.each ? found.map((one) => [one]) : found.length > 0 ? [found] : [];
    return groups.map((group) => nodeOf(id, row, group, all));
  });
}

function nodeOf(stack, { name = "name", mentions = () => [], ...row }, group, all) {
  const part = partOf(String(group[0].values[name]));
  const text = textOf(group, all, row.joined);
  const ofName = group.flatMap(({ values }) => mentions(values[name]));
  return {
    id: `${stack}_${row.each ? `${row.type}_${part}` : row.type}`.replaceAll(/aws_|-/g, ""),
    type: row.type,
    label: row.label(part, group.length),
    receives: row.receives === true,
    isInVpc: /"vpc_(config|id)":/.test(text),
    ofName,
    keys: [...group.map(({ address }) => address), ...ofName],
    text,
  };
}

/** `models` of `pictor-env-models-account-us-east-1`. */
function partOf(name) {
  return name.replace(/^pictor-env-(jobs-)?/, "").replace(/-account.*$/, "");
}

function textOf(group, all, joined = []) {
  const own = [...group, ...all.filter(({ type }) => joined.includes(type))].map(textOfOne).join();
  const carried = all.filter(
    ({ type, address }) => carriers.includes(type) && own.includes(address),
  );
  return [own, ...carried.map(textOfOne)].join();
}

/** A resource's attributes, without its order, its metadata and its words. */
function textOfOne({ values }) {
  const { "//": _metadata, depends_on: _order, description: _words, ...attributes } = values;
  return JSON.stringify(attributes).replaceAll('\\"', '"');
}

function resourcesOf({ resource = {} }) {
  return Object.entries(resource).flatMap(([type, byId]) =>
    Object.entries(byId).map(([id, values]) => ({ type, address: `${type}.${id}`, values })),
  );
}

function box({ id, title, nodes }) {
  const line = (node) => `${node.id}["${node.label}"]`;
  const inside = nodes.filter(({ isInVpc }) => isInVpc);
  return [
    `  subgraph ${id}["${title}"]`,
    ...nodes.filter(({ isInVpc }) => !isInVpc).map((node) => `    ${line(node)}`),
    ...(inside.length === 0
      ? []
      : [
          `    subgraph ${id}_vpc["VPC without a way out"]`,
          ...inside.map((node) => `      ${line(node)}`),
          "    end",
        ]),
    "  end",
  ];
}

function arrows(nodes) {
  const found = nodes.flatMap((from) =>
    nodes
      .filter((to) => to !== from && to.keys.some((key) => from.text.includes(key)))
      .map((to) => (from.receives && !/topic/.test(to.type) ? [to, from] : [from, to])),
  );
  return [...new Set(found.map(([from, to]) => `  ${from.id} --> ${to.id}`))];
}

function readings({ id, json }, stacks) {
  const text = JSON.stringify(json).replaceAll('\\"', '"');
  return stacks
    .filter((other) => other.id !== id)
    .flatMap((other) => {
      const named = other.nodes.filter(
        (node) => /kms|s3/.test(node.type) && node.ofName.some((name) => text.includes(name)),
      );
      const labels = named.map(({ label }) => label.replace(/^bucket: /, ""));
      return labels.length === 0 ? [] : [`  ${id} -. "${labels.join(", ")}" .-> ${other.id}`];
    });
}
