import type { CheckStep } from '../../relay/check-step.js';
import type { RelaySender } from '../../relay/sender.js';
import type { WebAnswer } from '../../world/events/post.js';
import type { World } from '../../world/world.js';
import type { AccessOptions } from '../send/access.js';
import { skipped, step } from './step.js';

const longestMs = 10_000;

/** Whether the sender's webhook URL answers, and what has to be set where akrelay cannot look. No event is sent: it is asked with GET. */
export async function webhookSteps(
  { name, webhook, provider }: RelaySender,
  { ca, totalMs = longestMs }: Pick<AccessOptions, 'ca' | 'totalMs'>,
  { events, files }: Pick<World, 'events' | 'files'>,
): Promise<CheckStep[]> {
  if (!webhook.enabled) return [skipped('webhook', 'webhook.enabled is false')];
  if (webhook.url === undefined)
    return [
      step('webhook', 'warn', 'the sender has no webhook URL', undefined, {
        finding: 'webhook-no-url',
        fix: `copy it from the Altcraft panel: akrelay sender edit ${name} --webhook-url <url>`,
      }),
    ];
  const caPem = ca === undefined ? undefined : Buffer.from(await files.read(ca)).toString('latin1');
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
  const says = `${host} answers ${status}${tls === undefined ? '' : `, ${tls.version}`}`;
  const remark = (state: 'warn' | 'fail', finding: string, fix: string): CheckStep =>
    step('webhook', state, says, tookMs, { finding, fix });
  if (status >= 300 && status < 400)
    return remark('fail', 'webhook-redirect', 'enter the final URL: a sender of webhooks does not follow redirects');
  if (status >= 500) return remark('fail', 'webhook-status', 'the server has a fault of its own: see its log');
  if (status === 404 || status === 410)
    return remark('warn', 'webhook-not-found', 'some servers say that to GET alone: try it with akrelay events send');
  if (status === 401 || status === 403)
    return remark('warn', 'webhook-status', 'it wants a login, or refuses this address: a relay has neither');
  if (protocol === 'http:')
    return remark(
      'warn',
      'webhook-no-tls',
      'use https://: recipients and what they did cross the network in clear text',
    );
  return step('webhook', 'pass', says, tookMs);
}

/** Seen in Sendsay's panel in 2026: the URL stands in each row of its own. */
const panelStep = step('webhook-panel', 'unknown', 'akrelay cannot see whether Sendsay knows the URL', undefined, {
  fix: 'in Sendsay’s panel (Настройки системы → Вебхуки) each event row needs the URL: «Доставка» first, it is easily forgotten',
});
