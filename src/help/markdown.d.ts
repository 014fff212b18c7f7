/** The text of a Markdown file, which the build puts into the program. */
declare module '*.md' {
  const text: string;
  export default text;
}
