import { importTypeScript } from './import-typescript.js';

/** The manual page akrelay(1) in the macros of man(7): the commands, the options that all of them have, the exit codes. */
export async function manPage(version) {
  const { commandEntries, globalOptions, exitCodes } = await importTypeScript('scripts/command-tree.ts');
  return [
    `.TH AKRELAY 1 "" "akrelay ${version}" "User Commands"`,
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
    ...section(
      'EXIT STATUS',
      Object.values(exitCodes).flatMap(({ code, meaning }) => entry(String(code), meaning)),
    ),
    '',
  ].join('\n');
}

function section(title, lines) {
  return [`.SH ${title}`, ...lines];
}

function entry(term, text) {
  return ['.TP', `.B ${escaped(term)}`, escaped(text)];
}

/** A backslash, a hyphen and a dot at the beginning of a line mean something to man. */
function escaped(text) {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^(?=[.'])/, '\\&');
}
