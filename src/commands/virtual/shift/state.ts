import { AkrelayError } from '../../../errors.js';
import { describeMatch, ruleCalled } from '../../../relay/describe.js';
import { readShiftState, type ShiftState, shiftStateText } from '../../../relay/shift.js';
import { shellWord } from '../../../shell-word.js';
import type { Files } from '../../../world/world.js';
import { readIfThere } from '../../read-if-there.js';

/** The file that says where a shift began, so that it can go back after any restart. */
export interface ShiftFile {
  /** The shift that was begun and not ended. */
  readonly begun: ShiftState | undefined;
  readonly begin: (state: ShiftState) => Promise<void>;
  readonly end: () => Promise<void>;
}

/** Throws `bad-input` for what is no state, `usage` for another shift that was not ended. */
export async function openShiftFile(file: string, shift: Omit<ShiftState, 'before'>, files: Files): Promise<ShiftFile> {
  const begun = await readState(file, files);
  const isSame =
    begun === undefined ||
    (begun.virtual === shift.virtual &&
      begun.to === shift.to &&
      describeMatch(begun.match) === describeMatch(shift.match));
  if (!isSame)
    throw new AkrelayError('usage', {
      message: `A shift of ${ruleCalled(begun.match)} of ${begun.virtual} to ${begun.to} is not finished: see ${file}.`,
      hint: `Continue it with: akrelay virtual shift ${shellWord(begun.virtual)} --to ${shellWord(begun.to)}, or remove that file.`,
    });
  return {
    begun,
    begin: (state) => files.write(file, shiftStateText(state), 'private'),
    end: () => files.remove(file),
  };
}

async function readState(file: string, files: Files): Promise<ShiftState | undefined> {
  const bytes = await readIfThere(file, 1, files);
  if (bytes === undefined) return undefined;
  const state = readShiftState(new TextDecoder().decode(bytes));
  if (state !== undefined) return state;
  throw new AkrelayError('bad-input', {
    message: `${file} is not a state file of akrelay virtual shift, or is incomplete.`,
    hint: 'Name another file with --state, or remove this one to start again with the shares of the config.',
  });
}
