/** A name as a shell takes it, for the commands that a hint shows. */
export function shellWord(name: string): string {
  return /^[\w@%+=:,./-]+$/.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`;
}

/** A call that is too long for a line goes on in the next, as a shell reads it. */
export function shellLines(call: string, width: number): string[] {
  if (call.length <= width) return [call];
  const lines: string[] = [];
  for (const part of call.split(/ (?=--?[a-z]|\| )/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + part.length + 3 <= width) lines[lines.length - 1] = `${last} ${part}`;
    else lines.push(last === undefined ? part : `  ${part}`);
  }
  return lines.map((line, i) => (i === lines.length - 1 ? line : `${line} \\`));
}
