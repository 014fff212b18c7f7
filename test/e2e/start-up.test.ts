import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { akrelay, emptyFolder } from '../support/program.js';
import { program } from '../support/program-under-test.js';

/** Modules of Node that cost a millisecond or more each to load, and that a call without network, prompts and config does not need. */
const costly = [
  ...['fs/promises', 'crypto', 'child_process', 'net', 'tls', 'dns', 'http', 'dgram', 'readline', 'zlib'],
  'worker_threads',
];
const bin = path.resolve('bin/akrelay.cjs');
const describePackage = program.kind === 'package' ? describe : describe.skip;

describePackage('a start loads only what it needs', () => {
  let cwd: string;
  beforeAll(async () => {
    cwd = await emptyFolder();
    await writeFile(
      path.join(cwd, 'report.cjs'),
      `process.on('exit', () => require('fs').writeFileSync('loaded.json', JSON.stringify([...process.moduleLoadList, ...Object.keys(require.cache)])));`,
    );
  });

  const listOf = (words: readonly string[]): string[] => {
    // Standard output is no pipe: Node would load the network for it.
    spawnSync(process.execPath, ['-r', './report.cjs', ...words], { cwd, stdio: 'ignore', env: { HOME: cwd } });
    const code = "process.stdout.write(require('fs').readFileSync('loaded.json', 'utf8'))";
    return JSON.parse(execFileSync(process.execPath, ['-e', code], { cwd, encoding: 'utf8' }));
  };
  const loadedBy = (words: readonly string[]): string[] => {
    const list = listOf(words);
    return costly.filter((name) => list.includes(`NativeModule ${name}`));
  };

  test.each([
    [[bin, '--version']],
    [[bin, '--help']],
    [[bin, 'verify', path.resolve('examples/confirmed.eml')]],
    [[bin, 'config', 'path']],
  ])('%j', (words) => {
    expect(loadedBy(words)).toEqual([]);
  });

  // Those are for the prompts; where a text goes to a file, Node loads them itself.
  test('verify loads no streams', () => {
    const list = listOf([bin, 'verify', path.resolve('examples/confirmed.eml')]);
    expect(list).toContain('NativeModule fs');
    expect(list).not.toContain('NativeModule stream');
  });

  test.each([
    [[], 'not loaded'],
    [['--auth', '--resolver', 'none', '--dns-cache', 'answers.json'], 'loaded'],
  ])('verify %j: the code of mailauth is %s', (words, is) => {
    const files = listOf([bin, 'verify', path.resolve('examples/confirmed.eml'), ...words]);
    const chunks = files.filter((file) => path.dirname(file) === path.resolve('dist/program'));
    expect(chunks.length).toBeGreaterThan(5);
    // Names of functions of its parts for DKIM, SPF and DMARC; the build keeps names.
    const ofMailauth = chunks.filter((file) =>
      /DkimVerifier|spfVerify|getDmarcRecord/.test(readFileSync(file, 'utf8')),
    );
    expect(ofMailauth.length > 0 ? 'loaded' : 'not loaded').toBe(is);
  });

  test('the check sees what is loaded', () => {
    expect(loadedBy(['-e', "require('crypto'); require('fs/promises')"])).toEqual(['fs/promises', 'crypto']);
  });
});

describe('the folder for compiled code', () => {
  test.each(['/proc/nope', '/dev/null', 'relative'])('%s: does without', async (folder) => {
    const cwd = await emptyFolder();
    const run = await akrelay(['config', 'schema'], { cwd, env: { XDG_CACHE_HOME: folder } });
    expect(run).toMatchObject({ exit: 0, stderr: '' });
    expect(await readdir(cwd)).toEqual([]);
  });
});
