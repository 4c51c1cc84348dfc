import { type EndingKind, endsOfLife } from "@pictor/contracts";
import * as z from "zod";

/** Something with an end of support that a deployment uses. */
export interface Component {
  readonly kind: EndingKind;
  /** As the table of ends names it. */
  readonly name: string;
}

const stackSchema = z.looseObject({
  "//": z.looseObject({ metadata: z.looseObject({ version: z.string() }) }).optional(),
  terraform: z
    .looseObject({
      required_providers: z.looseObject({ aws: z.looseObject({ version: z.string() }) }),
    })
    .optional(),
  resource: z
    .looseObject({
      aws_lambda_function: z
        .record(z.string(), z.looseObject({ runtime: z.string().optional() }))
        .optional(),
    })
    .optional(),
  data: z
    .looseObject({
      aws_sagemaker_prebuilt_ecr_image: z
        .record(z.string(), z.looseObject({ repository_name: z.string(), image_tag: z.string() }))
        .optional(),
    })
    .optional(),
});

/** The components that the table of ends has a row of, of synthesised stacks and of the Node.js that runs this. */
export function componentsOf(
  stacks: readonly unknown[],
  node: string = process.versions.node,
): readonly Component[] {
  const found = [...stacks.flatMap(componentsOfStack), { kind: "Node.js", name: first(node, 1) }];
  return endsOfLife.filter((row) =>
    found.some(({ kind, name }) => kind === row.kind && name === row.name),
  );
}

function componentsOfStack(json: unknown): { readonly kind: EndingKind; readonly name: string }[] {
  const { "//": comment, data, resource, terraform } = stackSchema.parse(json);
  const images = Object.values(data?.aws_sagemaker_prebuilt_ecr_image ?? {}).map(
    ({ repository_name: repository, image_tag: tag }) => `/${repository}:${tag}`,
  );
  const runtimes = Object.values(resource?.aws_lambda_function ?? {});
  return [
    ...imagesIn([JSON.stringify(json), ...images].join("\n")),
    ...runtimes.map(({ runtime = "" }) => ({ kind: "Lambda runtime", name: runtime }) as const),
    { kind: "AWS provider", name: first(terraform?.required_providers.aws.version, 1) },
    { kind: "CDKTF", name: first(comment?.metadata.version, 2) },
  ];
}

/** Images, and their Python: the registry before them may be a reference, and a state machine has them in a text. */
function imagesIn(text: string): { readonly kind: EndingKind; readonly name: string }[] {
  return [...text.matchAll(/\/([\w.-]+:\d+\.\d+)[\w.]*-(?:cpu|gpu)-py(\d)(\d+)-/g)].flatMap(
    ([, image = "", major, minor]) => [
      { kind: "container image", name: image },
      { kind: "Python", name: `${major}.${minor}` },
    ],
  );
}

/** The first parts of a version: `0.21` of `0.21.0`. */
function first(version = "", parts: number): string {
  return version.split(".").slice(0, parts).join(".");
}
