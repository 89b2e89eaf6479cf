/** Lets the highlighter finish every line. It gives up after half a second, so that pages of a busy machine differ. */
export function withoutTimeLimit(highlighter) {
  const { codeToHtml } = highlighter;
  highlighter.codeToHtml = (code, options) => codeToHtml(code, { ...options, tokenizeTimeLimit: 0 });
}
