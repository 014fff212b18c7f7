/**
 * Stryker's test runner for pure code. A mutant costs a tenth of what it costs with jest: the tests of its folder are one
 * script, compiled once, which is evaluated anew for every mutant, so that no mutant leaves anything behind. Tests of time
 * are left out, and random values are the same in each run: a slow or unlucky run kills nothing.
 */
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import path from 'node:path';
import vm from 'node:vm';
import { declareClassPlugin, declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  DryRunStatus,
  determineHitLimitReached,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { rolldown } from 'rolldown';
import { globSync } from 'tinyglobby';

const require = createRequire(import.meta.url);
require('fast-check').configureGlobal({ seed: 1, endOnFailure: true });
process.env.WRITER_RUNS ??= '5';

/** Tests of time and memory. */
const slow = '!test/trace/hostile.test.ts';
const timed = /take no longer|linear/;

/** What Stryker's instrumented code reads and writes. */
const instrumenter = {};
globalThis.__stryker__ = instrumenter;

class InProcessRunner {
  static inject = ['options'];

  constructor({ mutate }) {
    this.folders = [...new Set(mutate.map((pattern) => pattern.split('/')[1]))];
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    const files = globSync([...this.folders.map((folder) => `test/${folder}/**/*.test.ts`), slow], { absolute: true });
    const globals = path.resolve('test/mutants/jest-globals.js');
    const lines = [`export { tests } from '${globals}';`, ...files.sort().map((file) => `import '${file}';`)];
    const bundle = await rolldown({
      input: 'all-tests',
      platform: 'node',
      treeshake: false,
      external: /^(?!@jest\/globals$|all-tests$)[^./]/,
      resolve: { alias: { '@jest/globals': globals } },
      plugins: [
        {
          name: 'all-tests',
          resolveId: (id) => (id === 'all-tests' ? id : undefined),
          load: (id) => (id === 'all-tests' ? lines.join('\n') : undefined),
        },
      ],
    });
    const { output } = await bundle.generate({ format: 'cjs', codeSplitting: false });
    this.evaluate = vm.compileFunction(output[0].code, ['exports', 'require', '__filename']);
  }

  async dryRun() {
    const tests = await this.run({ isAsked: () => true, bail: false });
    return { status: DryRunStatus.Complete, tests, mutantCoverage: instrumenter.mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit }) {
    Object.assign(instrumenter, { activeMutant: activeMutant.id, hitLimit, hitCount: hitLimit && 0 });
    const asked = testFilter && new Set(testFilter);
    const tests = await this.run({ isAsked: (id) => asked?.has(id) ?? true, bail: true });
    const endless = determineHitLimitReached(instrumenter.hitCount, hitLimit);
    return toMutantRunResult(endless ?? { status: DryRunStatus.Complete, tests });
  }

  async run({ isAsked, bail }) {
    const results = [];
    const take = async (id, body) => {
      instrumenter.currentTestId = id;
      const result = await resultOf(id, body);
      instrumenter.currentTestId = undefined;
      results.push(result);
      return bail && result.status === TestStatus.Failed;
    };
    const script = { tests: [] };
    const load = await resultOf('the tests are declared', () =>
      this.evaluate(script, require, path.resolve('all-tests.cjs')),
    );
    if (load.status === TestStatus.Failed) return [load];
    for (const { id, body } of script.tests) if (isAsked(id) && !timed.test(id) && (await take(id, body))) break;
    return results;
  }
}

async function resultOf(id, body) {
  const began = performance.now();
  const failureMessage = await failureOf(body);
  const status = failureMessage === undefined ? TestStatus.Success : TestStatus.Failed;
  return { id, name: id, timeSpentMs: performance.now() - began, status, failureMessage };
}

async function failureOf(body) {
  try {
    await body();
    return undefined;
  } catch (error) {
    return String(error?.message ?? error);
  }
}

/**
 * For a look that takes minutes: `MUTANTS_SHARE=0.1 MUTANTS_SEED=7` leaves each declaration of a file in with a chance of a
 * tenth, whatever stands in it.
 */
const sample = {
  shouldIgnore(node) {
    if (!node.parentPath?.isProgram()) return undefined;
    const { MUTANTS_SHARE = '1', MUTANTS_SEED = '1' } = process.env;
    const draw = createHash('sha256').update(`${MUTANTS_SEED} ${node}`).digest().readUInt32BE() / 2 ** 32;
    return draw < Number(MUTANTS_SHARE) ? undefined : 'not in the sample';
  },
};

export const strykerPlugins = [
  declareClassPlugin(PluginKind.TestRunner, 'in-process', InProcessRunner),
  declareValuePlugin(PluginKind.Ignore, 'sample', sample),
];
