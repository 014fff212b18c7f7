import { usageError } from '../../errors.js';
import type { Config } from '../../relay/config.js';
import { type Mailbox, parseMailbox, sameAddress } from '../../relay/mailbox.js';
import type { World } from '../../world/world.js';
import { askWord } from '../ask-word.js';
import { party } from '../mail-words.js';
import { missingAnswers } from '../missing.js';
import type { SendOptions } from './options.js';

export interface Addresses {
  readonly from: Mailbox;
  readonly to: readonly Mailbox[];
  readonly cc: readonly Mailbox[];
}

/** Who writes to whom: the flags, else the config's `test`, else a question. */
export async function addressesOf(
  { from: given, to, cc, relay }: SendOptions,
  test: Config['test'],
  prompts: World['prompts'],
): Promise<Addresses> {
  const author = given ?? (test.from === undefined ? undefined : parseMailbox(test.from));
  const recipients = to.length > 0 ? to : test.recipients.flatMap((address) => parseMailbox(address) ?? []);
  if (author !== undefined && recipients.length > 0) return { from: author, to: recipients, cc };
  if (!prompts) {
    const missing = [
      ...(author ? [] : [{ flag: '--from', key: 'test.from' }]),
      ...(recipients.length > 0 ? [] : [{ flag: '--to', key: 'test.recipients' }]),
    ];
    throw missingAnswers(
      missing.map(({ flag }) => flag),
      relay === undefined ? { inConfig: missing.map(({ key }) => key) } : 'asked-on-a-terminal',
    );
  }
  const from = author ?? (await askWord('From:', party, prompts));
  return { from, to: recipients.length > 0 ? recipients : [await askWord('To:', party, prompts)], cc };
}

/** Sends to `test.recipients` freely, to anybody else only when told: a test must not reach a customer by a typo. */
export async function guardRecipients(
  recipients: readonly string[],
  { consent, relay }: SendOptions,
  test: Config['test'],
  prompts: World['prompts'],
): Promise<void> {
  const others = recipients.filter((one) => !test.recipients.some((known) => sameAddress(known, one)));
  if (others.length === 0 || consent === 'given') return;
  const names = others.join(', ');
  if (!prompts)
    throw relay === undefined
      ? usageError(
          `${names} is not in test.recipients of the config.`,
          'Add --yes to send anyway, or add the address to test.recipients.',
        )
      : usageError(`No config allows test messages to ${names}.`, 'Add --yes to send anyway.');
  const agreed = await prompts.confirm({
    message: `Send to ${names}? It is not in test.recipients.`,
    default: 'no',
  });
  if (!agreed)
    throw usageError('Cancelled; nothing was sent.', 'Choose a recipient from test.recipients, or add --yes.');
}
