import { tmpdir } from 'node:os';
import path from 'node:path';

/** `npm run test:mutants`: of the mutants of src/trace the tests must kill 85 %. For others: `-- --mutate 'src/relay/**'`. */
export default {
  mutate: ['src/trace/**/*.ts'],
  testRunner: 'in-process',
  plugins: ['./test/mutants/runner.js'],
  ignorers: ['sample'],
  coverageAnalysis: 'perTest',
  concurrency: '100%',
  // What hangs is found by counting; a slow machine is no proof.
  timeoutMS: 60_000,
  thresholds: { high: 95, low: 90, break: 85 },
  reporters: ['clear-text', 'progress-append-only'],
  clearTextReporter: { logTests: false, reportTests: false },
  // TypeScript 7 is not the compiler that Stryker knows; nothing of it is needed here.
  tsconfigFile: 'none',
  tempDirName: path.join(tmpdir(), 'akrelay-mutants'),
  ignorePatterns: ['dist'],
};
