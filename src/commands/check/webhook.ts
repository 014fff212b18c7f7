import type { CheckStep } from '../../relay/check-step.js';
import type { RelaySender } from '../../relay/sender.js';
import { shellWord } from '../../shell-word.js';
import type { RelayAccess } from '../../world/smtp/smtp.js';
import type { WebAnswer } from '../../world/web/ask-web.js';
import type { World } from '../../world/world.js';
import type { AccessOptions } from '../send/access.js';
import { skipped, step } from './step.js';

const longestMs = 10_000;

/** Whether the sender's webhook URL answers, and what has to be set where akrelay cannot look. No event is sent: it is asked with GET. */
export async function webhookSteps(
  { name, webhook, provider }: RelaySender,
  { caPem, totalMs = longestMs }: Pick<RelayAccess, 'caPem'> & Pick<AccessOptions, 'totalMs'>,
  { events }: Pick<World, 'events'>,
): Promise<CheckStep[]> {
  if (!webhook.enabled) return [skipped('webhook', 'webhook.enabled is false')];
  if (webhook.url === undefined)
    return [
      step('webhook', 'warn', 'the sender has no webhook URL', undefined, {
        finding: 'webhook-no-url',
        fix: `Copy it from the Altcraft panel: akrelay sender edit ${shellWord(name)} --webhook-url <url>`,
      }),
    ];
  const headers = { 'User-Agent': 'akrelay' };
  const request = { url: webhook.url, method: 'GET', headers, body: new Uint8Array(0), pace: 'at-once' } as const;
  const answer = await (await events()).ask({ ...request, caPem, timeoutMs: Math.min(longestMs, totalMs) });
  return [answerStep(new URL(webhook.url), answer), ...(provider === 'sendsay' ? [panelStep] : [])];
}

function answerStep({ protocol, host }: URL, answer: WebAnswer): CheckStep {
  const { tookMs } = answer;
  if (answer.kind === 'failed')
    return step('webhook', 'fail', `${host}: ${answer.why}`, tookMs, { finding: answer.finding, fix: answer.fix });
  const { status, tls } = answer;
  const says = `${host} replies ${status}${tls === undefined ? '' : `, ${tls.version}`}`;
  const remark = (state: 'warn' | 'fail', finding: string, fix: string): CheckStep =>
    step('webhook', state, says, tookMs, { finding, fix });
  if (status >= 300 && status < 400)
    return remark('fail', 'webhook-redirect', 'Use the final URL: webhook senders do not follow redirects.');
  if (status >= 500) return remark('fail', 'webhook-status', 'Check the log of the server: it has an internal error.');
  if (status === 404 || status === 410)
    return remark(
      'warn',
      'webhook-not-found',
      'Test it with akrelay events send: some servers reply this to GET only.',
    );
  if (status === 401 || status === 403)
    return remark(
      'warn',
      'webhook-status',
      'Check that the URL works without a login and from any address: the relay has no login for it, and connects from another address.',
    );
  if (protocol === 'http:')
    return remark('warn', 'webhook-no-tls', 'Use https://: without it, events and addresses are sent in clear text.');
  return step('webhook', 'pass', says, tookMs);
}

/** Seen in Sendsay's panel in 2026: the URL is in each row of its own. */
const panelStep = step('webhook-panel', 'unknown', 'akrelay cannot see whether Sendsay knows the URL', undefined, {
  fix: "In Sendsay's panel (Настройки системы → Вебхуки), enter the URL in each event row, above all in «Доставка».",
});
