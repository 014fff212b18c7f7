/** Octets of a line of mail without its line end (RFC 5322 §2.1.1). What is longer, servers break, cut or refuse. */
export const longestLine = 998;

export interface LongLine {
  /** From 1. */
  readonly line: number;
  readonly octets: number;
}

/** What is done about lines that are too long. */
export type LongLines = 'refused' | 'folded';

/** The first line that is too long, in a Latin-1 text with CRLF line ends; `folded`: that not even `foldLines` helps. */
export function longLine(text: string, longLines: LongLines): LongLine | undefined {
  const lines = (longLines === 'folded' ? headerOf(text) : text).split('\r\n');
  const index = lines.findIndex((line) => line.length > longestLine && (longLines === 'refused' || !isFoldable(line)));
  return index < 0 ? undefined : { line: index + 1, octets: lines[index]?.length ?? 0 };
}

function isFoldable(line: string): boolean {
  return foldField(line)
    .split('\r\n')
    .every(({ length }) => length <= longestLine);
}

function headerOf(text: string): string {
  const start = /[^ \t\r\n]/.exec(text)?.index ?? 0;
  const end = text.indexOf('\r\n\r\n', start);
  return end < 0 ? text : text.slice(0, end);
}

/**
 * The message with its long lines broken: in the header before white space, which means the same (RFC 5322 §2.2.3); in
 * the body by CRLF and a space, as Postfix does (postconf(5): smtp_line_length_limit). A header line without white space stays.
 */
export function foldLines(text: string): string {
  const header = headerOf(text);
  return eachLine(header, foldField) + eachLine(text.slice(header.length), breakText);
}

function eachLine(text: string, change: (line: string) => string): string {
  return text
    .split('\r\n')
    .map((line) => (line.length > longestLine ? change(line) : line))
    .join('\r\n');
}

function foldField(line: string): string {
  const lines: string[] = [];
  let rest = line;
  while (rest.length > longestLine) {
    // Not in the white space that the line begins with: a line of nothing else would end the header for some readers.
    const text = /[^ \t]/.exec(rest)?.index ?? 0;
    const at = Math.max(rest.lastIndexOf(' ', longestLine), rest.lastIndexOf('\t', longestLine));
    if (at <= text) break;
    lines.push(rest.slice(0, at));
    rest = rest.slice(at);
  }
  return [...lines, rest].join('\r\n');
}

function breakText(line: string): string {
  const lines: string[] = [];
  let rest = line;
  while (rest.length > longestLine) {
    const space = rest.lastIndexOf(' ', longestLine - 1);
    const at = space > 1 ? space + 1 : wholeCharacters(rest, longestLine);
    lines.push(rest.slice(0, at));
    rest = ` ${rest.slice(at)}`;
  }
  return [...lines, rest].join('\r\n');
}

/** At most so many octets, no character of UTF-8 (RFC 3629 §3) cut in two. */
function wholeCharacters(text: string, most: number): number {
  let at = most;
  while (at > most - 4 && /[\x80-\xbf]/.test(text.charAt(at))) at--;
  return at;
}
