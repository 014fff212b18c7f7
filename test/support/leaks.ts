/** Whether a text shows a secret: as it is, or inside any base64 word at any offset. */
export function leaks(text: string, secret: string): boolean {
  if (text.includes(secret)) return true;
  const words = text.match(/[A-Za-z0-9+/_-]{6,}={0,2}/g) ?? [];
  return words.some((word) =>
    [0, 1, 2, 3].some((offset) => Buffer.from(word.slice(offset), 'base64').includes(secret)),
  );
}
