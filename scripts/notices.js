import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * The licences of the packages whose code is in the given chunks, as their authors want them passed on. Throws where a
 * package has no licence file: then somebody has to look.
 */
export function noticesOf(chunks) {
  const folders = new Set(chunks.flatMap(({ moduleIds }) => moduleIds.flatMap(packageFolder)));
  const notices = [...folders].map(noticeOf).sort();
  return `akrelay contains code of these packages.\n\n${notices.join('\n')}`;
}

/** The folder of the package that a module belongs to; none for a module of ours. */
function packageFolder(module) {
  const match = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(module);
  return match === null ? [] : [match[0]];
}

function noticeOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file));
  if (files.length === 0) throw new Error(`${name} ${version} has no licence file`);
  const texts = files.map((file) => readFileSync(path.join(folder, file), 'utf8').trim());
  return [`${'='.repeat(80)}`, `${name} ${version} (${license})`, '', ...texts, ''].join('\n');
}
