/**
 * `npm run deb`: packs dist/akrelay-linux-x64 (npm run build, npm run binary) as dist/akrelay_<version>_amd64.deb, with the
 * manual page and the completions in their places. Needs dpkg-deb.
 */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

const binary = 'dist/akrelay-linux-x64';
const { version, description } = JSON.parse(readFileSync('package.json', 'utf8'));
// What is packed is for everybody to read, whoever packs it.
process.umask(0o022);
const folder = mkdtempSync(path.join(tmpdir(), 'akrelay-deb-'));
chmodSync(folder, 0o755);
const docs = 'usr/share/doc/akrelay';

try {
  cpSync(binary, placeOf('usr/bin/akrelay'));
  // Debian keeps them packed, and without the time of packing.
  write('usr/share/man/man1/akrelay.1.gz', gzipSync(readFileSync('dist/akrelay.1'), { level: 9 }));
  write(`${docs}/changelog.gz`, gzipSync(readFileSync('CHANGELOG.md'), { level: 9 }));
  write(`${docs}/copyright`, copyright());
  cpSync('examples', placeOf(`${docs}/examples`), { recursive: true });
  write('usr/share/bash-completion/completions/akrelay', completionOf('bash'));
  write('usr/share/zsh/vendor-completions/_akrelay', completionOf('zsh'));
  write('usr/share/fish/vendor_completions.d/akrelay.fish', completionOf('fish'));
  write('DEBIAN/control', control());
  // More than the least of xz takes two minutes and saves a tenth.
  const words = ['--root-owner-group', '-Zxz', '-z1', '--build', folder, `dist/akrelay_${version}_amd64.deb`];
  execFileSync('dpkg-deb', words, { stdio: 'inherit' });
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function write(name, content) {
  writeFileSync(placeOf(name), content);
}

function placeOf(name) {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  return file;
}

function completionOf(shell) {
  return execFileSync(binary, ['completion', shell], { encoding: 'utf8' });
}

/** glibc 2.17 is what Bun asks for: objdump -T of its program (1.4.5, read 2026-11-28). */
function control() {
  return [
    'Package: akrelay',
    `Version: ${version}`,
    'Architecture: amd64',
    'Section: mail',
    'Priority: optional',
    'Maintainer: the akrelay authors',
    'Depends: libc6 (>= 2.17)',
    `Installed-Size: ${Math.ceil(sizeOf(folder) / 1024)}`,
    `Description: ${description.split(':')[0]}`,
    ` ${description}.`,
    '',
  ].join('\n');
}

function copyright() {
  const bun = [
    'The program was compiled with Bun, which is under the MIT licence and links other libraries, JavaScriptCore (LGPL 2)',
    'among them; https://bun.com/docs/project/license names them all and says how to link Bun anew.',
  ];
  return [readFileSync('LICENSE', 'utf8'), ...bun, '', readFileSync('dist/THIRD-PARTY-NOTICES.txt', 'utf8')].join('\n');
}

/** Bytes of all files in a folder. */
function sizeOf(place) {
  const files = readdirSync(place, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.reduce((sum, { parentPath, name }) => sum + statSync(path.join(parentPath, name)).size, 0);
}
