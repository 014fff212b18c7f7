import { type LabAct, type LabFault, type LabStage, labStages } from './lab-script.js';

/** What a word of `--fault` asks of the lab: something at a stage, or something about the whole server. */
export type FaultWord =
  | { readonly kind: 'at'; readonly fault: LabFault }
  | { readonly kind: 'no-starttls' }
  | { readonly kind: 'no-auth' }
  | { readonly kind: 'client-cert' }
  | { readonly kind: 'certificate'; readonly certificate: LabCertificate };

export const labCertificates = ['expired', 'not-yet-valid', 'wrong-name', 'self-signed'] as const;
export type LabCertificate = (typeof labCertificates)[number];

/** Every word of `--fault` that can be completed; numbers and codes are the person's own. */
export const faultWords: readonly string[] = [
  'no-starttls',
  'no-auth',
  'drop-after-dot',
  ...labCertificates.map((name) => `cert-${name}`),
  ...['close', 'reset', 'stall', 'garbage'].flatMap((act) => labStages.map((stage) => `${act}-at-${stage}`)),
  ...labStages.flatMap((stage) => [`${stage}-421`, `${stage}-451`, `${stage}-550`]),
];

/** For help: every form of a word, and what it does. */
export const faultShapes: readonly (readonly [form: string, effect: string])[] = [
  ['<stage>-<code>[@n]', 'reply with this code, always or only the nth time: rcpt-451@2, mail-550, greeting-421'],
  ['close-at-<stage>[@n]', 'close the connection; drop-after-dot is close-at-dot'],
  ['reset-at-<stage>[@n]', 'reset the connection'],
  ['stall-at-<stage>[@n]', 'never reply'],
  ['garbage-at-<stage>[@n]', 'reply with something that is not SMTP'],
  ['no-starttls, no-auth', 'do not offer STARTTLS or AUTH'],
  ['client-cert', 'require a client certificate, and reject every one'],
  ['cert-<kind>', labCertificates.join(', ')],
  ['<stage>', labStages.join(', ')],
];

/** `connect` was the name of `greeting` once. */
const stages = [...labStages, 'connect'].sort((a, b) => b.length - a.length).join('|');
const reply = new RegExp(`^(${stages})-([2-6]\\d\\d)(?:@([1-9]\\d{0,3}))?$`);
const act = new RegExp(`^(close|reset|stall|garbage)-at-(${stages})(?:@([1-9]\\d{0,3}))?$`);

/** Reads one word of `--fault`; undefined if it is not one. */
export function readFaultWord(word: string): FaultWord | undefined {
  if (word === 'drop-after-dot') return at('dot', { kind: 'close' }, undefined);
  if (word === 'no-starttls' || word === 'no-auth' || word === 'client-cert') return { kind: word };
  const certificate = labCertificates.find((name) => word === `cert-${name}`);
  if (certificate) return { kind: 'certificate', certificate };
  const [, stage, code, nth] = reply.exec(word) ?? [];
  if (stage !== undefined)
    return at(stage, { kind: 'say', bytes: `${code} ${enhanced(code ?? '')}Scripted fault\r\n` }, nth);
  const [, what, where = '', times] = act.exec(word) ?? [];
  if (what === undefined) return undefined;
  const done: LabAct = what === 'garbage' ? { kind: 'say', bytes: 'this is no reply\r\n' } : { kind: what as 'close' };
  return at(where, done, times);
}

function at(word: string, what: LabAct, nth: string | undefined): FaultWord {
  const stage = (word === 'connect' ? 'greeting' : word) as LabStage;
  return {
    kind: 'at',
    fault: nth === undefined ? { at: stage, act: what } : { at: stage, nth: Number(nth), act: what },
  };
}

/** RFC 3463 §2: the class is the first digit; nothing for 3yz and beyond 5yz. */
function enhanced(code: string): string {
  return /^[245]/.test(code) ? `${code[0]}.0.0 ` : '';
}
