/** Whether the lines of an EHLO reply offer STARTTLS (RFC 3207). */
export function offersStarttls(extensions: readonly string[]): boolean {
  return extensions.some((line) => /^STARTTLS$/i.test(line));
}

/** The lines that offer a login, as they are (RFC 4954). */
export function authLines(extensions: readonly string[]): readonly string[] {
  return extensions.filter((line) => /^AUTH\b/i.test(line));
}

/** The methods of the line `AUTH LOGIN PLAIN` (and of the old `AUTH=LOGIN`), in capitals; undefined without such a line. */
export function authMethodsOf(extensions: readonly string[]): readonly string[] | undefined {
  const lines = extensions.flatMap((line) => /^AUTH[ =](.*)$/i.exec(line)?.[1] ?? []);
  return lines.length === 0 ? undefined : lines.flatMap((line) => line.toUpperCase().split(/[ =]+/)).filter(Boolean);
}
