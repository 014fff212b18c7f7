/** Fields of which at least one is in every e-mail that a server has touched (RFC 5322 §3.6 and the like). */
const mailField =
  /(?:received|return-path|delivered-to|from|to|cc|subject|date|message-id|mime-version|content-type|reply-to|sender|dkim-signature|arc-seal|authentication-results|received-spf|x-[\w-]{1,126})[ \t]{0,128}:/iy;

/** Whether such a field begins at the place. */
export function isMailField(text: string, at: number): boolean {
  mailField.lastIndex = at;
  return mailField.test(text);
}
