module.exports = {
  testEnvironment: "node",
  testMatch: ["<rootDir>/test/**/*.spec.ts"],
  setupFilesAfterEnv: [require.resolve("./setup.cjs")],
  maxWorkers: 2,
  // Some tests evaluate every policy of every stack. On a busy machine they take longer than Jest's usual 5 s.
  testTimeout: 30_000,
  transform: {
    "^.+\\.ts$": [
      require.resolve("@swc/jest"),
      {
        jsc: { parser: { syntax: "typescript" }, target: "es2023" },
        module: { type: "commonjs" },
        sourceMaps: "inline",
      },
    ],
  },
};
