import { importTypeScript } from './import-typescript.js';

/**
 * The manual page akrelay(1), in the macros of man(7) and tbl(1): the commands, the options that all of them have, and the
 * topics of src/help/.
 */
export async function manPage(version) {
  const { blocksOf, commandEntries, globalOptions, pages } = await importTypeScript('scripts/command-tree.ts');
  return [
    // Asks man for tbl.
    `'\\" t`,
    `.TH AKRELAY 1 "" "akrelay ${version}" "User Commands"`,
    // Words of a command are neither pulled apart nor hyphenated.
    '.ad l',
    '.nh',
    ...section('NAME', ['akrelay \\- relay senders of an Altcraft platform as a file: create, test, prove']),
    ...section('SYNOPSIS', ['.B akrelay', '.I command', '.RI [ word ...]', '.RI [ options ]']),
    ...section('COMMANDS', [
      'What a command accepts, with examples: \\fBakrelay\\fR \\fIcommand\\fR \\fB\\-\\-help\\fR.',
      ...commandEntries.flatMap(({ path, summary }) => entry(path.join(' '), summary)),
    ]),
    ...section(
      'OPTIONS',
      globalOptions.flatMap(({ flags, description }) => entry(flags, description)),
    ),
    ...pages.flatMap((page) => blocksOf(page).flatMap(macrosOf)),
    '',
  ].join('\n');
}

function section(title, lines) {
  return [`.SH ${title}`, ...lines];
}

function entry(term, text) {
  return ['.TP', `.B ${escaped(term)}`, inline(text)];
}

function macrosOf({ kind, level, text, items, rows }) {
  switch (kind) {
    case 'heading':
      return [level === 1 ? `.SH ${sectionName(text)}` : `.SS ${inline(text)}`];
    case 'code':
      return ['.PP', '.RS 4', '.nf', ...text.split('\n').map(escaped), '.fi', '.RE'];
    case 'list':
      return items.flatMap((item) => [/^\d/.test(item.mark) ? `.IP ${item.mark}4` : '.IP \\(bu 2', inline(item.text)]);
    case 'table':
      return tableOf(rows);
    default:
      return ['.PP', inline(text)];
  }
}

/** man knows a section of exit codes by this name. */
function sectionName(title) {
  return title === 'Exit codes' ? 'EXIT STATUS' : inline(title.toUpperCase());
}

/** Columns of long texts wrap, so that a table is as wide as the page at most. */
function tableOf([head, ...rows]) {
  const isLong = head.map((_, i) => rows.some((row) => row[i].length > longestWord));
  const cell = (text, i) => (isLong[i] && text !== '' ? `T{\n${inline(text)}\nT}` : inline(text));
  return [
    ...['.PP', '.TS', 'tab(\t);', head.map(() => 'lB').join(' ')],
    `${isLong.map((long) => (long ? 'lx' : 'l')).join(' ')}.`,
    ...[head, ...rows].map((row) => row.map(cell).join('\t')),
    '.TE',
  ];
}

const longestWord = 20;

/** Code and emphasis in bold. */
function inline(text) {
  const parts = text.split(/`([^`]+)`|\*\*([^*]+)\*\*/);
  return parts.map((part, i) => (i % 3 === 0 ? escaped(part) : part && `\\fB${escaped(part)}\\fR`)).join('');
}

/** What roff takes for something else than itself, and characters beyond ASCII. */
function escaped(text) {
  return text
    .replace(/[\\\-'`^~]/g, (character) => `\\${names[character]}`)
    .replace(
      /[^\0-\x7f]/gu,
      (character) => `\\[u${character.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}]`,
    )
    .replace(/^(?=\.)/, '\\&');
}

const names = { '\\': 'e', '-': '-', "'": '(aq', '`': '(ga', '^': '(ha', '~': '(ti' };
