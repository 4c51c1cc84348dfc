module.exports = {
  preset: "@pictor/jest-preset",
  // Commands import what they run when they run, as Node resolves it: with the compiled file's name.
  moduleNameMapper: {
    "^(\\.\\./(?:account|apply|batch|checks|cost|release|review|run|simulate|start|status)/.*)\\.js$":
      "$1",
  },
};
