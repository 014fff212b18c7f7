import type { Command } from 'commander';
import { stopStages } from '../../relay/smtp-stage.js';
import { alsoAsFlag, repeated, withExamples, withExitCodes } from '../declare.js';
import { declareAdHocFlags, declareSessionFlags } from '../relay-flags.js';

export function declareSend(command: Command): void {
  command
    .argument(
      '[sender]',
      'name of a sender, or host:port of a relay (default: the only sender, or with --virtual the one its rule chooses)',
    )
    .option('--from <address>', "From address, 'Name <a@b>' or 'a@b' (default: test.from of the config)")
    .option('--envelope-from <address>', "envelope sender (default: the From address); '<>' is the null sender")
    .option('--to <address>', 'recipient, repeatable (default: test.recipients of the config)', repeated)
    .option('--cc <address>', 'Cc recipient, repeatable', repeated)
    .option('--subject <text>', 'subject')
    .option('--text <text>', 'plain text of the message')
    .option('--html <html>', 'HTML part of the message')
    .option('--attach <file>', 'attach a file, repeatable', repeated)
    .option('--header <field>', "additional header field, 'Name: value', repeatable", repeated)
    .option('--eml <file>', 'send this message with X-Letter-Id added and Bcc removed; - is standard input')
    .option('--no-token', 'with --eml: do not add X-Letter-Id')
    .option('--fold', 'with --eml: break lines longer than 998 octets instead of refusing them')
    .option('--virtual <name>', 'choose the sender by the rules of this virtual sender')
    .option('--host <host:port>', 'send through this relay instead of a sender from the config')
    .option('--ca <file>', 'also trust this certificate authority (PEM)')
    .option('--receipt <file>', 'write the receipt as JSON')
    .option('--save <file>', 'write the message as it was sent')
    .option('--timeout <seconds>', 'total time limit in seconds, 1 to 600 (default: 60)')
    .option('--stop-after <stage>', `end the session at a stage: ${stopStages.join(', ')}`)
    .option('--transcript', 'print the SMTP conversation to stderr, with logins masked')
    .option('--dsn <when>', 'request delivery reports: never, or any of success,failure,delay')
    .option('--retry <n>', 'retry up to n times if the relay has not accepted the message')
    .option('--count <n>', 'send n messages in one session, each with its own token')
    .option('--rate <n>', 'with --count: at most n messages per second')
    .option('--yes', 'send to recipients that are not in test.recipients');
  withExitCodes(command, {
    0: 'accepted for all recipients',
    1: 'accepted for some recipients',
    2: 'possibly accepted: the relay gave no clear reply',
    69: 'refused permanently, or the relay cannot be reached',
    75: 'refused temporarily: try again',
    77: 'the login was rejected',
  });
  alsoAsFlag(command);
  declareAdHocFlags(command);
  declareSessionFlags(command);
  withExamples(command, [
    'akrelay send sendsay-main --to qa@example.net',
    "akrelay send sendsay-main --from 'Shop <news@example.com>' --to qa@example.net --receipt receipt.json --yes",
    'akrelay send --virtual newsletters --to qa@gmail.com',
    'akrelay send sendsay-main --eml letter.eml --to qa@example.net --save sent.eml',
    'akrelay send smtp.example.com:587 --username-env U --password-env P --from a@example.com --to b@example.net --yes',
  ]);
}
