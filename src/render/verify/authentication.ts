import type { Paint } from '../../commands/command.js';
import type { Authentication } from '../../commands/verify/authentication.js';
import { ownWords, sentence, token } from './plain.js';
import { paragraph } from './wrap.js';

type DkimFound = Authentication['recomputed']['dkim'][number];

/** A method, its result, and what there is to say of it: harmless. */
export type AuthenticationRow = readonly [method: string, result: string, says: string];

/** SPF, DKIM, DMARC and ARC as they were recomputed. */
export function authenticationRows(found: Authentication): readonly AuthenticationRow[] {
  const { spf, dkim, dmarc, arc } = found.recomputed;
  return [
    ['SPF', spf.result, spfSays(found)],
    ...(dkim.length === 0
      ? [['DKIM', 'none', 'no signature'] as const]
      : dkim.map((one) => ['DKIM', one.result, signature(one, found)] as const)),
    [
      'DMARC',
      dmarc.result,
      [dmarc.domain, dmarc.policy && `policy ${dmarc.policy}`]
        .flatMap((part) => (part ? [token(part)] : []))
        .join(', '),
    ],
    ['ARC', arc.result, arc.instances === 0 ? '' : `${arc.instances} sealed`],
  ];
}

/** What our own servers state, a line each. */
export function statedLines({ stated }: Authentication): readonly string[] {
  return stated.map(({ by, field, results, clientIp }) => {
    const words = [
      ...results.map((one) => `${one.method}=${one.result}`),
      ...(clientIp === undefined ? [] : [`client ${clientIp}`]),
    ];
    return `${token(by ?? field)} states: ${words.map(ownWords).join(' ') || 'nothing that is known here'}`;
  });
}

export const authenticationNote = 'recomputed; it does not decide the verdict';

/** The authentication: recomputed, stated, and what contradicts. */
export function authenticationText(found: Authentication, width: number, paint: Paint): string {
  const painted = { good: paint.green, bad: paint.red, warn: paint.yellow };
  const lines = [
    ...authenticationRows(found).map(([method, result, says]) => {
      const shown = paragraph(`${method.padEnd(6)}${result.padEnd(10)}${says}`.trimEnd(), width, '  ');
      return shown.replace(result, painted[toneOf(result)](result));
    }),
    ...statedLines(found).map((line) => paragraph(line, width, '  ')),
    ...found.findings.map(({ says }) => paragraph(sentence(says), width, '  - ').replace('-', paint.yellow('-'))),
  ];
  return `${paint.bold('authentication')} (${authenticationNote})\n${lines.join('')}`;
}

function spfSays({ handover: { address, reversePath }, recomputed: { spf } }: Authentication): string {
  const whose =
    spf.domain === undefined
      ? ''
      : `${token(spf.domain)}${reversePath ? '' : ' (the EHLO name: no envelope sender is known)'}`;
  const of = address === undefined ? '' : `${token(address)} for ${whose || 'no domain'}`;
  return [of, spf.reason && ownWords(spf.reason)].flatMap((part) => (part ? [part] : [])).join('; ');
}

function signature({ domain, selector, aligned, reason }: DkimFound, { selectors }: Authentication): string {
  const shape = selectors.some((one) => one.selector === selector)
    ? ', a selector in the form that Sendsay documents'
    : '';
  const parts = [
    `${token(domain ?? 'no domain')}, selector ${token(selector ?? '')}${shape}`,
    ...(aligned ? [] : ['not the From domain']),
    ...(reason === undefined ? [] : [ownWords(reason)]),
  ];
  return parts.join('; ');
}

export function toneOf(result: string): 'good' | 'bad' | 'warn' {
  if (result === 'pass') return 'good';
  return /^(?:fail|permerror|policy)$/.test(result) ? 'bad' : 'warn';
}
