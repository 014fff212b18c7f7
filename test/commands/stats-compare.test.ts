import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { inProcess } from '../support/in-process.js';
import { emptyFolder } from '../support/program.js';

const cwd = await emptyFolder();
const write = (name: string, data: string | Uint8Array) => writeFile(path.join(cwd, name), data);
const run = (words: readonly string[], folder = cwd) => inProcess(['stats', 'compare', ...words], { cwd: folder });
const compare = (altcraft: string, sendsay: string, ...more: string[]) =>
  run(['--altcraft', altcraft, '--sendsay', sendsay, ...more]);

const altcraft = 'date,campaign_name,sends,delivs,clicks,unsubs\n2026-11-02,sale,1000,990,100,12\n';
const sendsayTitles = [
  'Дата отправки',
  'Название выпуска',
  '"CTOR, %"',
  'Отправлено',
  'Доставлено',
  'Кликов',
  'Отписок',
];
const sendsay = `${sendsayTitles.join(';')}\r\n02.11.2026 10:00;sale;11,2;1000;990;112;0\r\n`;

/** Windows-1251 of Russian text: capital and small letters stand in one row from 0xC0 on. */
function windows1251(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => {
    const code = character.charCodeAt(0);
    return code < 0x80 ? code : code - 0x410 + 0xc0;
  });
}

beforeAll(async () => {
  await write('altcraft.csv', altcraft);
  await write('sendsay.csv', sendsay);
});

describe('stats compare', () => {
  test('explains the clicks by the unsubscribes, in words', async () => {
    const { exit, stdout, stderr } = await compare('altcraft.csv', 'sendsay.csv');
    expect([exit, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^EXPLAINED: for 2026-11-02, every difference has a documented cause\.\n/);
    expect(stdout).toMatch(/\nclicks +100 +112 +\+12 +0 +unsubscribes counted as clicks: 12\n/);
    expect(stdout).toMatch(/\nunsubscribes +12 +0 +-12 +0 +unsubscribes counted as clicks: 12\n/);
  });

  test('the finding is exit 1, and --tolerance lets it pass', async () => {
    await write('more.csv', sendsay.replace(';112;', ';115;'));
    const found = await compare('altcraft.csv', 'more.csv');
    expect([found.exit, found.stdout]).toEqual([
      1,
      expect.stringMatching(
        /^NOT EXPLAINED: for 2026-11-02, 3 clicks\.[\s\S]*\n2026-11-02 +sale +clicks +100 +115 +3\n[\s\S]*: akrelay help reconcile\n$/,
      ),
    ]);
    expect((await compare('altcraft.csv', 'more.csv', '--tolerance', '3')).exit).toBe(0);
    expect((await compare('altcraft.csv', 'more.csv', '--tolerance', '2.5')).exit).toBe(1);
  });

  test.each<[string, string | Uint8Array]>([
    ['UTF-8 with a byte order mark', `\ufeff${sendsay}`],
    ['Windows-1251', windows1251(sendsay)],
    ['UTF-16', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(sendsay, 'utf16le')])],
    [
      'commas',
      sendsay
        .replaceAll(/"CTOR, %"|11,2/g, '"$&"')
        .replaceAll('""', '"')
        .replaceAll(';', ','),
    ],
    ['tabs', sendsay.replaceAll(';', '\t')],
    ['other columns, in another order', `ID;Отписок;Кликов;Дата отправки\n7;0;112;2026-11-02\n`],
    ['LF, and no line end at the end', sendsay.replaceAll('\r', '').trimEnd()],
    ['titles in capitals', sendsay.replace(/^[^\r]*/, (titles) => titles.toUpperCase())],
    ['titles with no-break spaces', sendsay.replaceAll(/(?<=\p{L}) (?=\p{L})/gu, '\u00a0')],
    ['titles in small letters', sendsay.replace(/^[^\r]*/, (titles) => titles.toLowerCase())],
    ['empty rows', `\r\n \r\n${sendsay.replaceAll('\r\n', '\r\n\r\n')};;;;;;\r\n`],
    ['quotes around everything', sendsay.replaceAll('"', '').replaceAll(/[^;\r\n]+/g, '"$&"')],
  ])('reads %s', async (name, data) => {
    await write(`${name}.csv`, data);
    const { stdout, stderr } = await compare('altcraft.csv', `${name}.csv`, '--json');
    expect(stderr).toBe(
      name.includes('no line end')
        ? `warning: ${name}.csv does not end with a newline: if the export was truncated, the last value of row 2 is incomplete.\n`
        : '',
    );
    expect(JSON.parse(stdout)).toMatchObject({
      totals: expect.arrayContaining([expect.objectContaining({ measure: 'clicks', sendsay: 112, unexplained: 0 })]),
    });
  });

  test.each<[string, string | Uint8Array, RegExp]>([
    ['nothing', '', /^error: nothing\.csv is empty\.\n/],
    [
      'columns',
      'Дата;Отправлено\n2026-11-02;5\n',
      /^error: columns\.csv has no column for the day \('Дата отправки'\)\. Its columns: 'Дата', 'Отправлено'\.\nhint: .*statistics\.sendsay\.columns/,
    ],
    ['no figures', 'Дата отправки;Тема\n', /has no column for a figure \(such as 'Отправлено'\)\. Its columns: /],
    ['neither', 'Тема\n', /has no column for the day \('Дата отправки'\) and no column for a figure \(such as /],
    [
      'blanks',
      sendsay.replace(';1000;', ';1 000;'),
      /^error: Row 2 of blanks\.csv has '1 000' in the column 'Отправлено', which is not a whole number without/,
    ],
    ['commas in numbers', sendsay.replace(';1000;', ';1,000;'), /'1,000' in the column 'Отправлено'/],
    [
      'month first',
      sendsay.replace('02.11.2026', '11/02/2026'),
      /has '11\/02\/2026 10:00' in the column 'Дата отправки', which is not a day/,
    ],
    [
      'cut row',
      sendsay.slice(0, -10),
      /^error: Row 2 of cut row\.csv has 5 cells, but the title line has 7: the export was truncated or edited\.\n/,
    ],
    [
      'cut character',
      Buffer.from(`${sendsay}02.11.2026;а`).subarray(0, -1),
      /ends in the middle of a character: the export/,
    ],
    [
      'a total',
      `${sendsay}Итого;;;1000;990;112;0\n`,
      /'Итого' in the column 'Дата отправки', .*\nhint: .*remove totals/,
    ],
    [
      'a total below empty rows',
      `${sendsay}\r\n;;;;;;\r\n;Итого;;1000;990;112;0\r\n`,
      /^error: Row 5 of a total below empty rows\.csv has '' in the column 'Дата отправки', which is not a day/,
    ],
    ['Line ends', '\n \n\n', /^error: Line ends\.csv is empty\.\n/],
    ['decimals', sendsay.replace(';112;', ';112,0;'), /'112,0' in the column 'Кликов'/],
    ['quoted comma', sendsay.replace(';112;', ';"1,120";'), /'1,120' in the column 'Кликов'/],
    [
      'no-break space',
      sendsay.replace(';1000;', ';1\u00a0000;'),
      /in the column 'Отправлено', which is not a whole number/,
    ],
    ['minus', sendsay.replace(';112;', ';-112;'), /'-112' in the column 'Кликов'/],
    [
      'no figure',
      sendsay.replace(';112;', ';;'),
      /has '' in the column 'Кликов', which is not a number\.\nhint: Enter 0 there if it means none, or leave out the column\./,
    ],
    [
      'a dash',
      sendsay.replace(';112;', ';—;'),
      /has '—' in the column 'Кликов', which is not a number\.\nhint: Enter 0/,
    ],
    ['no such offset', 'Дата отправки;Кликов\n2026-11-02T10:00+99:99;1\n', /which is not a day such as/],
    ['no such day', sendsay.replace('02.11', '31.02'), /'31\.02\.2026 10:00' in the column 'Дата отправки'/],
    [
      'twice',
      'Дата отправки;Кликов;Кликов\n2026-11-02;112;7\n',
      /has several columns for clicks: 'Кликов', 'Кликов'\.\nhint: .*statistics\.sendsay\.columns/,
    ],
    ['two columns', 'Дата отправки;issue.dt;Кликов\n2026-11-02;2026-11-03;1\n', /several columns for the day: 'Дата/],
    ['UTF-16 the other way round', Uint8Array.from([0xfe, 0xff, 0, 0x61, 0, 0x62]), /is not text in UTF-8, UTF-16 or/],
    ['picture', Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'), /has no column for the day/],
    [
      'other separators',
      sendsay.replaceAll('"', '').replaceAll(';', '|'),
      /has no column for the day .* Its columns: 'Дата отправки\|/,
    ],
    ['cut quote', `${sendsay}02.11.2026;"aut`, /cut quote\.csv ends inside a quoted cell: the export was truncated/],
    ['stray quote', `${sendsay}02.11.2026;a"b";1;1;1;1;1\n`, /stray quote\.csv has a misplaced quote in row 3/],
    ['workbook', 'PK\u0003\u0004', /workbook\.csv is a workbook \(\.xlsx\) or another archive\.\nhint: .*as CSV/],
    [
      'old workbook',
      Buffer.from('\xd0\xcf\x11\xe0\xa1\xb1', 'latin1'),
      /old workbook\.csv is an old workbook \(\.xls\)/,
    ],
    ['gzip', Uint8Array.from([0x1f, 0x8b, 8, 0]), /gzip\.csv is compressed \(gzip\)\.\nhint: Unpack it/],
    ['pdf', '%PDF-1.7\n', /pdf\.csv is a PDF\.\nhint: .*as CSV/],
    [
      'login page',
      '\ufeff\r\n <!doctype html>\n<title>Вход; "Панель"</title>',
      /login page\.csv is a web page or XML\.\nhint: It may be the login page\. Log in,/,
    ],
    [
      'bytes',
      Uint8Array.from([0xef, 0xbb, 0xbf, 0xd0, 0x9f, 0x3b, 0x98, 0x0a]),
      /bytes\.csv is not text in UTF-8, UTF-16 or Windows-1251/,
    ],
    [
      'apart',
      sendsay.replace('02.11.2026', '02.12.2026'),
      /no day in common: Sendsay has 2026-12-02 to 2026-12-02, Altcraft has 2026-11-02 to/,
    ],
    [
      'two zones',
      `Дата отправки;Кликов\n2026-11-02T10:00:00+03:00;1\n2026-11-02 11:00;2\n`,
      /more than one time zone: \+03:00 \(Row 2 of two zones\.csv\), none \(Row 3 of two zones\.csv\)/,
    ],
  ])('%s: one sentence', async (name, data, says) => {
    await write(`${name}.csv`, data);
    const { exit, stdout, stderr } = await compare('altcraft.csv', `${name}.csv`);
    expect([exit, stdout, stderr]).toEqual([65, '', expect.stringMatching(says)]);
    expect(stderr.trimEnd().split('\n').length).toBe(2);
  });

  test('the zones of the two sides must be one', async () => {
    await write('utc.csv', altcraft.replace('2026-11-02', '2026-11-02T00:00:00Z'));
    await write('msk.csv', sendsay.replace('02.11.2026 10:00', '2026-11-02 10:00+0300'));
    expect(await compare('utc.csv', 'msk.csv')).toMatchObject({
      exit: 65,
      stderr: expect.stringContaining('The days of Altcraft are in +00:00, the days of Sendsay in +03:00.'),
    });
    expect((await compare('altcraft.csv', 'msk.csv')).exit).toBe(0);
    await write('events.csv', 'event_id,action,email,datetime\n1,send,a@b.example,2026-11-02T10:00:00Z\n');
    expect(await compare('events.csv', 'msk.csv', '--zone', '+05:00')).toMatchObject({
      exit: 65,
      stderr: expect.stringContaining('hint: Count the events by the same days: --zone +03:00\n'),
    });
  });

  test('several exports of a side are one, unless they overlap', async () => {
    await write('next.csv', altcraft.replace('11-02', '11-03'));
    await write('next-sendsay.csv', sendsay.replace('02.11', '03.11'));
    const { stdout } = await run(
      ['--altcraft', 'altcraft.csv', '--altcraft', 'next.csv', '--sendsay', 'sendsay.csv'].concat([
        '--sendsay',
        'next-sendsay.csv',
        '--json',
      ]),
    );
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'explained', period: { lastDay: '2026-11-03' } });
  });

  test.each<[string, string, number, RegExp]>([
    ['--altcraft', 'altcraft.csv', 64, /^error: Altcraft's source altcraft\.csv is given twice\.\n/],
    ['--altcraft', 'again.csv', 65, /^error: Both altcraft\.csv and again\.csv have the issue 'sale' of 2026-11-02\./],
    [
      '--sendsay',
      'fewer.csv',
      65,
      /^error: fewer\.csv has no column for clicks, but sendsay\.csv has one\.\nhint: Export both with the same columns\./,
    ],
    ['--altcraft', 'more.csv', 65, /^error: altcraft\.csv has no column for opens, but more\.csv has one\./],
  ])('%s %s next to the usual ones is exit %d', async (flag, file, exit, says) => {
    await write('again.csv', altcraft);
    await write('fewer.csv', 'Дата отправки;Название выпуска;Отправлено;Доставлено;Отписок\n03.11.2026;next;5;5;0\n');
    await write('more.csv', 'date,campaign_name,sends,delivs,opens,clicks,unsubs\n2026-11-03,next,5,5,5,5,0\n');
    const found = await run([...'--altcraft altcraft.csv --sendsay sendsay.csv'.split(' '), flag, file]);
    expect([found.exit, found.stdout, found.stderr]).toEqual([exit, '', expect.stringMatching(says)]);
  });

  test('an issue that only one side has is compared by what the other counts at all', async () => {
    await write('two.csv', `${altcraft}2026-11-02,extra,5,5,1,0\n`);
    await write('narrow.csv', 'Дата отправки;Название выпуска;Отправлено\n02.11.2026;sale;1000\n');
    const { exit, stdout } = await compare('two.csv', 'narrow.csv');
    expect([exit, stdout]).toEqual([1, expect.stringMatching(/^NOT EXPLAINED: for 2026-11-02, 5 sent\.\n/)]);
    expect(stdout).toMatch(/\nclicks +101 +- +- +0\n[\s\S]*\n2026-11-02 +extra \(only in Altcraft\) +sent +5 +0 +5\n/);
  });

  test('one click is one click', async () => {
    await write('one.csv', sendsay.replace(';112;', ';113;'));
    expect((await compare('altcraft.csv', 'one.csv')).stdout).toMatch(/^NOT EXPLAINED: for 2026-11-02, 1 click\.\n/);
  });

  test.each(['altcraft.csv', './sendsay.csv'])('the report does not replace its input %s', async (file) => {
    const { exit, stdout, stderr } = await compare('altcraft.csv', 'sendsay.csv', '--report', file);
    expect([exit, stdout, stderr]).toEqual([64, '', expect.stringContaining('is an input of this command')]);
    expect(readFileSync(path.join(cwd, 'altcraft.csv'), 'utf8')).toBe(altcraft);
  });

  test.each([
    [['--sendsay', 'sendsay.csv'], 64, /Altcraft's figures are missing\.\nhint: Add --altcraft <file>/],
    [
      ['--altcraft', 'sendsay.csv', '--sendsay', 'sendsay.csv'],
      65,
      /hint: These are the columns of Sendsay: give this/,
    ],
    [['--altcraft', 'a', '--sendsay', 'b', '--since', '2026-02-31'], 64, /--since: '2026-02-31' is not a day/],
    [
      ['--altcraft', 'a', '--sendsay', 'b', '--since', '2026-11-02', '--until', '2026-11-02'],
      64,
      /must be later than --since/,
    ],
    [['--altcraft', 'a', '--sendsay', 'b', '--tolerance', '5%'], 64, /Did you mean --tolerance 5\?/],
    [
      ['--altcraft', 'a', '--sendsay', 'b', '--tolerance', '101'],
      64,
      /from 0 to 100\.\nhint: For example: --tolerance 0\.5/,
    ],
    [['--altcraft', '-', '--sendsay', '-'], 64, /^error: Standard input can be given for one source only\./],
    [['--altcraft', 'nowhere.csv', '--sendsay', 'b'], 66, /Cannot read nowhere\.csv: no such file/],
    [
      ['--altcraft', 'altcraft.csv', '--sendsay', 'sendsay.csv', '--since', '2026-11-03'],
      65,
      /no day in common in that period: .*\nhint: Change --since/,
    ],
    [
      ['--altcraft', 'altcraft.csv', '--sendsay', 'sendsay.csv', '--since', '2026-10-01', '--until', '2026-10-03'],
      2,
      /^CANNOT TELL: Altcraft and Sendsay have no figures/,
    ],
  ])('%j exits %d', async (words, exit, says) => {
    const found = await run(words);
    expect([found.exit, found.stdout + found.stderr]).toEqual([exit, expect.stringMatching(says)]);
  });

  test('the config names files, columns and the tolerance', async () => {
    const folder = path.join(cwd, 'configured');
    await mkdir(path.join(folder, 'in'), { recursive: true });
    await writeFile(
      path.join(folder, 'akrelay.yaml'),
      'version: 1\nstatistics:\n  tolerance: 5\n  altcraft:\n    files: [in/a.csv]\n    columns: { day: [День], clicks: [Переходы] }\n  sendsay:\n    files: [in/s.csv]\n',
    );
    await writeFile(path.join(folder, 'in/a.csv'), 'День;Переходы\n2026-11-02;110\n');
    await writeFile(path.join(folder, 'in/s.csv'), sendsay);
    const { exit, stdout, stderr } = await run(['--json'], folder);
    expect([exit, stderr, JSON.parse(stdout).tolerancePercent]).toEqual([0, '', 5]);
    expect(JSON.parse(stdout).sides.altcraft.origins).toEqual([path.join(folder, 'in/a.csv')]);
  });

  test('hostile names are harmless', async () => {
    const name = '\u001b[2J\u202e<script>=cmd';
    await write('hostile.csv', altcraft.replace('sale', name));
    await write('hostile-sendsay.csv', sendsay.replace('sale', name).replace(';112;', ';130;'));
    for (const format of ['human', 'json', 'ndjson']) {
      const { stdout } = await compare('hostile.csv', 'hostile-sendsay.csv', '--format', format);
      expect(stdout).toContain('<script>=cmd');
      expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    }
  });

  test('the pair of examples', async () => {
    const { exit, stdout } = await run(
      ['--altcraft', 'examples/altcraft.csv', '--sendsay', 'examples/sendsay.csv'],
      process.cwd(),
    );
    expect([exit, stdout]).toEqual([0, expect.stringMatching(/^EXPLAINED: for 2026-11-02 to 2026-11-04,/)]);
    expect(stdout).toMatch(/\ncomplaints +3 +- +- +0\n[\s\S]*\n"-": that side does not have this figure\.\n/);
  });
});

test('whatever bytes stand in an export: an answer, or one sentence', async () => {
  const whole = readFileSync('examples/sendsay.csv');
  const mutated = fc.tuple(fc.nat(whole.length), fc.nat(40), fc.uint8Array({ maxLength: 12 }));
  const text = fc.array(
    fc.constantFrom('"', ';', ',', '\n', '\r\n', '1', 'а', '\0', 'Кликов', 'Дата отправки', '02.11.2026'),
  );
  const bytes = fc.oneof(
    mutated.map(([at, cut, put]) => Buffer.concat([whole.subarray(0, at), put, whole.subarray(at + cut)])),
    text.map((parts) => Buffer.from(parts.join(''))),
    fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array)),
  );
  const examples = path.resolve('examples');
  await fc.assert(
    fc.asyncProperty(bytes, async (data) => {
      await write('fuzz.csv', data);
      const { exit, stdout, stderr } = await compare(path.join(examples, 'altcraft.csv'), 'fuzz.csv', '--json');
      if ([0, 1, 2].includes(exit ?? -1)) expect(() => JSON.parse(stdout)).not.toThrow();
      else expect([exit, stdout, JSON.parse(stderr).error.kind]).toEqual([65, '', 'bad-input']);
    }),
    { numRuns: 100 },
  );
});
