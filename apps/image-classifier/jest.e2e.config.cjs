module.exports = {
  preset: "@pictor/jest-preset",
  testMatch: ["<rootDir>/e2e/**/*.spec.ts"],
  globalSetup: "<rootDir>/e2e/start.ts",
  globalTeardown: "<rootDir>/e2e/stop.ts",
  testSequencer: "<rootDir>/e2e/in-order.cjs",
  // One local AWS serves all files, one after the other; the last ones take it apart.
  maxWorkers: 1,
  testTimeout: 600_000,
};
