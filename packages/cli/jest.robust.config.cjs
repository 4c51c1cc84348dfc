module.exports = {
  preset: "@pictor/jest-preset",
  testMatch: ["<rootDir>/robust/**/*.spec.ts"],
  // Every tree has a model server: two at a time would only wait for each other.
  maxWorkers: 1,
  testTimeout: 180_000,
};
