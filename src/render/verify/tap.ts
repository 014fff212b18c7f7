import type { MessageResult } from '../../commands/verify/result.js';
import { answer } from './answer.js';
import type { Pieces } from './pieces.js';
import { ownWords, sentence } from './plain.js';

/** The Test Anything Protocol, version 14 (https://testanything.org/tap-version-14-specification.html): a test per message, the plan at the end. */
export const tapPieces: Pieces = {
  begin: () => 'TAP version 14\n',
  item: (one, number) =>
    `${isConfirmed(one) ? 'ok' : 'not ok'} ${number} - ${escaped(one.source)}\n${diagnostics(one)}`,
  end: ({ total }) => `1..${total}\n`,
};

function isConfirmed(result: MessageResult): boolean {
  return result.kind === 'judged' && result.verdict.verdict === 'confirmed';
}

/** `#` would begin a directive, such as one that skips the test. */
function escaped(text: string): string {
  return ownWords(text).replace(/[\\#]/g, '\\$&');
}

/** A YAML block; its values are JSON strings, which YAML reads as they are. */
function diagnostics(result: MessageResult): string {
  const fields = fieldsOf(result).filter(([, value]) => value !== undefined);
  const lines = fields.map(([name, value]) => `  ${name}: ${JSON.stringify(ownWords(value ?? ''))}\n`);
  return `  ---\n${lines.join('')}  ...\n`;
}

function fieldsOf(result: MessageResult): readonly (readonly [string, string | undefined])[] {
  if (result.kind === 'failed') {
    const { kind, message, hint } = result.problem;
    return [
      ['error', kind],
      ['message', message],
      ['hint', hint],
    ];
  }
  const { verdict, reason, relay, hint } = result.verdict;
  return [
    ['verdict', verdict],
    ['reason', reason],
    ['relay', relay?.name],
    ['message', answer(result.verdict)],
    ['hint', hint === undefined ? hint : sentence(hint)],
  ];
}
