import { safeText } from '../safe-text.js';

/** Text of a GitHub Actions workflow command, escaped as GitHub's own toolkit does. */
export function githubText(text: string): string {
  return safeText(text).replace(/%/g, '%25');
}

/** A property of a GitHub Actions workflow command. */
export function githubProperty(text: string): string {
  return githubText(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}

/** Text or an attribute's value in XML; XML 1.0 §2.2 allows fewer characters than Unicode has. */
export function xmlText(text: string): string {
  return safeText(text)
    .replace(/[\ufffe\uffff]/g, (character) => `\\u{${character.charCodeAt(0).toString(16)}}`)
    .replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
