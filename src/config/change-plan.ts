import type { Problem } from './problem.js';

/** A run of lines that a change replaces, with the lines around it: one hunk of a unified diff. */
export interface Hunk {
  /** First line of the hunk in the old text and in the new one, from 1. */
  readonly oldStart: number;
  readonly newStart: number;
  readonly lines: readonly DiffLine[];
}

/** One line of a hunk, without its line end, secrets masked. Text of the file: make it harmless before showing. */
export interface DiffLine {
  readonly kind: 'context' | 'removed' | 'added';
  readonly text: string;
}

/** What a change makes of a file. Nothing has been written yet. */
export interface ChangePlan {
  /** The whole new text; the old one when nothing changes. */
  readonly text: string;
  /** False when the file says already what was asked for. */
  readonly changed: boolean;
  readonly hunks: readonly Hunk[];
  /** What `config validate` will say of the sender or virtual sender that the change is about: warnings. */
  readonly findings: readonly Problem[];
}
