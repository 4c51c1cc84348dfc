import { basename, relative } from "node:path";

/**
 * Orders test files by the register. A story keeps its own order, because its last files destroy what the first ones look
 * at. A pool begins with its longest suite, so that no worker is left alone with it at the end.
 */
export default class InOrder {
  sort(tests) {
    const place = ({ path, context }) => {
      const { folders, story } = context.config.globals.order;
      return story === undefined
        ? folders.indexOf(relative(context.config.rootDir, path).split("/")[0])
        : story.indexOf(basename(path, ".spec.ts"));
    };
    return [...tests].sort((a, b) => place(a) - place(b));
  }

  shard(tests) {
    return tests;
  }

  allFailedTests(tests) {
    return tests;
  }

  cacheResults() {}
}
