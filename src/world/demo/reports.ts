/** What both systems report of one message, in the demo. */
export interface Reported {
  readonly token: string;
  readonly recipient: string;
  readonly atMs: number;
}

/** The account's rewritten links: the target in base64 (observed 2026-11). */
function rewritten(target: string): string {
  return `https://demo.link.sendsay.ru/demo/1,a/1,2,3,?${Buffer.from(target).toString('base64')}`;
}

const shopLink = 'https://shop.example/sale';
const unsubscribeLink = 'https://platform.example/unsubscribe/demo';

/** Sendsay's callbacks: the delivery. Its field names beyond `gate.uniq` are inferred. */
export function deliveryCallback({ token, recipient, atMs }: Reported): object {
  return sendsayEvent({ token, recipient, atMs }, 'delivery', { deliv: { status: '1', dt: moscowTime(atMs) } });
}

/** The recipient opens the message, follows a link, and unsubscribes: to Sendsay the latter is a click like any other. */
export function readerCallbacks(reported: Reported): object[] {
  const dt = moscowTime(reported.atMs);
  const click = (link: string): object =>
    sendsayEvent(reported, 'click', { click: { link: { url: rewritten(link) }, dt } });
  return [sendsayEvent(reported, 'open', { read: { dt } }), click(shopLink), click(unsubscribeLink)];
}

function sendsayEvent({ token, recipient }: Reported, event: string, more: object): object {
  return { event, gate: { uniq: token }, member: { email: recipient }, issue: { name: 'newsletters' }, ...more };
}

/** The same as Altcraft's Action Hooks have it. */
export function actionHooks({ token, recipient, atMs }: Reported): object[] {
  return ['send', 'deliv', 'open', 'uopen', 'click', 'uclick', 'unsub'].map((event) => ({
    event_type: event,
    event_date: new Date(atMs).toISOString(),
    custom_data: { letter_id: token },
    event_data: { campaign_name: 'newsletters', ...(event.endsWith('click') ? { link_url: shopLink } : {}) },
    subscription: [{ email: recipient }],
  }));
}

/** Sendsay's times state no zone: +03:00 is inferred. */
function moscowTime(atMs: number): string {
  return new Date(atMs + 3 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}
