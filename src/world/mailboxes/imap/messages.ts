import { AkrelayError } from '../../../errors.js';
import { moved } from '../found.js';
import type { ImapConnection } from './connection.js';

/** Where a message is: of a folder that was recreated the numbers mean others (RFC 9051 §2.3.1.1). */
export interface Place {
  readonly path: string;
  readonly uid: number;
  readonly uidValidity: string;
}

export async function wholeMessage({ client, server }: ImapConnection, place: Place): Promise<Uint8Array> {
  await openAgain({ client, server }, place, 'examine');
  const message = await client.fetchOne(String(place.uid), { uid: true, source: true }, { uid: true });
  if (message === false || message.source === undefined) throw moved(place.path, server);
  return message.source;
}

/** Without UIDPLUS (RFC 4315), EXPUNGE would remove what others have marked too. */
export async function removed({ client, server }: ImapConnection, place: Place): Promise<'deleted' | 'marked'> {
  await openAgain({ client, server }, place, 'select');
  const canExpunge = client.capabilities.has('UIDPLUS') || client.enabled.has('IMAP4REV2');
  const done = canExpunge
    ? await client.messageDelete(String(place.uid), { uid: true })
    : await client.messageFlagsAdd(String(place.uid), ['\\Deleted'], { uid: true });
  if (done) return canExpunge ? 'deleted' : 'marked';
  throw new AkrelayError('protocol', {
    message: `${server} did not delete the message.`,
    hint: 'Check that the account is allowed to delete messages in the folder.',
    data: { id: 'mailbox-refused' },
  });
}

async function openAgain(
  { client, server }: Pick<ImapConnection, 'client' | 'server'>,
  { path, uidValidity }: Place,
  how: 'examine' | 'select',
): Promise<void> {
  const opened = await client.mailboxOpen(path, { readOnly: how === 'examine' });
  if (String(opened.uidValidity) !== uidValidity) throw moved(path, server);
}
