module.exports = {
  preset: "@pictor/jest-preset",
  testMatch: ["<rootDir>/stacks/**/*.spec.ts"],
  testTimeout: 300_000,
};
