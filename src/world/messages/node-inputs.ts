import { type Dirent, readdirSync, statSync } from 'node:fs';
import { AkrelayError } from '../../errors.js';
import { maildirParts, nameWithoutFlags } from '../files/maildir-names.js';
import { isPattern, namesLike, nothingLike } from '../files/node-glob.js';
import { cannotRead, codeOf } from '../files/node-reason.js';
import type { InputFile, InputRequest, Inputs } from './message-files.js';

/** What listing needs of the machine: how names become paths, and how a file or a pipe is opened. */
export interface Openers {
  readonly absolute: (name: string) => string;
  /** For regular files; `place` is the path. */
  readonly file: (name: string, place: string) => InputFile;
  /** For pipes and devices; `-` is standard input. */
  readonly stream: (name: string) => InputFile;
}

/** Between portions V8 collects what is young, when little of it lives: with 32, verify took 18 MB more (Node 20, 2026-11). */
const largestPortion = 4;

/** The inputs of a request, in order. A file is looked at only when its turn comes. */
export function inputsOf(request: InputRequest, openers: Openers): Inputs {
  const [first = '-'] = request.operands;
  const single = request.operands.length <= 1 && request.namesFrom === undefined;
  const kind = kindOf(first, openers);
  return {
    expected: single && kind !== 'folder' && kind !== 'pattern' ? 'one' : 'many',
    files: portions(namesOf(request, openers), (name) => filesOf(name, request, openers)),
  };
}

/** The names in the portions in which they become known. */
async function* namesOf({ operands, namesFrom }: InputRequest, openers: Openers): AsyncIterable<readonly string[]> {
  if (operands.length > 0) yield await matching(operands, openers);
  else if (namesFrom === undefined) yield ['-'];
  if (namesFrom !== undefined)
    yield* (await import('./node-name-list.js')).namesIn(namesFrom, openers.absolute(namesFrom));
}

/** Of a pattern that the shell left as it is, what it matches; a name that is there is no pattern, whatever it looks like. */
async function matching(operands: readonly string[], openers: Openers): Promise<readonly string[]> {
  if (!operands.some(isPattern)) return operands;
  const names: (readonly string[])[] = [];
  for (const name of operands) {
    const found = kindOf(name, openers) === 'pattern' ? await namesLike(name, openers.absolute) : [];
    names.push(found.length > 0 ? found : [name]);
  }
  return names.flat();
}

/** Portions that double in size, so that the first result is there at once and many cost little each. */
async function* portions(
  names: AsyncIterable<readonly string[]>,
  filesOfName: (name: string) => Iterable<InputFile>,
): AsyncIterable<readonly InputFile[]> {
  let size = 1;
  for await (const known of names) {
    let portion: InputFile[] = [];
    for (const name of known) {
      for (const file of filesOfName(name)) {
        portion.push(file);
        if (portion.length < size) continue;
        yield portion;
        portion = [];
        size = Math.min(2 * size, largestPortion);
        // Reading is synchronous: here Ctrl-C and finished writes get their turn.
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    if (portion.length > 0) yield portion;
  }
}

function* filesOf(name: string, { folders }: InputRequest, openers: Openers): Iterable<InputFile> {
  const kind = kindOf(name, openers);
  if (kind === 'stream') return yield openers.stream(name);
  if (kind === 'file') return yield openers.file(name, openers.absolute(name));
  if (kind === 'pattern') return yield failed(name, nothingLike(name));
  if (typeof kind === 'object') return yield failed(name, kind.error);
  let count = 0;
  for (const file of folderFiles(name.replace(/(?<=.)\/+$/, ''), folders, openers)) {
    count += 1;
    yield file;
  }
  if (count === 0) yield failed(name, emptyFolder(name, folders === 'flat' && hasFolders(openers.absolute(name))));
}

type Kind = 'file' | 'folder' | 'stream' | 'pattern' | { readonly error: AkrelayError };

function kindOf(name: string, { absolute }: Openers): Kind {
  if (name === '-') return 'stream';
  try {
    const stat = statSync(absolute(name));
    return stat.isFile() ? 'file' : stat.isDirectory() ? 'folder' : 'stream';
  } catch (error) {
    return codeOf(error) === 'ENOENT' && isPattern(name) ? 'pattern' : { error: cannotRead(name, error) };
  }
}

/** The files of a folder by name, without hidden ones. Of a Maildir (https://cr.yp.to/proto/maildir.html) those of `cur` and `new`. */
function* folderFiles(folder: string, folders: InputRequest['folders'], openers: Openers): Iterable<InputFile> {
  // Resolved once: a call for each file would cost as much as opening it.
  const place = openers.absolute(folder);
  const entries = listed(place, folder);
  if (entries instanceof AkrelayError) return yield failed(folder, entries);
  const isMaildir = maildirParts.every((name) => entries.some((entry) => entry.name === name && entry.isDirectory()));
  for (const entry of entries) {
    // Maildir++ keeps its sub-folders in hidden folders next to `cur`.
    if (entry.isDirectory() && folders === 'recursive' && entry.name.startsWith('.') === isMaildir)
      yield* folderFiles(`${folder}/${entry.name}`, folders, openers);
    else if (!isMaildir) yield* entryFile(folder, place, entry, openers);
  }
  if (isMaildir) yield* maildirFiles(folder, place, openers);
}

/** Both folders are listed before a file is opened, `new` first: a mail program moves messages from there to `cur`. */
function* maildirFiles(folder: string, place: string, openers: Openers): Iterable<InputFile> {
  const lists = maildirParts.map((part) => ({ part, entries: listed(`${place}/${part}`, `${folder}/${part}`) }));
  const seen = new Set<string>();
  for (const { part, entries } of lists.reverse())
    if (entries instanceof AkrelayError) yield failed(`${folder}/${part}`, entries);
    else
      for (const entry of entries) {
        const own = nameWithoutFlags(entry.name);
        if (!seen.has(own)) yield* entryFile(`${folder}/${part}`, `${place}/${part}`, entry, openers);
        seen.add(own);
      }
}

function* entryFile(folder: string, place: string, entry: Dirent, openers: Openers): Iterable<InputFile> {
  if (entry.isDirectory() || entry.name.startsWith('.')) return;
  const name = `${folder}/${entry.name}`;
  const kind = entry.isSymbolicLink() ? kindOf(name, openers) : entry.isFile() ? 'file' : 'stream';
  if (kind === 'file') yield openers.file(name, `${place}/${entry.name}`);
  // A link that leads nowhere is a message that cannot be read.
  else if (typeof kind === 'object') yield failed(name, kind.error);
}

/** What is in a folder, by name; or why it cannot be read. */
function listed(place: string, folder: string): Dirent[] | AkrelayError {
  try {
    return readdirSync(place, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    return cannotRead(folder, error);
  }
}

function failed(name: string, error: AkrelayError): InputFile {
  return {
    name,
    open: () => {
      throw error;
    },
  };
}

function emptyFolder(name: string, mayLookInside: boolean): AkrelayError {
  return new AkrelayError('input-missing', {
    message: `There is no message in ${name}.`,
    hint: mayLookInside ? 'Add --recursive to include its subfolders.' : 'Give a folder that contains messages.',
  });
}

function hasFolders(place: string): boolean {
  try {
    return readdirSync(place, { withFileTypes: true }).some(
      (entry) => entry.isDirectory() && !['cur', 'new', 'tmp'].includes(entry.name),
    );
  } catch {
    // It has gone meanwhile.
    return false;
  }
}
