import { describe, expect, test } from '@jest/globals';
import { commandLine } from '../../src/commands/command-line.js';
import { domain, hostPattern, hostPort, mailbox, network } from '../../src/commands/mail-words.js';
import { receiverWord } from '../../src/commands/verify/options.js';
import {
  filePath,
  oneOf,
  percent,
  plainText,
  platformNumber,
  readWord,
  senderName,
  variableName,
  webAddress,
} from '../../src/commands/words.js';

const kinds = {
  commandLine,
  domain,
  hostPattern,
  hostPort,
  mailbox,
  network,
  filePath,
  percent,
  plainText,
  platformNumber,
  senderName,
  variableName,
  webAddress,
  tls: oneOf(['none', 'starttls']),
};

describe('words', () => {
  test.each<[keyof typeof kinds, string, unknown]>([
    ['hostPort', 'smtp.gate.sendsay.ru:587', 'smtp.gate.sendsay.ru:587'],
    ['hostPort', 'SMTP.Example.com', 'smtp.example.com'],
    ['hostPort', '192.0.2.1:25', '192.0.2.1:25'],
    ['hostPort', '[2001:DB8::1]:25', '[2001:db8::1]:25'],
    ['hostPort', 'localhost:2525', 'localhost:2525'],
    ['hostPort', 'host:0', undefined],
    ['hostPort', 'host:65536', undefined],
    ['hostPort', 'host:', undefined],
    ['hostPort', '300.1.1.1:25', undefined],
    ['hostPort', 'two words:25', undefined],
    ['hostPort', 'smtp://host:25', undefined],
    ['hostPort', '', undefined],
    ['commandLine', 'pass show mail/sendsay', ['pass', 'show', 'mail/sendsay']],
    [
      'commandLine',
      '  op read "op://Mail/Sendsay relay/password" ',
      ['op', 'read', 'op://Mail/Sendsay relay/password'],
    ],
    ['commandLine', 'sh -c \'echo "$X"\'', ['sh', '-c', 'echo "$X"']],
    ['commandLine', 'a""b', ['ab']],
    ['commandLine', '', undefined],
    ['commandLine', "it's", undefined],
    ['commandLine', 'a\nb', undefined],
    ['percent', '0', 0],
    ['percent', '100', 100],
    ['percent', '101', undefined],
    ['percent', '-1', undefined],
    ['percent', '50%', undefined],
    ['percent', '1e1', undefined],
    ['percent', '', undefined],
    ['platformNumber', '306', 306],
    ['platformNumber', '0', undefined],
    ['platformNumber', '9007199254740993', undefined],
    ['senderName', 'sendsay-main', 'sendsay-main'],
    ['senderName', 'Рассылка 2', 'Рассылка 2'],
    ['senderName', '--yes', undefined],
    ['senderName', ' x', undefined],
    ['senderName', 'a\u202eb', undefined],
    ['senderName', 'x'.repeat(129), undefined],
    ['domain', 'Gmail.COM', 'gmail.com'],
    ['domain', 'почта.рф', 'почта.рф'],
    ['domain', 'user@gmail.com', undefined],
    ['domain', '*.gmail.com', undefined],
    ['domain', '192.0.2.1', undefined],
    ['domain', 'localhost', undefined],
    ['mailbox', 'help@Example.com', 'help@example.com'],
    ['mailbox', 'a+b@example.com', 'a+b@example.com'],
    ['mailbox', 'Help <help@example.com>', undefined],
    ['mailbox', 'help@example.com\r\nBcc: x@y.zz', undefined],
    ['mailbox', 'help', undefined],
    ['network', '185.138.182.0/24', '185.138.182.0/24'],
    ['network', '185.138.182.7', '185.138.182.7/32'],
    ['network', '2001:DB8::/32', '2001:db8::/32'],
    ['network', '185.138.182.0/33', undefined],
    ['network', '185.138.182/24', undefined],
    ['network', '010.0.0.1', undefined],
    ['network', '10.0.0.1/24', undefined],
    ['network', '2001:db8::1/32', undefined],
    ['hostPattern', 'gato#.sndsy.ru', 'gato#.sndsy.ru'],
    ['hostPattern', '*.relay.example', '*.relay.example'],
    ['hostPattern', '*', undefined],
    ['hostPattern', 'ga*o.sndsy.ru', undefined],
    ['variableName', 'SENDSAY_PASSWORD', 'SENDSAY_PASSWORD'],
    ['variableName', 's3cret!', undefined],
    ['variableName', '$HOME', undefined],
    ['webAddress', 'https://platform.example/hook/1', 'https://platform.example/hook/1'],
    ['webAddress', 'https://user:pw@platform.example/', undefined],
    ['webAddress', 'javascript:alert(1)', undefined],
    ['webAddress', 'https://', undefined],
    ['filePath', '/run/secrets/relay', '/run/secrets/relay'],
    ['filePath', ' ', undefined],
    ['tls', 'starttls', 'starttls'],
    ['tls', 'STARTTLS', undefined],
  ])('%s %j is %j', (kind, word, value) => {
    expect(kinds[kind].read(word)).toEqual(value);
  });

  test('a wrong word is one usage error that names the flag and what it accepts', () => {
    expect(() => readWord(percent, '--percent', '101')).toThrow(
      expect.objectContaining({
        kind: 'usage',
        message: "--percent: '101' is not a whole number from 0 to 100.",
      }),
    );
  });

  test.each<[keyof typeof kinds | 'receiver', string, string]>([
    ['percent', '50%', 'Did you mean --flag 50?'],
    ['percent', '101', 'For example: --flag 50'],
    ['tls', 'startls', 'Did you mean --flag starttls?'],
    ['tls', 'yes', 'For example: --flag none'],
    ['network', '10.0.0.1/24', 'Did you mean --flag 10.0.0.0/24?'],
    ['network', '10.1.2.3/15', 'Did you mean --flag 10.0.0.0/15?'],
    ['network', '2001:db8::1/32', 'Did you mean --flag 2001:db8::/32?'],
    ['network', '10.0.0.1/33', 'For example: --flag 192.0.2.0/24'],
    ['receiver', '192.0.2.1/24', 'Did you mean --flag 192.0.2.0/24?'],
    ['hostPort', 'smtp://host:25', 'For example: --flag smtp.example.com:587'],
  ])('the hint after a wrong %s %j is: %s', (kind, word, hint) => {
    const wanted = kind === 'receiver' ? receiverWord : kinds[kind];
    expect(() => readWord<unknown>(wanted, '--flag', word)).toThrow(expect.objectContaining({ hint }));
  });

  test('a long wrong word is cut', () => {
    expect(() => readWord(percent, '--percent', '9'.repeat(5000))).toThrow(/^--percent: '9{79}…' is not/);
  });
});
