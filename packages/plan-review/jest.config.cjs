module.exports = { preset: "@pictor/jest-preset" };
