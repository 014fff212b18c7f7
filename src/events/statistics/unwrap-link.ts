/**
 * The address in a link that Sendsay rewrote: `https://<account>.link.sendsay.ru/<account>/<n>,<token>/<n>,<n>,<n>,?<base64>`, as three
 * such links showed (observed 2026-11). Any other address is given back as it is.
 */
export function unwrapLink(link: string): string {
  const [, packed] = /^https?:\/\/[\w-]+\.link\.sendsay\.ru\/[^?]*\?([\w+/-]+)(?:=|%3D){0,2}$/i.exec(link) ?? [];
  if (packed === undefined) return link;
  try {
    const target = atob(packed.replaceAll('-', '+').replaceAll('_', '/'));
    return /^https?:\/\//i.test(target) ? target : link;
  } catch {
    return link;
  }
}

/** Which links unsubscribe in Altcraft: those with one of the texts in them. That they hold `unsub` is inferred; the config may say otherwise. */
export const usualUnsubscribeLinks = ['unsub'] as const;

export function unsubscribeTest(texts: readonly string[]): (link: string) => boolean {
  const small = texts.map((text) => text.toLowerCase());
  return (link) => {
    const target = unwrapLink(link).toLowerCase();
    return small.some((text) => target.includes(text));
  };
}
