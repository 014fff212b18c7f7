import type { Paint } from '../../commands/command.js';
import type { Authentication } from '../../commands/verify/authentication.js';
import { ownWords, sentence, token } from './plain.js';
import { paragraph } from './wrap.js';

type DkimFound = Authentication['recomputed']['dkim'][number];

/** SPF, DKIM, DMARC and ARC as they were recomputed, what our own servers state, and what contradicts. */
export function authenticationText(found: Authentication, width: number, paint: Paint): string {
  const { recomputed, stated, findings } = found;
  const { spf, dkim, dmarc, arc } = recomputed;
  const rows: readonly (readonly [string, string, string])[] = [
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
  const lines = [
    ...rows.map(([method, result, says]) => {
      const shown = paragraph(`${method.padEnd(6)}${result.padEnd(10)}${says}`.trimEnd(), width, '  ');
      return shown.replace(result, colourOf(result, paint)(result));
    }),
    ...stated.map(({ by, field, results, clientIp }) => {
      const words = [
        ...results.map((one) => `${one.method}=${one.result}`),
        ...(clientIp === undefined ? [] : [`client ${clientIp}`]),
      ];
      return paragraph(
        `${token(by ?? field)} states: ${words.map(ownWords).join(' ') || 'nothing that is known here'}`,
        width,
        '  ',
      );
    }),
    ...findings.map(({ says }) => paragraph(sentence(says), width, '  - ').replace('-', paint.yellow('-'))),
  ];
  return `${paint.bold('authentication')} (recomputed; it does not decide the verdict)\n${lines.join('')}`;
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
    ? ', a selector of the shape that Sendsay documents'
    : '';
  const parts = [
    `${token(domain ?? 'no domain')}, selector ${token(selector ?? '')}${shape}`,
    ...(aligned ? [] : ['not the domain of the author']),
    ...(reason === undefined ? [] : [ownWords(reason)]),
  ];
  return parts.join('; ');
}

function colourOf(result: string, paint: Paint): (text: string) => string {
  if (result === 'pass') return paint.green;
  return /^(?:fail|permerror|policy)$/.test(result) ? paint.red : paint.yellow;
}
