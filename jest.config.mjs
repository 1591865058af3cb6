/**
 * Jest runs the TypeScript sources as native ES modules; swc only strips types and lowers
 * decorators. The suites that drive a whole server for minutes have scripts of their own
 * (jest.long.config.mjs).
 */
export const LONG_SUITES = [
  'browser',
  'certificateTools',
  'consortium',
  'crash',
  'determinism',
  'fuzz',
  'interop',
  'mutants',
  'networks',
  'partition',
  'soak',
];

export default {
  testEnvironment: 'node',
  // A bound on what hangs, far above what any test takes: a busy machine must not fail one.
  testTimeout: 60_000,
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: [
    '/node_modules/',
    ...LONG_SUITES.map((suite) => `<rootDir>/test/${suite}/`),
  ],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: {
            legacyDecorator: true,
            decoratorMetadata: false,
            useDefineForClassFields: false,
          },
          target: 'es2022',
          keepClassNames: true,
        },
        module: { type: 'es6' },
      },
    ],
  },
};
