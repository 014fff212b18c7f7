import { xmlText } from '../escapes.js';

declare const made: unique symbol;

/** HTML that was put together by `element`: nothing else can make it, so no text gets into a page unescaped. */
export interface Markup {
  readonly [made]: true;
  readonly html: string;
}

/** What an element may hold. Text is escaped, and its control and hidden characters are spelled out. */
export type Piece = Markup | string | number | undefined | readonly Piece[];

/** Elements that run nothing, load nothing and lead nowhere. */
type Name =
  | 'b'
  | 'caption'
  | 'code'
  | 'dd'
  | 'details'
  | 'div'
  | 'dl'
  | 'dt'
  | 'footer'
  | 'g'
  | 'h1'
  | 'h2'
  | 'h3'
  | 'header'
  | 'li'
  | 'main'
  | 'mark'
  | 'ol'
  | 'p'
  | 'rect'
  | 'section'
  | 'small'
  | 'span'
  | 'summary'
  | 'svg'
  | 'table'
  | 'tbody'
  | 'td'
  | 'th'
  | 'thead'
  | 'tr'
  | 'ul';

/** No `style`, `href`, `src` or `on…` among them: what they hold could be more than text. */
type Attribute =
  | 'aria-hidden'
  | 'aria-label'
  | 'class'
  | 'colspan'
  | 'height'
  | 'id'
  | 'preserveAspectRatio'
  | 'role'
  | 'rowspan'
  | 'scope'
  | 'viewBox'
  | 'width'
  | 'x'
  | 'y';

export type Attributes = Readonly<Partial<Record<Attribute, string | number>>>;

/** One element; an undefined piece is none. */
export function element(name: Name, attributes: Attributes, ...pieces: readonly Piece[]): Markup {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${xmlText(String(value))}"`);
  return { html: `<${name}${written.join('')}>${pieces.map(htmlOf).join('')}</${name}>` } as Markup;
}

function htmlOf(piece: Piece): string {
  if (piece === undefined) return '';
  if (typeof piece === 'string') return xmlText(piece);
  if (typeof piece === 'number') return String(piece);
  return 'html' in piece ? piece.html : piece.map(htmlOf).join('');
}
