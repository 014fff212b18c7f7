/**
 * Compiles the program into a single file that needs no Node: `npm run binary` makes dist/akrelay-linux-x64. Another
 * system is named, as in `npm run binary -- darwin-aarch64`; only linux-x64 has been tried. (On macOS Bun would report its
 * own crashes to its makers: see to that first.)
 *
 * Bun compiles and runs it. The compiler is 100 MB and comes from its npm package, at one version whose content is known,
 * into node_modules/.cache; `npm ci` does without it.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

const bunVersion = '1.4.5';
/** The systems, and the content of Bun's package for each as the registry gave it on 2026-11-28. */
const integrity = {
  'linux-x64': 'sha512-IWX9BELoGHAUtMonkeSaNaZwXzRk+oDw6Mk+HBFXd3KHYIBNBsIGRupMZPcgNoDbJpLu6gAJjIoIVPZtt1aJ1g==',
  'linux-x64-baseline':
    'sha512-s8yMwYcFnnrA178gji0gZbkE2WVDej/Ti1x770oPfihxyRxSMNhGhiAQNXV53aDeraZxksdvKV/RAdQBCd0qPA==',
  'linux-aarch64': 'sha512-4BXmsSKnjOrlGWqZV4x/oWa7AVoR+B6lCXddMzOAXBIm3t50eslg9wb66gmtW1AamEQ1l1CDvmmruysEhqOWMg==',
  'darwin-x64': 'sha512-qkLPMGHZM9NI6CeHTWwVezzmlo6cC4Ta7yUAjYIWXS366qQcOlcp75t2uZyiuVRBMPS0h9qE0tCcvCHGaFqjJg==',
  'darwin-aarch64': 'sha512-4MIFXHmctH2EhAxLXm2/qxNtv17dFtLJylvaOCsrgq6KSqHTs6eW5YSrJjRbJxYUJaR901fsN8JfZOa+CsWpWQ==',
};

const [target = 'linux-x64'] = process.argv.slice(2);
if (!Object.hasOwn(integrity, target)) throw new Error(`no target ${target}; there are ${Object.keys(integrity)}`);
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

const compiler = bunFor(`${process.platform}-${process.arch === 'arm64' ? 'aarch64' : process.arch}`);
execFileSync(
  compiler,
  [
    ...['build', '--compile', `--target=bun-${target}`, `--compile-executable-path=${bunFor(target)}`],
    // In chunks, as a start reads only some of them.
    ...['--format=esm', '--splitting', '--bytecode', '--minify', '--keep-names'],
    // Most calls are over before compiled code would have paid; 60,000 messages take a twentieth longer.
    '--compile-jit-policy=20',
    '--tsconfig-override=scripts/tsconfig.bundle.json',
    // Where it is run, Bun would read `.env` and `bunfig.toml` of the working folder: a stranger's variables and code.
    ...['--no-compile-autoload-dotenv', '--no-compile-autoload-bunfig'],
    ...['--loader', '.md:text'],
    ...['--define', `AKRELAY_VERSION="${version}"`],
    // Bun writes the folders of the machine that compiles into their places.
    ...['--define', '__dirname=""', '--define', '__filename=""', '--define', 'import.meta.url="file:///"'],
    ...['src/node-main.ts', 'src/verify-thread.ts', '--outfile', `dist/akrelay-${target}`],
  ],
  { stdio: ['ignore', 'ignore', 'inherit'] },
);

/** Bun's program for a system, out of its npm package. Throws when the package is not the one that is known. */
function bunFor(system) {
  const folder = path.join('node_modules', '.cache', `bun-${bunVersion}-${system}`);
  const program = path.join(folder, 'package', 'bin', 'bun');
  if (existsSync(program)) return program;
  mkdirSync(folder, { recursive: true });
  const words = ['pack', `@oven/bun-${system}@${bunVersion}`, '--json', '--pack-destination', folder];
  const [pack] = JSON.parse(execFileSync('npm', words, { encoding: 'utf8' }));
  if (pack.integrity !== integrity[system]) throw new Error(`${pack.id} is not what it was: ${pack.integrity}`);
  execFileSync('tar', ['-xzf', path.join(folder, pack.filename), '-C', folder]);
  return program;
}
