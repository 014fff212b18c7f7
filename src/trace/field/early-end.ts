/** A header that ends above lines that look like trace lines: an empty line came in, as in a copy by hand. */
export interface EarlyEnd {
  /** The line of the file that ends the header, from 1. */
  readonly line: number;
  /** The first line below it that looks like a `Received` field. */
  readonly receivedLine: number;
}

/** Looks below the place where a header ends. What is there is content, and proves nothing. */
export function earlyEndAt(text: string, end: number): EarlyEnd | undefined {
  const below = text.slice(end).search(/^[ \t]{0,8}received[ \t]{0,8}:/im);
  return below < 0 ? undefined : { line: lineOf(text, end), receivedLine: lineOf(text, end + below) };
}

function lineOf(text: string, place: number): number {
  return text.slice(0, place).split('\n').length;
}
