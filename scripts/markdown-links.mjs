// Links and pictures of a page of Markdown, wherever they are no part of code.

/** A span of code, in which nothing is a link, or a link or picture, whose label may have such spans. */
const codeOrLink = /(`+)[^`\n]+\1|(!?)\[((?:[^\][`\n\\]|\\.|`[^`\n]+`|\[[^\][`\n]*\]|\n(?!\n))*)\]\(([^()\s]+)\)/g;

/**
 * Returns `text` with what `change` makes of each link and picture. Web addresses, absolute paths and anchors of the
 * page itself stay.
 *
 * @param {string} text
 * @param {(link: { whole: string, isPicture: boolean, label: string, file: string, anchor: string }) => string} change
 *   `file` as it is written, `anchor` with its `#` or empty
 */
export function withLinks(text, change) {
  const parts = text.split(/(^```.*?^```)/ms);
  return parts.map((part, index) => (index % 2 === 1 ? part : changed(part))).join('');

  function changed(prose) {
    return prose.replaceAll(codeOrLink, (whole, _fence, mark, label, target) => {
      if (target === undefined || /^[a-z]+:|^#|^\//i.test(target)) return whole;
      const [file, anchor = ''] = target.split(/(?=#)/);
      return change({ whole, isPicture: mark === '!', label, file, anchor });
    });
  }
}
