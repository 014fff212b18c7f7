/** A Markdown file as a module that exports its text, as the build has it. */
module.exports = {
  process: (text) => ({ code: `export default ${JSON.stringify(text)};` }),
};
