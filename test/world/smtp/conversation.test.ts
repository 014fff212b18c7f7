import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { SmtpStage } from '../../../src/relay/smtp-stage.js';
import { Conversation, type Hearing } from '../../../src/world/smtp/channel/conversation.js';

const ignore = (): void => undefined;

function conversation(): Conversation {
  return new Conversation(
    () => 0,
    { waits: ignore, rests: ignore, said: ignore },
    (reply) => reply,
  );
}

/** `>mail` asks, `.` is the final dot, `<250 Ok` is heard; gives what the last hearing was. */
function play(...script: readonly string[]): { readonly talk: Conversation; readonly last: Hearing | undefined } {
  const talk = conversation();
  let last: Hearing | undefined;
  for (const line of script) {
    if (line === '.') talk.textIsGone(3, ignore);
    else if (line.startsWith('>')) talk.ask(line.slice(1) as SmtpStage, line, ignore);
    else last = talk.hear(line.slice(1));
  }
  return { talk, last };
}

const opening = ['>greeting', '<220 x', '>ehlo', '<250 x'];
const toData = [...opening, '>mail', '<250', '>rcpt', '<250', '>data', '<354'];

describe('what an answer is follows from where the conversation stands', () => {
  test.each<[readonly string[], Partial<Hearing>]>([
    [['>greeting', '<220 x'], { kind: 'answered' }],
    [['>greeting', '<554 no'], { kind: 'answered' }],
    [['>greeting', '<250 x'], { kind: 'garbage', stage: 'greeting' }],
    [['>greeting', '<220-x\n554 no'], { kind: 'garbage', stage: 'greeting' }],
    [[...opening, '<250 x'], { kind: 'out-of-step', why: 'unasked', stage: 'ehlo' }],
    [[...opening, '<421 bye'], { kind: 'ended' }],
    [[...opening, '>auth', '<334'], { kind: 'answered' }],
    [[...opening, '>mail', '<354'], { kind: 'out-of-step', why: 'unfit', stage: 'mail' }],
    [[...opening, '>mail', '>rcpt', '>data', '<250', '<250', '<250'], { kind: 'out-of-step', why: 'unfit' }],
    [[...toData, '<250 Ok'], { kind: 'out-of-step', why: 'early', stage: 'text' }],
    [[...toData, '<354 Go'], { kind: 'out-of-step', why: 'early', stage: 'text' }],
    [[...toData, '<what'], { kind: 'out-of-step', why: 'early', stage: 'text' }],
    [[...toData, '<552 Too big'], { kind: 'ended' }],
    [[...toData, '.', '<354'], { kind: 'answered' }],
    [[...toData, '.', '<what'], { kind: 'answered' }],
    [[...toData, '.', '<250', '<250'], { kind: 'out-of-step', why: 'unasked', stage: 'dot' }],
  ])('%j', (script, expected) => {
    expect(play(...script).last).toMatchObject(expected);
  });

  test.each<[readonly string[], boolean]>([
    [['.', '<250', '<250'], false],
    [['.', '<250', '<550'], true],
    [['.', '<550', '<250'], true],
    [['.', '<451', '<550'], true],
    [['.', '<250', '<421'], false],
    [['.', '<250', '>quit', '<221'], false],
    [['.', '<550', '>quit', '<221'], false],
    [['.', '<550', '>quit', '<250'], true],
    [['.', '<250', '>quit', '<550'], true],
    [['.', '<250', '>quit', '<421'], false],
    [['.', '<250', '>quit', '<what'], false],
  ])('a verdict and %j after it: contradicted %s', (script, expected) => {
    expect(play(...toData, ...script).talk.isContradicted).toBe(expected);
  });

  test('whatever is heard, in whatever order: the text is there only when the dot has left, and nothing throws', () => {
    const reply = fc.oneof(
      fc.constantFrom('<220 x', '<250 Ok', '<334', '<354', '<421 bye', '<550 no', '<451 later', '<635 6.7.8 no'),
      fc.string().map((text) => `<${text}`),
    );
    const command = fc.constantFrom('>mail', '>rcpt', '>data', '>auth', '>rset', '>quit', '>ehlo');
    fc.assert(
      fc.property(fc.array(fc.oneof(reply, command), { maxLength: 40 }), (script) => {
        const { talk } = play('>greeting', ...script);
        expect(talk.hasText).toBe(false);
        expect(talk.exchanges.every(({ stage }) => stage !== 'dot')).toBe(true);
      }),
    );
  });
});
