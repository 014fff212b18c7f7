import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { topics } from '../src/help/topics.js';

/** What `npm pack` would pack now; building it again is left out. */
const packed: { readonly files: readonly { readonly path: string }[]; readonly unpackedSize: number } = JSON.parse(
  execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  }),
)[0];
const files = packed.files.map(({ path: name }) => name);
const manifest = JSON.parse(readFileSync('package.json', 'utf8'));

describe('the npm package', () => {
  test('holds what it says it holds', () => {
    const { '.': library, './schemas/*': schemas, ...others } = manifest.exports;
    const named = [manifest.bin.akrelay, ...manifest.man, library.types, library.default, ...Object.values(others)];
    expect(named.map((name: string) => path.posix.normalize(name)).filter((name) => !files.includes(name))).toEqual([]);
    expect(files).toContain(schemas.replace('./', '').replace('*', 'verify@1.json'));
    expect(files).toContain('dist/THIRD-PARTY-NOTICES.txt');
  });

  test('holds nothing else: no sources, no tests, no single file', () => {
    const wanted =
      /^(bin|examples|src\/help|dist\/(program|types|schemas))\/|^dist\/(index\.js|akrelay\.|THIRD)|^[A-Z]+(\.md)?$/;
    expect(files.filter((name) => !wanted.test(name) && name !== 'package.json')).toEqual([]);
    expect(packed.unpackedSize).toBeLessThan(5_500_000);
  });

  test('has a manual page with every topic of the reference', () => {
    const page = readFileSync('dist/akrelay.1', 'utf8');
    const titles = topics.map(({ name }) => /^# (.*)/.exec(readFileSync(`src/help/${name}.md`, 'utf8'))?.[1] ?? name);
    const names: Readonly<Record<string, string>> = {
      'Exit codes': 'EXIT STATUS',
      'Global options': 'OPTIONS',
    };
    const missing = titles.filter((title) => !page.includes(`\n.SH ${names[title] ?? title.toUpperCase()}\n`));
    expect(missing).toEqual([]);
  });

  test('installs nothing beside itself and runs nothing when it is installed', () => {
    const { dependencies = {}, scripts } = manifest;
    expect(dependencies).toEqual({});
    expect(Object.keys(scripts).filter((name) => /^(pre|post)?install$|^prepare$/.test(name))).toEqual([]);
  });

  test.each(files.filter((name) => name.endsWith('.md')))('%s has no dead links', (name) => {
    const links = [...readFileSync(name, 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link = '']) =>
      path.posix.join(path.posix.dirname(name), link),
    );
    const known = (link: string): boolean => files.some((file) => file === link || file.startsWith(`${link}/`));
    expect(links.filter((link) => !known(link))).toEqual([]);
  });
});
