import { isAlias, isCollection, isPair, isScalar } from 'yaml';

/** Something that cannot be changed safely: where, and why. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  constructor(
    readonly offset: number,
    readonly reason: string,
  ) {
    super(reason);
  }
}

/** Where a node of the text begins, and where it ends without what follows it. */
export function rangeOf(node: unknown): readonly [number, number] {
  const range = (node as { range?: readonly [number, number, number] | null } | null | undefined)?.range;
  if (!range) throw new Refusal(0, 'the position of this value is unknown');
  return [range[0], range[1]];
}

/** Questions to a text about its lines and about the places of YAML nodes in it. */
export class TextPlaces {
  /** The line end that new lines get: that of the first line. */
  readonly eol: string;
  private readonly begin: number;

  constructor(readonly text: string) {
    this.eol = /\r?\n/.exec(text)?.[0] ?? '\n';
    this.begin = text.startsWith('\ufeff') ? 1 : 0;
  }

  lineStart(offset: number): number {
    return Math.max(this.text.lastIndexOf('\n', offset - 1) + 1, offset === 0 ? 0 : this.begin);
  }

  /** Behind the line's end, or the end of the text. */
  nextLine(offset: number): number {
    const end = this.text.indexOf('\n', offset);
    return end === -1 ? this.text.length : end + 1;
  }

  column(offset: number): number {
    return offset - this.lineStart(offset);
  }

  /** The characters before the offset on its line. */
  before(offset: number): string {
    return this.text.slice(this.lineStart(offset), offset);
  }

  /** The characters from the offset to the line's end. */
  rest(offset: number): string {
    return this.text.slice(offset, this.nextLine(offset)).replace(/\r?\n$/, '');
  }

  /** Behind the last character that belongs to a node (an AST node or a pair), its comments left out. */
  endOf(node: unknown): number {
    if (isPair(node)) return node.value === null ? this.endOf(node.key) : this.endOf(node.value);
    if (isCollection(node) && !node.flow && node.items.length > 0) return this.endOf(node.items.at(-1));
    if (isScalar(node) || isCollection(node) || isAlias(node)) return node.range?.[1] ?? 0;
    throw new Error('not a node of the text');
  }

  /**
   * After a block entry that ends at `contentEnd` and whose first character is in `column`: a comment on its last
   * line belongs to it, and so do the comment lines below that are indented deeper.
   */
  entryEnd(contentEnd: number, column: number): number {
    let end = contentEnd;
    if (contentEnd === 0 || this.text[contentEnd - 1] !== '\n') {
      if (!/^[ \t]*(#.*)?$/.test(this.rest(contentEnd)) || /^#/.test(this.rest(contentEnd)))
        throw new Refusal(contentEnd, 'there is something else on the same line');
      end = this.nextLine(contentEnd);
    }
    for (;;) {
      const indent = /^( +)#/.exec(this.rest(end))?.[1]?.length ?? 0;
      if (end === this.text.length || indent <= column) return end;
      end = this.nextLine(end);
    }
  }

  /** The first character at or after the offset that is neither white space nor in a comment. */
  nextToken(offset: number): number {
    for (let at = offset; at < this.text.length; at++) {
      const character = this.text[at] ?? '';
      if (character === '#') at = this.nextLine(at) - 1;
      else if (!/\s/.test(character)) return at;
    }
    return this.text.length;
  }
}
