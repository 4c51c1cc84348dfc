import { Converter, DocumentReflection, ReflectionKind } from "typedoc";
import { synthesiseExamples } from "../constructs/synthesise.mjs";
import { constructFacts } from "./construct-facts.mjs";
import { constructPage } from "./construct-page.mjs";
import { readProviderActions } from "./permissions.mjs";
import { pricing } from "./prices.mjs";

/** Adds a page for each construct that other teams may install. */
export async function addConstructPages(application) {
  const [examples, priced, actions] = await Promise.all([
    synthesiseExamples(),
    pricing(),
    readProviderActions(),
  ]);
  for (const { name, package: folder, error } of examples.filter((each) => each.error)) {
    application.logger.error(
      `the example of ${name} in packages/${folder} cannot be synthesised: ${error}`,
    );
  }
  application.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    const classes = project.getReflectionsByKind(ReflectionKind.Class);
    for (const example of examples.filter(({ error }) => error === undefined)) {
      const reflection = classes.find(
        ({ name, parent }) =>
          name === example.name && parent?.name === `@pictor/${example.package}`,
      );
      if (reflection === undefined) throw new Error(`TypeDoc found no class ${example.name}`);
      const text = constructPage(constructFacts(reflection, example, { priced, actions }));
      const reference = {
        kind: "inline-tag",
        tag: "@link",
        text: example.name,
        target: reflection,
      };
      const content = [{ kind: "text", text }, reference];
      const page = new DocumentReflection(example.name, project, content, { group: "Constructs" });
      project.registerReflection(page, undefined, undefined);
      project.addChild(page);
    }
  });
}
