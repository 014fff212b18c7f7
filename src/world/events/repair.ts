import { open, writeFile } from 'node:fs/promises';
import { isWhole } from './record.js';
import { linesOf, segmentName, segmentNumbers, segmentPath } from './segments.js';

/**
 * Cuts off what a crash left at the end of the newest segment: records that were being written, of which none was acknowledged. The cut
 * bytes are kept next to it. Damage with whole records after it is not a torn tail and is left as it is. Returns what was done, in sentences.
 */
export async function repairTail(folder: string): Promise<string[]> {
  const last = (await segmentNumbers(folder)).at(-1);
  if (last === undefined) return [];
  const file = segmentPath(folder, last);
  const { wholeEnd, fileEnd, hasGap, hasEndedLine } = await lookAt(file);
  const damage = hasGap ? [`${segmentName(last)} has damaged records; see them with: akrelay events verify-store`] : [];
  if (wholeEnd === fileEnd) return damage;
  const kept = `${file}.torn-${Date.now()}`;
  const handle = await open(file, 'r+');
  try {
    const torn = Buffer.alloc(fileEnd - wholeEnd);
    await handle.read(torn, 0, torn.length, wholeEnd);
    await writeFile(kept, torn, { flag: 'wx', mode: 0o600 });
    await handle.truncate(wholeEnd);
    await handle.datasync();
  } finally {
    await handle.close();
  }
  const [name, bytes] = [segmentName(last), fileEnd - wholeEnd];
  // A disk may lose the beginning of what it wrote last, or change it weeks later.
  const what = hasEndedLine
    ? `${name} ended with ${bytes} bytes that are damaged, or were not written completely; they were moved to ${kept}`
    : `${name} ended with an incomplete record of ${bytes} bytes, which was never acknowledged; it was moved to ${kept}`;
  return [...damage, what];
}

async function lookAt(file: string) {
  let [wholeEnd, fileEnd, hasGap, inGap, hasEndedLine] = [0, 0, false, false, false];
  for await (const { bytes, offset, isEnded } of linesOf(file)) {
    fileEnd = offset + bytes.length + (isEnded ? 1 : 0);
    const isGood = isEnded && isWhole(bytes);
    if (isGood) {
      wholeEnd = fileEnd;
      hasGap ||= inGap;
    }
    inGap = !isGood;
    hasEndedLine = inGap && (hasEndedLine || isEnded);
  }
  return { wholeEnd, fileEnd, hasGap, hasEndedLine };
}
