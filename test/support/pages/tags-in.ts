/** The tags of HTML in their order, those that open and those that close. */
export function tagsIn(html: string): string[] {
  return [...html.matchAll(/<\/?([a-z0-9!]+)/gi)].map(([, tag = '']) => tag.toLowerCase());
}
