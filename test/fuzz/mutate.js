/** Pieces that mean something to a reader of trace lines. */
const pieces = [
  'Received: ',
  'Received : from a (b [192.0.2.1]) by mx.example.net; Sat, 21 Nov 2026 13:04:05 +0300\r\n',
  'from ',
  ' by mx.example.net ',
  ' with ESMTPS ',
  ' id 1;',
  ' for <a@b.example>',
  '(',
  ')',
  '((((((((',
  '[',
  ']',
  '[185.138.182.7]',
  '[IPv6:2001:db8::1]',
  '::ffff:',
  '"',
  '\\',
  ';',
  ',',
  '\r',
  '\n',
  '\r\n',
  '\r\n ',
  '\n\n',
  '\t',
  '\0',
  '\x1b[31m',
  '\u00e4',
  '\uff47ato001.sndsy.ru',
  '=?utf-8?q?gato001=2Esndsy=2Eru?=',
  'From MAILER-DAEMON Sat Nov 21 13:04:05 2026\n',
  '\u00ef\u00bb\u00bf',
  ':',
  '-0000',
  '2026-11-21 13:04:05.81 +0000 UTC',
  '31 Feb 2026 25:61:61 +9999',
];

const latin1 = (text) => Buffer.from(text, 'latin1');

/** Each takes the bytes of a message and gives others. */
const mutations = [
  (bytes, random) => {
    const copy = Buffer.from(bytes);
    if (copy.length > 0) copy[random.below(copy.length)] = random.below(256);
    return copy;
  },
  (bytes, random) => {
    const at = random.below(bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, at), latin1(random.pick(pieces)), bytes.subarray(at)]);
  },
  (bytes, random) => {
    const [from, to] = range(bytes, random);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
  },
  (bytes, random) => {
    const [from, to] = range(bytes, random);
    const piece = bytes.subarray(from, Math.min(to, from + 200));
    return Buffer.concat([bytes.subarray(0, to), ...Array(1 + random.below(20)).fill(piece), bytes.subarray(to)]);
  },
  (bytes, random, other) => {
    const [from, to] = range(other, random);
    const at = random.below(bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, at), other.subarray(from, to), bytes.subarray(at)]);
  },
  (bytes, random) => bytes.subarray(0, random.below(bytes.length + 1)),
  (bytes, random) => latin1(bytes.toString('latin1').replaceAll('\r\n', random.pick(['\n', '\r', '\r\n\t', '\n\r\n']))),
  (bytes) => Buffer.from(bytes.toString('latin1'), 'utf16le'),
];

function range(bytes, random) {
  const from = random.below(bytes.length + 1);
  return [from, Math.min(bytes.length, from + random.below(400))];
}

/** One to four mutations of a message; `other` is one to take pieces from. */
export function mutate(bytes, other, random) {
  let mutant = bytes;
  for (let n = 1 + random.below(4); n > 0; n--) mutant = random.pick(mutations)(mutant, random, other);
  return mutant.subarray(0, 200_000);
}
