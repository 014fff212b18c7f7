import { exim, eximLike } from './exim.js';
import { former } from './former.js';
import type { Grammar, Origin } from './grammar.js';
import { inside, standard } from './inside.js';
import { microsoft } from './microsoft.js';
import { others } from './others.js';
import { qmail } from './qmail.js';
import { servers } from './servers.js';
import {
  compileBeginning,
  compileParts,
  compileStart,
  compileTemplate,
  fixedTexts,
  literal,
  once,
  type Parts,
  type Template,
} from './template.js';

/** A writer, ready for matching. */
export interface Writer {
  readonly name: string;
  /** In lower case. */
  readonly marks: readonly string[] | undefined;
  /** Made when a line with a mark of it comes. */
  readonly rows: () => readonly Row[];
}

export interface Row {
  /** Compiled for the first line that begins like it, as there are 140 and a line needs few; undefined until then. */
  readonly template: (line: string) => Template | undefined;
  readonly parts: () => Parts;
  readonly beginning: () => RegExp;
  readonly grammar: Grammar;
  readonly origin: Origin;
  readonly line: string;
  /** How often such a line says `by`. Where a line says it more often, a client's word has swallowed what the server wrote. */
  readonly bys: number;
  /** What every such line holds: see fixedTexts. */
  readonly texts: () => readonly string[];
}

/** Those that write their name where no client can put words: at most one of them fits a line. */
export const named = [...microsoft, ...servers, ...exim, ...qmail, ...inside, ...others, ...former].map(writerOf);
/** Who wrote most of the lines that are seen: they are tried first. */
export const usual = named.filter(({ name }) => /^(?:exchange|postfix|gmail|exim|sendmail|qmail)$/.test(name));
const rare = named.filter((writer) => !usual.includes(writer));
const unmarked = rare.filter(({ marks }) => marks === undefined);
/** One look rules out all but a few of the rare ones. */
const rareMark = new RegExp(rare.flatMap(({ marks = [] }) => marks.map(literal)).join('|'));
/** Those that are recognised by their layout alone: all that fit must agree on the address. */
export const unnamed = [...standard, ...eximLike].map(writerOf);

function writerOf(grammar: Grammar): Writer {
  const { writer, marks, lines, local, program, fetched, note } = grammar;
  const rows = (): readonly Row[] =>
    Object.entries({ peer: lines, local, program, fetched, note }).flatMap(([origin, ofOrigin]) =>
      (ofOrigin ?? []).map((line) => ({
        grammar,
        origin: origin as Origin,
        line,
        bys: Math.max(1, line.split('by <').length - 1),
        texts: once(() => fixedTexts(line)),
        template: compiledFor(line),
        parts: once(() => compileParts(line)),
        beginning: once(() => compileBeginning(line)),
      })),
    );
  return { name: writer, marks: marks?.map((mark) => mark.toLowerCase()), rows: once(rows) };
}

/** The beginning of a template takes a tenth of the time to compile. */
function compiledFor(text: string): Row['template'] {
  const start = once(() => compileStart(text));
  const whole = once(() => compileTemplate(text));
  let isMet = false;
  return (line) => {
    isMet ||= start().test(line);
    return isMet ? whole() : undefined;
  };
}

/** The other writers that may have written a flattened line. */
export function rareFor(flat: string): readonly Writer[] {
  return rareMark.test(flat) ? rare : unmarked;
}

/** Whether a flattened line holds a mark of the writer, where that has any. */
export function isMarked({ marks }: Writer, flat: string): boolean {
  if (marks === undefined) return true;
  for (const mark of marks) if (flat.includes(mark)) return true;
  return false;
}

/** The rows of the writers that may have written a flattened line. */
export function rowsFor(writers: readonly Writer[], flat: string): readonly Row[] {
  return writers.filter((writer) => isMarked(writer, flat)).flatMap(({ rows }) => rows());
}

/** Every row there is. */
export function allRows(): readonly Pick<Row, 'line' | 'grammar'>[] {
  return [...named, ...unnamed].flatMap(({ rows }) => rows());
}
