import { Lexer, parseDocument, type YAMLParseError } from 'yaml';
import type { Finding } from './problem.js';
import { broken, finding, type ParsedText, TreeReader } from './tree-reader.js';
import { syntaxProse, unquotedVariable } from './yaml-errors.js';

/** The parser takes about 350 bytes of memory for each word, mark and gap: more of them than any config has would end the process. */
const mostLexemes = 2_500_000;

/** Below this length a text cannot have so many. */
const surelyFew = 1_000_000;

/** A command looks at one text from several sides; reading it costs more than all the rest. */
let latest: { readonly text: string; readonly parsed: ParsedText } | undefined;

/** Reads the text under the failsafe schema: every scalar stays as it is written (`00123` is not a number). */
export function readTree(text: string): ParsedText {
  if (latest?.text === text) return latest.parsed;
  // Two large texts at once would cost more in memory than in time to read.
  latest = undefined;
  const parsed = parsedText(text);
  latest = { text, parsed };
  return parsed;
}

function parsedText(text: string): ParsedText {
  if (text.length > surelyFew && countLexemes(text, mostLexemes) > mostLexemes) return broken([finding(0, tooLarge)]);
  try {
    // Two keys that are the same are told by us: the parser compares each with all.
    const document = parseDocument(text, {
      schema: 'failsafe',
      prettyErrors: false,
      logLevel: 'error',
      uniqueKeys: false,
    });
    if (document.errors.length > 0) return broken(syntaxFindings(text, document.errors));
    return new TreeReader(text, document).read();
  } catch (error) {
    // Thousands of brackets in one another exhaust the stack, the parser's or ours.
    if (error instanceof RangeError) return broken([finding(0, tooDeep)]);
    throw error;
  }
}

/** After one token that does not fit, the parser often names every other one after it. */
function syntaxFindings(text: string, errors: readonly YAMLParseError[]): Finding[] {
  const follows = (i: number): boolean => [errors[i - 1], errors[i]].every((one) => one?.code === 'UNEXPECTED_TOKEN');
  return errors
    .filter((_error, i) => !follows(i))
    .map(({ code, pos: [at] }) => finding(at, text.startsWith('${', at - 1) ? unquotedVariable : syntaxProse(code)));
}

const tooDeep = { rule: 'yaml/too-deep', message: 'the values are nested too deeply', fix: 'Reduce the nesting.' };

const tooLarge = {
  rule: 'yaml/too-large',
  message: 'the file has more values than a config can have',
  fix: 'Check what writes to the file.',
};

function countLexemes(text: string, most: number): number {
  let count = 0;
  for (const _lexeme of new Lexer().lex(text)) {
    count += 1;
    if (count > most) break;
  }
  return count;
}
