module.exports = {
  preset: "@pictor/jest-preset",
  testMatch: ["<rootDir>/stacks/**/*.spec.ts"],
  // Most of an apply is waiting for the provider, which waits for S3: two at once take little more than one.
  maxWorkers: 2,
  testTimeout: 300_000,
};
