import type { Draw, PlainConfig } from './config-document.js';

type Plain = string | readonly Plain[] | { readonly [key: string]: Plain };

/** A line of a generated text: whose it is (`senders/0`, `virtualSenders/1`, or empty), without its line end. */
export interface OwnedLine {
  readonly text: string;
  readonly owner: string;
}

export interface WrittenConfig {
  readonly text: string;
  readonly lines: readonly OwnedLine[];
}

/**
 * Writes a config as people do, each one otherwise: block and flow, indentation, quotes, comments, blank lines, document
 * markers, CRLF, no final line end, keys in any order.
 */
export function writeConfig(config: PlainConfig, draw: Draw): WrittenConfig {
  const lines = new ConfigWriter(draw).document(config);
  const eol = draw(3) ? '\n' : '\r\n';
  const end = draw(3) ? eol : '';
  return {
    text: (draw(12) ? '' : '\ufeff') + lines.map(({ text }) => text).join(eol) + (lines.length > 0 ? end : ''),
    lines,
  };
}

class ConfigWriter {
  private comments = 0;
  private readonly step: number;

  constructor(private readonly draw: Draw) {
    this.step = [2, 2, 3, 4][draw(4)] ?? 2;
  }

  document(config: PlainConfig): OwnedLine[] {
    const sections: OwnedLine[][] = [];
    if (this.draw(2)) sections.push([this.free(`version: 1${this.comment()}`)]);
    for (const key of ['senders', 'virtualSenders'] as const) {
      const items = config[key];
      if (items !== undefined) sections.push(this.section(key, items as unknown as readonly Plain[]));
    }
    if (!this.draw(3)) sections.push([this.free('receivers: [{ by: mx.example }] # r')]);
    if (!this.draw(4))
      sections.splice(this.draw(sections.length + 1), 0, [this.free('test:'), this.free('    from: "t@example.com"')]);
    if (config.environments !== undefined) {
      const section = this.entry('environments', config.environments as unknown as Plain, '');
      sections.push(section.map((text) => ({ text, owner: 'environments' })));
    }
    const body = sections.flatMap((section) => [...this.loose(''), ...section]);
    const start = this.draw(5) ? [] : [this.free(this.draw(2) ? '---' : '--- # start')];
    const end = this.draw(8) || body.length === 0 ? [] : [this.free('...'), this.free('# behind the end')];
    return [...this.loose(''), ...start, ...body, ...this.loose(''), ...end];
  }

  private section(key: string, items: readonly Plain[]): OwnedLine[] {
    if (items.length === 0) return [this.free(`${key}: ${this.draw(2) ? '[]' : '[ ]'}${this.comment()}`)];
    if (!this.draw(6)) return this.flowSection(key, items);
    const indent = this.draw(3) ? ' '.repeat(this.step) : '';
    const dash = `-${' '.repeat(1 + this.draw(3))}`;
    const spaced = this.draw(2);
    return [
      this.free(`${key}:${this.comment()}`),
      ...items.flatMap((item, i) => [
        ...(i > 0 && spaced ? [this.free('')] : []),
        ...(this.draw(4) ? [] : [this.free(`${indent}# above ${this.unique()}`)]),
        ...this.item(item, indent, dash).map((text) => ({ text, owner: `${key}/${i}` })),
      ]),
    ];
  }

  private flowSection(key: string, items: readonly Plain[]): OwnedLine[] {
    const last = items.length - 1;
    const texts = items.map((item) => this.flow(item));
    if (this.draw(2))
      return [
        { text: `${key}: [${texts.join(', ')}${this.draw(3) ? '' : ','}]${this.comment()}`, owner: `${key}/all` },
      ];
    const trailing = this.draw(2);
    return [
      this.free(`${key}: [${this.comment()}`),
      ...texts.map((text, i) => ({
        text: `  ${text}${i < last || trailing ? ',' : ''}${this.comment()}`,
        owner: `${key}/${i}`,
      })),
      this.free(`${this.draw(2) ? '' : '  '}]`),
    ];
  }

  private item(item: Plain, indent: string, dash: string): string[] {
    if (typeof item === 'string' || Array.isArray(item) || !this.draw(5))
      return [`${indent}${dash}${this.flow(item)}${this.comment()}`];
    const inner = indent + ' '.repeat(dash.length);
    const lines = this.blockMap(item as { readonly [key: string]: Plain }, inner);
    // Behind a block scalar it would be text.
    if (!this.draw(6) && !/[>|]-( {2}# block)?$/.test(lines.at(-2) ?? ''))
      lines.push(`${inner}  # within ${this.unique()}`);
    if (!this.draw(8)) return [`${indent}-${this.comment() || ' # c'}`, ...lines];
    return [indent + dash + (lines[0] ?? '').trimStart(), ...lines.slice(1)];
  }

  private blockMap(map: { readonly [key: string]: Plain }, indent: string): string[] {
    const entries = Object.entries(map);
    if (!this.draw(3)) entries.push(...entries.splice(0, this.draw(entries.length)));
    return entries.flatMap(([key, value], i) => {
      const above = i === 0 || this.draw(6) ? [] : [`${indent}# for ${this.unique()}`];
      return [...above, ...this.entry(this.key(key), value, indent)];
    });
  }

  private entry(key: string, value: Plain, indent: string): string[] {
    const inner = indent + ' '.repeat(this.step);
    if (typeof value === 'string') return this.scalarEntry(key, value, indent);
    const isEmpty = (Array.isArray(value) ? value : Object.keys(value)).length === 0;
    if (isEmpty || !this.draw(3)) return [`${indent}${key}:${this.space()}${this.flow(value)}${this.comment()}`];
    const head = `${indent}${key}:${this.comment()}`;
    if (!Array.isArray(value)) return [head, ...this.blockMap(value as { readonly [key: string]: Plain }, inner)];
    const listIndent = this.draw(3) ? inner : indent;
    return [head, ...value.flatMap((item: Plain) => this.item(item, listIndent, '- '))];
  }

  private scalarEntry(key: string, value: string, indent: string): string[] {
    if (!this.draw(12) && !key.includes('name') && /^[\w .:"#@/-]+$/.test(value))
      return [`${indent}${key}: ${this.draw(2) ? '>-' : '|-  # block'}`, `${indent}  ${value}`];
    return [`${indent}${key}:${this.space()}${this.scalar(value)}${this.comment()}`];
  }

  private flow(value: Plain): string {
    if (typeof value === 'string') return this.scalar(value);
    const pad = this.draw(2) ? ' ' : '';
    if (Array.isArray(value)) return `[${pad}${value.map((item: Plain) => this.flow(item)).join(', ')}${pad}]`;
    const entries = Object.entries(value).map(([key, held]) => `${this.key(key)}: ${this.flow(held)}`);
    return `{${pad}${entries.join(this.draw(4) ? ', ' : ' ,  ')}${pad}}`;
  }

  private key(key: string): string {
    return /^\w+$/.test(key) && this.draw(10) ? key : JSON.stringify(key);
  }

  private scalar(text: string): string {
    if (/^(?!null$)[\w][\w.@/-]*$/.test(text) && this.draw(3)) return text;
    return this.draw(2) ? JSON.stringify(text) : `'${text.replaceAll("'", "''")}'`;
  }

  private space(): string {
    return [' ', ' ', '  ', '\t'][this.draw(4)] ?? ' ';
  }

  private comment(): string {
    return this.draw(4) ? '' : `${this.space()}# on ${this.unique()}\twith, [odd] {things}: "here`;
  }

  private loose(indent: string): OwnedLine[] {
    const kinds = [[], [], [''], [`${indent}# loose ${this.unique()}`], ['', `# loose ${this.unique()}`, '']];
    return (kinds[this.draw(5)] ?? []).map((text) => this.free(text));
  }

  private free(text: string): OwnedLine {
    return { text, owner: '' };
  }

  private unique(): number {
    this.comments += 1;
    return this.comments;
  }
}
