import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compactJson } from '../../src/events/exact-numbers.js';
import {
  defaultMappings,
  identityOf,
  mailEvents,
  matches,
  readBody,
  readEvent,
  readTime,
  withExactNumbers,
} from '../../src/events/index.js';
import { jsonValues } from '../../src/events/json-values.js';
import { rawTexts } from '../../src/events/raw-texts.js';

const flat = { event: 'delivery', 'gate.uniq': 'akrelay-1', 'deliv.status': '1', 'member.email': 'Ann@example.com' };
const nested = {
  event: 'delivery',
  gate: { uniq: 'akrelay-1' },
  deliv: { status: '1' },
  member: { email: 'Ann@example.com' },
};
const hook = {
  event_type: 'hbounce',
  event_date: '2026-11-28T09:00:00.123456789+03:00',
  profile_id: 'p1',
  is_test: true,
  event_data: { campaign_id: 7 },
  subscription: [{ email: 'bob@example.net' }],
};
const json = JSON.stringify;

describe('a body', () => {
  test.each<[string, string, string, unknown]>([
    ['Sendsay JSON', json({ events: [flat, nested] }), '', ['sendsay', 2, 'delivered']],
    ['Sendsay JSON, no events', '{"events":[]}', '', ['sendsay', 0, undefined]],
    ['JSON Stream', `${json(flat)}${json(nested)}\n${json(flat)}`, '', ['sendsay', 3, 'delivered']],
    ['JSON Stream of one', json(flat), '', ['sendsay', 1, 'delivered']],
    ['stream of lists', `${json({ events: [flat] })} ${json({ events: [flat] })}`, '', ['sendsay', 2, 'delivered']],
    ['with a byte order mark', `\ufeff${json([hook])}`, '', ['altcraft', 1, 'hard-bounce']],
    ['Altcraft array', json([hook]), 'application/json', ['altcraft', 1, 'hard-bounce']],
    ['Altcraft single', json(hook), '', ['altcraft', 1, 'hard-bounce']],
    ['Altcraft, event', json([{ event: 'deliv' }]), '', ['altcraft', 1, 'delivered']],
    ['unknown kind', json([{ event: 'teleported' }]), '', ['altcraft', 1, 'other']],
    [
      'multipart',
      `--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nhello\r\n--x\r\nContent-Disposition: form-data; name="data"\r\n\r\n${json({ events: [flat] })}\r\n--x--\r\n`,
      'multipart/form-data; boundary=x',
      ['sendsay', 1, 'delivered'],
    ],
    ['empty', '', '', 'is not JSON'],
    ['white space', ' \n', '', 'is not JSON'],
    ['cut', json({ events: [flat] }).slice(0, -1), '', 'is not JSON'],
    ['cut in a string', '{"a":"b', '', 'is not JSON'],
    ['comma between', `${json(flat)},${json(flat)}`, '', 'is not JSON'],
    ['words', '{"a":1} hello {"b":2}', '', 'is not JSON'],
    ['a number', '42', '', 'contains values that are not events'],
    ['null', 'null', '', 'contains values that are not events'],
    ['numbers', '[1]', '', 'contains values that are not events'],
    ['an empty object', '{}', '', 'contains values that are not events'],
    ['too deep', `${'[{"a":'.repeat(40)}1${'}]'.repeat(40)}`, '', 'is nested more than 64 levels deep'],
    [
      'multipart without events',
      '--x\r\n\r\nhello\r\n--x--',
      'multipart/form-data; boundary=x',
      'has no part that contains events',
    ],
    [
      'multipart cut',
      `--x\r\n\r\n${json([hook])}\r\n--x\r\n\r\n${json([hook]).slice(0, -1)}`,
      'multipart/form-data; boundary="x"',
      'has a part that is incomplete JSON',
    ],
    [
      'multipart without an end',
      `--x\r\n\r\n${json([hook])}`,
      'multipart/form-data; boundary="x"',
      ['altcraft', 1, 'hard-bounce'],
    ],
  ])('%s', (_name, text, contentType, expected) => {
    const read = readBody(text, { contentType });
    const events = read.kind === 'events' ? mailEvents(read, defaultMappings) : [];
    expect(read.kind === 'events' ? [read.source, events.length, events[0]?.kind] : read.why).toEqual(expected);
  });

  test('nested and dotted names say the same', () => {
    const [one, two] = [flat, nested].map((raw) => ({ ...readEvent(raw, defaultMappings.sendsay), raw: 0 }));
    expect(one).toEqual(two);
    expect(one).toMatchObject({ ids: { token: 'akrelay-1' }, recipient: 'Ann@example.com', status: '1' });
  });

  test('a hook keeps what it says', () => {
    expect(readEvent(hook, defaultMappings.altcraft)).toMatchObject({
      kind: 'hard-bounce',
      word: 'hbounce',
      atMs: Date.UTC(2026, 10, 28, 6, 0, 0, 123),
      recipient: 'bob@example.net',
      ids: { issue: '7', profile: 'p1' },
      isTest: true,
      raw: hook,
    });
  });

  test('a stream is split as JSON.parse would have it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), { minLength: 1, maxLength: 5 }),
        fc.constantFrom('', ' ', '\r\n', '\t'),
        (values, space) => {
          const text = values.map((value) => JSON.stringify(value)).join(space);
          expect(jsonValues(text)).toEqual(values.map((value) => JSON.parse(JSON.stringify(value))));
          for (const cut of [1, text.length >> 1, text.length - 1])
            expect(() => jsonValues(text.slice(0, cut))).not.toThrow();
        },
      ),
    );
  });
});

describe('how a delivery ended', () => {
  test.each([
    [{ 'deliv.status': '1' }, 'delivered'],
    [{ 'deliv.status': 1 }, 'delivered'],
    [{}, 'delivery'],
    [{ 'deliv.status': '-1' }, 'bounce'],
    [{ 'deliv.status': '-1', 'deliv.msg': '550 5.1.1 No such user' }, 'hard-bounce'],
    [{ 'deliv.msg': '451 4.7.1 Try later' }, 'soft-bounce'],
    [{ 'deliv.msg': '635 6.7.8 issue is blocked' }, 'hard-bounce'],
    [{ 'delivstream.status': 'bounced' }, 'bounce'],
  ])('%j is %s', (more, kind) => {
    expect(readEvent({ event: 'delivery', ...more }, defaultMappings.sendsay).kind).toBe(kind);
  });

  test('an event without a word is told by its area', () => {
    expect(readEvent({ 'click.link.url': 'https://a.example/' }, defaultMappings.sendsay).kind).toBe('click');
    expect(readEvent({ unsub: { dt: '2026-11-28 09:00:00' } }, defaultMappings.sendsay)).toMatchObject({
      kind: 'unsubscribe',
      atMs: Date.UTC(2026, 10, 28, 6),
    });
  });
});

test.each([
  ['2026-11-28T09:00:00Z', Date.UTC(2026, 10, 28, 9)],
  ['2026-11-28T09:00:00.5+0300', Date.UTC(2026, 10, 28, 6, 0, 0, 500)],
  ['2026-11-28 09:00:00', Date.UTC(2026, 10, 28, 6)],
  ['2026-11-28', Date.UTC(2026, 10, 27, 21)],
  ['2026-11-28 +0000', Date.UTC(2026, 10, 28)],
  ['2026-11-28 09:00', Date.UTC(2026, 10, 28, 6)],
  ['2026-11-28T09:00z', Date.UTC(2026, 10, 28, 9)],
  ['2026-11-28T09:00:00,123456789-0130', Date.UTC(2026, 10, 28, 10, 30, 0, 123)],
  ['2026-11-28 09:00:00.04 +03:00', Date.UTC(2026, 10, 28, 6, 0, 0, 40)],
  ['2024-02-29', Date.UTC(2024, 1, 28, 21)],
  ['2026-11-28T09:00:00+03:60', undefined],
  ['2026-11-28 09:00:00.', undefined],
  ['1795856400', 1_795_856_400_000],
  ['1795856400123', 1_795_856_400_123],
  ['2026-02-31 09:00:00', undefined],
  ['2026-11-28T25:00:00Z', undefined],
  ['yesterday', undefined],
  ['2026-11-28T09:00:00+15:00', undefined],
])('the time %s is %s', (text, ms) => expect(readTime(text, '+03:00')).toBe(ms));

describe('the identity of an event', () => {
  const of = (raw: object): string => {
    const { by, bytes } = identityOf(readEvent(raw as Record<string, unknown>, defaultMappings.altcraft));
    return `${by} ${Buffer.from(bytes).toString('latin1')}`;
  };
  const ordered = (value: unknown, inOrder: (keys: string[]) => string[]): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((one) => ordered(one, inOrder));
    const entries = inOrder(Object.keys(value)).map((key) => [key, (value as Record<string, unknown>)[key]] as const);
    return Object.fromEntries(entries.map(([key, one]) => [key, ordered(one, inOrder)]));
  };
  const reversed = (value: unknown): unknown => ordered(value, (keys) => keys.reverse());
  const sorted = (value: unknown): string => JSON.stringify(ordered(value, (keys) => keys.sort()));
  test('is its content, whatever the order of keys', () => {
    expect(of({ event: 'open', a: { b: 1, c: [2] } })).toEqual(of({ a: { c: [2], b: 1 }, event: 'open' }));
    expect(of({ event: 'open', a: 1 })).not.toEqual(of({ event: 'open', a: '1' }));
  });
  test('is the same for the same JSON alone, with any text and any number of keys', () => {
    const value = fc.jsonValue({ stringUnit: 'binary', maxDepth: 3 });
    const object = fc.dictionary(fc.string({ unit: 'binary', maxLength: 3 }), value, { minKeys: 1, maxKeys: 60 });
    fc.assert(
      fc.property(object, object, (one, other) => {
        expect(of({ x: one })).toEqual(of({ x: reversed(one) }));
        expect(of({ x: one }) === of({ x: other })).toBe(sorted(one) === sorted(other));
      }),
    );
  });
  test('is the id, but never across kinds or times', () => {
    const [one, other] = [
      { event: 'open', event_id: 'e1', event_date: '2026-11-28' },
      { event: 'open', event_id: 'e1', event_date: '2026-11-28', more: 1 },
    ];
    expect(of(one)).toEqual(of(other));
    expect(of(one)).not.toEqual(of({ ...one, event: 'click' }));
    expect(of(one)).not.toEqual(of({ ...one, event_date: '2026-11-29' }));
  });
  test('is not an id that may be that of a kind, for two recipients of Sendsay', () => {
    const [ann, bob] = ['ann', 'bob'].map((name) =>
      identityOf(
        readEvent({ event: 'delivery', 'event.id': '5', 'member.email': `${name}@x.example` }, defaultMappings.sendsay),
      ).bytes.join(),
    );
    expect(ann).not.toBe(bob);
  });
  test('is not an id that JSON rounds', () => {
    const two = JSON.parse('[{"event_id":12345678901234567890,"n":1},{"event_id":12345678901234567891,"n":2}]');
    expect(of(two[0])).not.toEqual(of(two[1]));
    const { ids } = readEvent({ event_id: 2 ** 53, smid: 2 ** 60, profile_id: 7 }, defaultMappings.altcraft);
    expect(ids).toMatchObject({ event: undefined, letter: undefined, profile: '7' });
  });
});

describe('the events of a body as they were written', () => {
  const textsOf = (text: string, contentType = ''): readonly string[] => {
    const read = readBody(text, { contentType });
    return rawTexts(text, contentType, read.kind === 'events' ? read.raws : []);
  };
  const [one, two] = ['{"xxh":12345678901234567891}', '{ "a" : "]},\\"[" , "xxh":12345678901234567892 }'];
  test.each<[string, string, string?]>([
    ['a list', `[${one} , ${two}]`],
    ['a list under events', `{"n":1e99,"s":"x","l":[1,{"a":"}"}],"events": [ ${one},${two} ],"z":null}`],
    ['the last list under events', `{"events":[{"a":1}],"events":[${one},${two}]}`],
    ['a stream', `${one}\n${two}`],
    ['a stream of lists', `[${one}] {"events":[${two}]}`],
    ['parts', `--b\r\n\r\n${one}\r\n--b\r\n\r\n[${two}]\r\n--b--`, 'multipart/form-data; boundary=b'],
  ])('%s', (_name, text, contentType = '') => expect(textsOf(text, contentType)).toEqual([one, two]));

  test('of whatever JSON: the same values', () => {
    const number = fc.bigInt({ min: 0n, max: 10n ** 25n }).map(String);
    const event = fc.tuple(fc.jsonValue({ stringUnit: 'binary', maxDepth: 3 }), number);
    fc.assert(
      fc.property(fc.array(event, { minLength: 1, maxLength: 5 }), fc.boolean(), (events, isNested) => {
        const texts = events.map(([value, id]) => `{"v":${JSON.stringify(value, null, 1)},"n":${id}}`);
        const list = `[${texts.join(',')}]`;
        const body = isNested ? `{"x":${JSON.stringify(events[0]?.[0])},"events":${list}}` : list;
        expect(textsOf(body)).toEqual(texts);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a number of', () => {
  const exactly = (text: string, contentType = '') => {
    const read = readBody(text, { contentType });
    if (read.kind !== 'events') throw new Error(read.why);
    return mailEvents(
      withExactNumbers(read, contentType, () => text),
      defaultMappings,
    );
  };
  test.each<[string, string, unknown, string | undefined]>([
    ['more digits than a double keeps', ' 9007199254740993 ', '9007199254740993', '9007199254740993'],
    ['as many digits, by chance even', '9007199254740992', '9007199254740992', '9007199254740992'],
    ['many digits after the point', '-0.12345678901234567890', '-0.12345678901234567890', '-0.12345678901234567890'],
    ['a size that no double has', '1e400', '1e400', '1e400'],
    ['any size, inside', '[{"b" : 1E400}]', [{ b: '1E400' }], '[{"b":1E400}]'],
    ['16 digits', '1764324000123456', 1764324000123456, undefined],
    ['digits in a string', '"12345678901234567890 \\" 1e400"', '12345678901234567890 " 1e400', undefined],
    ['usual size', '[1.5, -0, 1e3, 0.1]', [1.5, -0, 1000, 0.1], undefined],
  ])('%s', (_name, number, raw, written) => {
    const [event, next] = exactly(`[{"event": "open", "x":${number}}, {"y":1}]`);
    expect([event?.raw['x'], event?.rawText]).toEqual([raw, written && `{"event":"open","x":${written}}`]);
    expect([next?.raw, next?.rawText]).toEqual([{ y: 1 }, undefined]);
  });

  test('whatever JSON is on one line as JSON.stringify would have it', () => {
    const value = fc.jsonValue({ stringUnit: 'binary', maxDepth: 4 });
    fc.assert(
      fc.property(value, fc.constantFrom('', ' ', '\t', '\r\n'), (any, space) => {
        expect(compactJson(JSON.stringify(any, null, 2).replaceAll('\n', `\n${space}`))).toBe(JSON.stringify(any));
      }),
    );
  });

  test.each(['event_id', 'n'])('more digits, as %s, makes two events of two that JSON.parse takes for one', (name) => {
    const ids = ['9007199254740993', '9007199254740992'];
    const two = exactly(`[${ids.map((id) => `{"event_type":"open","${name}":${id}}`).join()}]`);
    expect(two.map((event) => event.ids.event)).toEqual(name === 'n' ? [undefined, undefined] : ids);
    const [one, other] = two.map((event) => identityOf(event).bytes.join());
    expect(one).not.toBe(other);
  });
});

test('a query asks for what it names', () => {
  const event = readEvent({ ...flat, dt: '2026-11-28 09:00:00' }, defaultMappings.sendsay);
  const at = Date.UTC(2026, 10, 28, 6);
  expect(matches(event, {})).toBe(true);
  expect(matches(event, { recipient: 'ann@EXAMPLE.com', kinds: ['delivered'], sinceMs: at, untilMs: at + 1 })).toBe(
    true,
  );
  expect(matches(event, { untilMs: at })).toBe(false);
  expect(matches(event, { token: 'akrelay' })).toBe(false);
});
