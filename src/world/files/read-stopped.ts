/** Why a reading was given up. */
export class ReadStopped extends Error {
  override readonly name = 'ReadStopped';
  /** `reason` ends a sentence: `it is larger than 64 KB`. */
  constructor(
    readonly why: 'too-large' | 'late',
    readonly reason: string,
  ) {
    super(reason);
  }
}
