/**
 * A made-up campaign as both systems would tell of it: each recipient's acts, and of them Altcraft's and Sendsay's files, by the words of
 * the comparison in Altcraft's page on the Sendsay relay.
 */
export interface Acts {
  readonly recipient: string;
  readonly opens: number;
  readonly clicks: number;
  readonly unsubscribes: 'no' | 'by-link' | 'by-header';
}

/** 100 recipients: 40 opened, 20 of them twice; 25 clicked, 5 of them three times; 7 unsubscribed by the link, 2 by the header. */
export const acts: readonly Acts[] = Array.from({ length: 100 }, (_, n) => ({
  recipient: `user${n}@example.com`,
  opens: n < 20 ? 2 : n < 40 ? 1 : 0,
  clicks: n < 5 ? 3 : n < 25 ? 1 : 0,
  unsubscribes: n < 7 ? 'by-link' : n < 9 ? 'by-header' : 'no',
}));

/** What must come out: each line of the comparison, as Altcraft and Sendsay count it. */
export const expected: Readonly<Record<string, readonly [altcraft: number, sendsay: number]>> = {
  sent: [100, 100],
  delivered: [100, 100],
  opens: [60, 60],
  uniqueOpens: [40, 40],
  clicks: [35, 42],
  uniqueClicks: [25, 25],
  unsubscribes: [9, 0],
};

const sum = (of: (one: Acts) => number): number => acts.reduce((total, one) => total + of(one), 0);
const some = (of: (one: Acts) => boolean): number => acts.filter(of).length;
const unsubscribed = some(({ unsubscribes }) => unsubscribes !== 'no');
const byLink = ({ unsubscribes }: Acts): number => (unsubscribes === 'by-link' ? 1 : 0);

export const altcraftCsv = [
  'date,campaign_name,campaign_id,sends,delivs,opens,uopens,clicks,uclicks,unsubs',
  ['2026-11-02', 'autumn', 7, 100, 100, sum((one) => one.opens), some((one) => one.opens > 0), sum((one) => one.clicks)]
    .concat([some((one) => one.clicks > 0), unsubscribed])
    .join(','),
  '',
].join('\n');

const sendsayFigures = [
  acts.length,
  acts.length,
  0,
  sum((one) => one.opens),
  some((one) => one.opens > 0),
  sum((one) => one.clicks + byLink(one)),
  some((one) => one.clicks > 0 || byLink(one) > 0),
  0,
];

export const sendsayCsv = [
  'Дата отправки;Название выпуска;ID;Отправлено;Доставлено;Ошибок;Открытий;Уник. открытий;Кликов;Уник. кликов;Отписок',
  ['02.11.2026 10:00', 'autumn', 9001, ...sendsayFigures].join(';'),
  '',
].join('\r\n');

/** A reply of `stat.uni`, in the order in which it is asked. */
export const statUni = JSON.stringify({
  list: [['9001', 'autumn', '2026-11-02 10:00:00', ...sendsayFigures.map(String)]],
});

function rewritten(target: string): string {
  return `https://shop.link.sendsay.ru/shop/1,aB3x/1,2,3,?${Buffer.from(target).toString('base64')}`;
}
const shopLink = rewritten('https://shop.example/sale?utm_source=a');
const unsubscribeLink = rewritten('https://mail.shop.example/unsubscribe/uBAhiRBR');

export const clickRows = JSON.stringify({
  list: acts.flatMap((one) => [
    ...(one.clicks > 0 ? [['9001', '2026-11-02 10:00:00', shopLink, String(one.clicks)]] : []),
    ...(byLink(one) > 0 ? [['9001', '2026-11-02 10:00:00', unsubscribeLink, '1']] : []),
  ]),
});

type Row = Readonly<Record<string, unknown>>;

/** Rows of `subscribers/history_get_all`. */
export const history: readonly Row[] = acts.flatMap((one, n) => {
  const row = (action: string, number: number): Row => ({
    profile_id: `p${n}`,
    email: one.recipient,
    action,
    count: 1,
    datetime: `2026-11-02T10:${String(n % 60).padStart(2, '0')}:0${number}Z`,
    campaign_id: 7,
    campaign_name: 'autumn',
    event_id: `${action}-${n}-${number}`,
  });
  const times = (action: string, count: number): Row[] => Array.from({ length: count }, (_, i) => row(action, i));
  return [
    ...times('send', 1),
    ...times('deliv', 1),
    ...times('open', one.opens),
    ...times('uopen', Math.min(1, one.opens)),
    ...times('click', one.clicks),
    ...times('uclick', Math.min(1, one.clicks)),
    ...times('unsub', one.unsubscribes === 'no' ? 0 : 1),
  ];
});

/** Bodies of Sendsay's webhooks: deliveries, unique opens, clicks. */
export const webhooks: readonly Row[] = acts.flatMap((one, n) => {
  const event = (word: string, area: string, number: number, more: Row = {}): Row => ({
    event: word,
    event_id: `${word}-${n}-${number}`,
    member: { email: one.recipient },
    issue: { id: 9001, name: 'autumn' },
    [area]: { dt: `2026-11-02 13:${String(n % 60).padStart(2, '0')}:0${number}`, ...more },
  });
  return [
    event('delivery', 'deliv', 0, { status: '1' }),
    ...(one.opens > 0 ? [event('open', 'read', 0)] : []),
    ...Array.from({ length: one.clicks }, (_, i) => event('click', 'click', i, { link: { url: shopLink } })),
    ...(byLink(one) > 0 ? [event('click', 'click', 9, { link: { url: unsubscribeLink } })] : []),
  ];
});

export function csvOf(rows: readonly Row[]): string {
  const titles = Object.keys(rows[0] ?? {});
  return `${[titles, ...rows.map((row) => titles.map((title) => row[title]))].map((row) => row.join(',')).join('\n')}\n`;
}
