/**
 * Builds dist/: the program as CommonJS chunks, the library as one ES module with its types.
 *
 * A CommonJS entry starts about 4 ms sooner than an ES module, and small chunks keep a command from reading the others'
 * code. esbuild splits only ES modules, so it splits first and each chunk is then turned into CommonJS on its own.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build, transform } from 'esbuild';

const external = Object.keys(JSON.parse(readFileSync('package.json', 'utf8')).dependencies);
/** Worth the bundle: read as part of a chunk, whole and minified, they cost half or less of what they cost as packages. */
const bundled = ['commander', 'chalk', 'cosmiconfig', 'yaml', 'valibot', 'nodemailer'];

rmSync('dist', { recursive: true, force: true });

const common = {
  platform: 'node',
  target: 'node20',
  bundle: true,
  charset: 'utf8',
  logLevel: 'warning',
  minifySyntax: true,
  minifyWhitespace: true,
};
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

/** What packages load at once for things that are never done here, and what they get instead. It costs a start 5 ms each. */
const neverDone = [
  // Subcommands that are programs of their own.
  [/commander[\\/]lib[\\/]command\.js$/, (code) => code.replace("require('node:child_process')", '{}')],
  // Config files that are code.
  [/cosmiconfig[\\/]dist[\\/]loaders\.js$/, (code) => code.replace('require("crypto")', '{}')],
  // Content of messages that is a URL.
  [
    /nodemailer[\\/]dist[\\/]esm[\\/]fetch[\\/]index\.js$/,
    () => "export default () => { throw new Error('no URL is ever fetched'); };",
  ],
];

const withoutWhatIsNeverDone = {
  name: 'without-what-is-never-done',
  setup({ onLoad }) {
    for (const [filter, change] of neverDone) {
      onLoad({ filter }, ({ path: file }) => {
        const code = readFileSync(file, 'utf8');
        const contents = change(code);
        if (contents === code) throw new Error(`${file} has changed: look at it and at neverDone`);
        return { contents, loader: 'js' };
      });
    }
  },
};

const program = await build({
  ...common,
  plugins: [withoutWhatIsNeverDone],
  entryPoints: { main: 'src/node-main.ts' },
  outdir: 'dist/program',
  format: 'esm',
  splitting: true,
  chunkNames: 'chunk-[hash]',
  external: external.filter((name) => !bundled.includes(name)),
  define: { AKRELAY_VERSION: JSON.stringify(version) },
  write: false,
});
await Promise.all(program.outputFiles.map(writeCommonJs));
// A thread starts while the program is busy: in one piece, and without a cache of its code.
await build({
  ...common,
  entryPoints: ['src/verify-thread.ts'],
  outfile: 'dist/program/verify-thread.cjs',
  format: 'cjs',
});
execFileSync(process.execPath, ['cache-code.js'], { stdio: ['ignore', 'ignore', 'inherit'] });
cpSync('src/config/akrelay.schema.json', 'dist/akrelay.schema.json');
cpSync('src/schemas', 'dist/schemas', { recursive: true });

await build({
  ...common,
  entryPoints: ['src/index.ts'],
  outfile: 'dist/index.js',
  format: 'esm',
  minifyWhitespace: false,
});
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.types.json'], { stdio: 'inherit' });

async function writeCommonJs({ path: file, text }) {
  // Only our own chunks: a package that is an ES module must still be reached through import().
  const relative = text
    .replace(/\bimport\("(\.\/[^"]+)\.js"\)/g, 'Promise.resolve().then(()=>require("$1.cjs"))')
    .replace(/(from|import)"(\.\/[^"]+)\.js"/g, '$1"$2.cjs"')
    // V8 loses what import() needs in code that comes from a cache: bin/cached-program.cjs offers another way.
    .replace(/\bimport\((?=")/g, '(require.import??(id=>import(id)))(');
  const { code } = await transform(relative, {
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    minifyWhitespace: true,
  });
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file.replace(/\.js$/, '.cjs'), code);
}
