import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Delivery } from './deliveries.js';
import type { Handed } from './hand-over.js';
import type { InstalledReceiver } from './installed.js';
import { type Client, clients, oddCharacters, oddlyNamed } from './network.js';

/** One character in one slot: what the server made of it in its line. */
interface Probe {
  readonly slot: string;
  readonly character: string;
  readonly delivery: Delivery;
}

const slots: Readonly<Record<string, (character: string, client: Client) => Partial<Delivery>>> = {
  'EHLO word': (c) => ({ ehlo: `zq1${c}zq2.evil.example` }),
  'quoted local part, MAIL': (c) => ({ from: `<"zq1${quoted(c)}zq2"@evil.example>` }),
  'bare local part, MAIL': (c) => ({ from: `<zq1${c}zq2@evil.example>` }),
  'quoted local part, RCPT': (c) => ({ to: `<"zq1${quoted(c)}zq2"@corp.example>` }),
  'ident answer': (c) => ({ ident: `zq1${c}zq2` }),
  'common name of the certificate': (c) => ({ certificate: `zq1${c}zq2`, tls: true }),
  'reverse name that leads back': (_, client) => ({ client, ehlo: 'mta.evil.example' }),
};

/** Every odd character in every slot, from a stranger whose name leads back. */
export function probesFor({ abilities }: InstalledReceiver): readonly Probe[] {
  const able = Object.entries(slots).filter(
    ([slot]) =>
      (slot !== 'ident answer' || abilities.includes('ident')) &&
      (!slot.startsWith('common name') || abilities.includes('client-certificate')),
  );
  const probes = able.flatMap(([slot, words]) =>
    oddCharacters.map((character, index) => ({
      slot,
      character,
      delivery: { ...plain, name: `${slot} ${character}`, ...words(character, oddlyNamed[index] ?? clients.stranger) },
    })),
  );
  // Elsewhere an end of line ends the command.
  return probes.filter(({ slot, character }) => !/[\r\n]/.test(character) || slot.startsWith('reverse name'));
}

const plain: Delivery = {
  name: '',
  client: clients.stranger,
  truth: 'never',
  slot: 'client',
  ehlo: 'mta.evil.example',
  from: '<news@shop.example>',
  to: '<qa@corp.example>',
};

function quoted(character: string): string {
  return /["\\]/.test(character) ? `\\${character}` : character;
}

const file = 'test/fixtures/real-servers.md';

/** Replaces this receiver's table in the file. */
export function writeSurvey(
  { title }: InstalledReceiver,
  plain: readonly Handed[],
  probes: readonly Probe[],
  handed: readonly Handed[],
): void {
  const rows = Object.keys(slots).flatMap((slot) => {
    const answers = probes.flatMap((probe, index) => {
      const one = handed[index];
      return probe.slot === slot && one !== undefined ? [{ ...probe, answer: answerOf(one) }] : [];
    });
    return answers.length === 0 ? [] : [`| ${slot} | ${summary(answers)} |`];
  });
  const lines = shownCases.map(([name, words]) => `${words}:\n\n    Received:${lineOf(name, plain)}\n`);
  const own = `### ${title}\n\n${lines.join('\n')}\n| slot | what becomes of each odd character |\n|---|---|\n${rows.join('\n')}\n`;
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const [before, ...sections] = text.split(/^(?=### )/m);
  const others = sections.filter((section) => !section.startsWith(`### ${title}\n`));
  writeFileSync(
    file,
    [before?.trimEnd(), ...[...others, own].map((section) => section.trim())].join('\n\n').concat('\n'),
  );
}

/** How the line is written, by what the name server says of the client. */
const shownCases = [
  ['a stranger', 'Its reverse name leads back'],
  ['reverse name astray', 'Its reverse name, `gato12.sndsy.ru`, does not lead back'],
  ['EHLO the relay, no reverse name', 'It has no reverse name'],
] as const;

function lineOf(name: string, plain: readonly Handed[]): string {
  const own = plain.find(({ delivery }) => delivery.name === name)?.received ?? [];
  // Of several lines the one that knows the client, which is the lowest.
  return (own.at(-1) ?? '').replace(/\n/g, '\n    ');
}

/** `refused`, `bounced`, `not shown`, or what stands between the two marks. */
function answerOf({ ending, received }: Handed): string {
  if (!ending.taken) return 'refused';
  if (received.length === 0) return 'bounced';
  const own = received.join('\n');
  const shown = /(.?)zq1([\s\S]{0,12}?)zq2(.?)/.exec(own);
  if (shown === null) return own.includes('zq1') ? 'cut there' : 'not shown';
  return `shown ${JSON.stringify(shown[2])}${shown[1] === '"' && shown[3] === '"' ? ' in quotes' : ''}`;
}

interface Answer {
  readonly character: string;
  readonly answer: string;
}

function summary(answers: readonly Answer[]): string {
  const groups = new Map<string, string[]>();
  for (const { character, answer } of answers) {
    const kind = kindOf(character, answer);
    groups.set(kind, [...(groups.get(kind) ?? []), character]);
  }
  return [...groups].map(([kind, characters]) => `${kind}: ${listed(characters, answers.length)}`).join('; ');
}

function kindOf(character: string, answer: string): string {
  if (!answer.startsWith('shown ')) return answer;
  const quotes = answer.endsWith(' in quotes') ? ', in quotes' : '';
  const text = JSON.parse(answer.slice(6).replace(/ in quotes$/, '')) as string;
  if (text === character) return `as it is${quotes}`;
  if (text === `\\${character}`) return `after a backslash${quotes}`;
  if (text === '') return `left out${quotes}`;
  return `as ${code(text)}${quotes}`;
}

function listed(characters: readonly string[], all: number): string {
  return characters.length === all ? 'all' : characters.map(code).join(' ');
}

const names: Readonly<Record<string, string>> = {
  ' ': 'blank',
  '\t': 'tab',
  '\r': 'CR',
  '\n': 'LF',
  '\x01': 'control-A',
  '\xe4': 'ä (latin1)',
  '`': 'backquote',
};

function code(text: string): string {
  return (
    names[text] ??
    `\`${text.replace(/[|]/g, '\\|').replace(/[\x00-\x1f\x7f-\xff]/g, (one) => `\\x${one.charCodeAt(0).toString(16).padStart(2, '0')}`)}\``
  );
}
