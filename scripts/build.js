/**
 * Builds what the package holds beside its sources: the program as CommonJS chunks, the library as one ES module with its
 * types, the schemas, the man page and the notices of the libraries that are bundled in.
 *
 * CommonJS, since `import 'node:fs'` in an ES module makes Node load its streams too, 4 ms of a start; chunks, so that a
 * command does not read the others' code.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';
import { manPage } from './man-page.js';
import { noticesOf } from './notices.js';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

/** What the program, its threads and the library have in common. Names stay, for the stack traces of bug reports. */
const common = {
  platform: 'node',
  transform: { target: 'node20', define: { AKRELAY_VERSION: JSON.stringify(version) } },
  tsconfig: 'scripts/tsconfig.bundle.json',
  moduleTypes: { '.md': 'text' },
  // A library that is not there would be left out, and missed by the user.
  onLog: (level, log, next) => next(log.code === 'UNRESOLVED_IMPORT' ? 'error' : level, log),
  // cosmiconfig would compile a config in TypeScript with it: none is ever read.
  external: ['typescript'],
  // A module may be part of two chunks that are themselves loaded only when they are needed.
  checks: { ineffectiveDynamicImport: false },
};
/**
 * commander asks for node:child_process when it is loaded, for commands that are programs of their own; ours are not. Node
 * would load its sockets and streams with it: 3 to 4 ms of CPU in every start, an eighth of a bare Node (Node 24, 2026-11).
 */
const withoutPrograms = {
  name: 'without-programs',
  resolveId: (id, importer = '') =>
    id === 'node:child_process' && importer.includes('/node_modules/commander/') ? '\0no-programs' : undefined,
  load: (id) => (id === '\0no-programs' ? 'export {};' : undefined),
};
const chunks = {
  dir: 'dist/program',
  format: 'cjs',
  entryFileNames: '[name].cjs',
  chunkFileNames: '[name]-[hash].cjs',
  dynamicImportInCjs: false,
  minify: { compress: true, mangle: { keepNames: true } },
  charset: 'ascii',
};

// Not the whole of dist/: the single file and the Debian package take longer to make.
for (const part of ['program', 'types', 'schemas']) rmSync(`dist/${part}`, { recursive: true, force: true });
mkdirSync('dist', { recursive: true });

const { output: program } = await build({
  ...common,
  input: { main: 'src/node-main.ts' },
  plugins: [withoutPrograms],
  output: chunks,
});
// A thread starts while the program is busy: in one piece.
const { output: thread } = await build({
  ...common,
  input: 'src/verify-thread.ts',
  output: { ...chunks, codeSplitting: false },
});
await build({ ...common, input: 'src/index.ts', output: { file: 'dist/index.js', format: 'esm' } });
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'scripts/tsconfig.types.json'], {
  stdio: 'inherit',
});
cpSync('src/config/akrelay.schema.json', 'dist/akrelay.schema.json');
cpSync('src/schemas', 'dist/schemas', { recursive: true });
writeFileSync('dist/THIRD-PARTY-NOTICES.txt', noticesOf([...program, ...thread]));
writeFileSync('dist/akrelay.1', await manPage(version));
