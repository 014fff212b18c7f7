/** A form in which a server, or a log behind it, can give a password back. */
export interface EchoForm {
  /** Completes "masks it …". */
  readonly name: string;
  readonly of: (password: string, user: string) => string;
}

/** What makes one hard to find again: its letters, its quotes, its blanks, or that it is a word of the session. */
export const echoedPasswords: readonly string[] = [
  'hunter2',
  'correct horse battery staple',
  'S3cr"et/пароль',
  'пароль',
  'Ünïcödé-päss',
  '密码密码密码',
  '😀😀pass😀',
  'ＦＵＬＬｗｉｄｔｈ',
  'decomposed e\u0301e\u0301',
  'a+b/c==',
  '100%25sure',
  '<b>&amp;"\'',
  'C:\\new\\temp',
  '$HOME`id`$(id)',
  "o'neil;--",
  '{"json":[1]}',
  'tab\tinside',
  'esc\u001b[31mred',
  'zero\u200bwidth',
  'trailing blank ',
  '  leading blanks',
  'a'.repeat(200),
  '8f14e45fceea167a5a36dedd4bea2543',
  'aHVudGVyMg==',
  'auth',
  'starttls',
  'ok',
  'x',
];

const base64 = (text: string | Buffer): string => Buffer.from(text).toString('base64');
const hex = (text: string): string => Buffer.from(text).toString('hex');
const eachByte = (text: string, show: (digits: string) => string): string => hex(text).replace(/../g, show);
const eachCharacter = (text: string, show: (code: number) => string): string =>
  Array.from(text, (character) => show(character.codePointAt(0) ?? 0)).join('');
const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');
const plain = (user: string, password: string): string => base64(`\0${user}\0${password}`);

export const echoForms: readonly EchoForm[] = [
  { name: 'as it is', of: (password) => password },
  { name: 'in quotes', of: (password) => `"${password}"` },
  { name: 'behind a colon', of: (password, user) => `${user}:${password}` },
  { name: 'in capitals', of: (password) => password.toUpperCase() },
  { name: 'in small letters', of: (password) => password.toLowerCase() },
  { name: 'composed (NFC)', of: (password) => password.normalize('NFC') },
  { name: 'decomposed (NFD)', of: (password) => password.normalize('NFD') },
  { name: 'as bytes read as Latin-1', of: (password) => Buffer.from(password).toString('latin1') },
  { name: 'with zero-width characters in it', of: (password) => Array.from(password).join('\u200b') },
  { name: 'with soft hyphens in it', of: (password) => Array.from(password).join('\u00ad') },
  { name: 'with NULs in it, as UTF-16', of: (password) => utf16(password).toString('latin1') },
  { name: 'as UTF-16, the high byte first', of: (password) => utf16(password).swap16().toString('latin1') },
  { name: 'in a JSON string', of: (password) => JSON.stringify(password) },
  { name: 'in a JSON string in a JSON string', of: (password) => JSON.stringify(JSON.stringify(password)) },
  { name: 'in hexadecimal', of: hex },
  { name: 'in hexadecimal capitals', of: (password) => hex(password).toUpperCase() },
  { name: 'in hexadecimal with blanks', of: (password) => eachByte(password, (digits) => `${digits} `).trim() },
  { name: 'in hexadecimal with colons', of: (password) => eachByte(password, (digits) => `${digits}:`).slice(0, -1) },
  { name: 'in hexadecimal with 0x', of: (password) => eachByte(password, (digits) => `0x${digits}, `).slice(0, -2) },
  { name: 'in hexadecimal of UTF-16', of: (password) => utf16(password).toString('hex') },
  { name: 'in a URL', of: (password) => encodeURIComponent(password) },
  { name: 'with every byte as %xx', of: (password) => eachByte(password, (digits) => `%${digits}`) },
  { name: 'with every byte as %XX', of: (password) => eachByte(password, (digits) => `%${digits.toUpperCase()}`) },
  { name: 'in a form', of: (password) => new URLSearchParams({ k: password }).toString().slice(2) },
  { name: 'in a URL in a URL', of: (password) => encodeURIComponent(encodeURIComponent(password)) },
  { name: 'in quoted-printable', of: (password) => eachByte(password, (digits) => `=${digits.toUpperCase()}`) },
  { name: 'with every byte as \\xhh', of: (password) => eachByte(password, (digits) => `\\x${digits}`) },
  { name: 'with every character as \\u', of: (password) => password.split('').map(unit).join('') },
  { name: 'with octal escapes', of: (password) => eachByte(password, octal) },
  { name: 'in decimal HTML entities', of: (password) => eachCharacter(password, (code) => `&#${code};`) },
  {
    name: 'in hexadecimal HTML entities',
    of: (password) => eachCharacter(password, (code) => `&#x${code.toString(16)};`),
  },
  { name: 'in HTML', of: (password) => password.replace(/[<>&"']/g, (one) => `&#${one.charCodeAt(0)};`) },
  { name: 'in base64', of: base64 },
  { name: 'in base64 without its padding', of: (password) => base64(password).replace(/=+$/, '') },
  { name: 'in base64url', of: (password) => base64(password).replaceAll('+', '-').replaceAll('/', '_') },
  { name: 'in base64 of base64', of: (password) => base64(base64(password)) },
  { name: 'in hexadecimal of base64', of: (password) => hex(base64(password)) },
  { name: 'in base64 of UTF-16', of: (password) => base64(utf16(password)) },
  { name: 'as AUTH PLAIN says it', of: (password, user) => plain(user, password) },
  {
    name: 'as AUTH PLAIN says it, with an authorisation name',
    of: (password, user) => base64(`${user}\0${user}\0${password}`),
  },
];

/** Forms that only part of a secret is left of; for those of at least eight characters. */
export const cutForms: readonly EchoForm[] = [
  { name: 'in base64, without its last character', of: (password) => base64(password).replace(/.=*$/, '') },
  { name: 'in base64, without its first character', of: (password) => base64(password).slice(1) },
  {
    name: 'in base64, the first two thirds',
    of: (password) => base64(password).slice(0, Math.ceil(base64(password).length / 1.5)),
  },
  { name: 'in AUTH PLAIN, cut', of: (password, user) => plain(user, password).slice(0, -5) },
  { name: 'in hexadecimal, cut', of: (password) => hex(password).slice(3) },
  { name: 'in base64 that has lost its case', of: (password) => base64(password).toLowerCase() },
  { name: 'in base64 that is all capitals', of: (password) => base64(password).toUpperCase() },
];

function unit(one: string): string {
  return `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function octal(digits: string): string {
  return `\\${Number.parseInt(digits, 16).toString(8).padStart(3, '0')}`;
}

/** What a masked echo still has of the password; its form may leave quotation marks, backslashes and the user name. */
export function leftOf(masked: string, user: string): string {
  return masked.replaceAll('***', '').replace(`${user}:`, '').replace(/[\\"]/g, '');
}
