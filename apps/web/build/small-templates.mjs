const ours = /[\\/]apps[\\/]web[\\/]src[\\/].*\.ts$/;

/** Takes the white space of the source out of templates and style sheets, which no minifier looks into. */
export const smallTemplates = {
  name: 'esp-prov-small-templates',
  transform(code, id) {
    if (!ours.test(id) || !/\b(?:html|svg|css)`/.test(code)) return undefined;
    const texts = [];
    visit(this.parse(code), ({ type, tag, quasi }) => {
      if (type !== 'TaggedTemplateExpression' || !(tag.name in small)) return;
      for (const { start, end } of quasi.quasis) texts.push({ start, end, small: small[tag.name] });
    });
    // From the end, so that the places of the others stay.
    let changed = code;
    for (const text of texts.sort((one, other) => other.start - one.start)) {
      const { start, end } = text;
      changed = changed.slice(0, start) + text.small(changed.slice(start, end)) + changed.slice(end);
    }
    return { code: changed, map: null };
  },
};

const small = { html: smallMarkup, svg: smallMarkup, css: smallStyle };

/** White space across lines becomes one space: more never shows, and less could join words. */
function smallMarkup(text) {
  return text.replace(/\s*\n\s*/g, ' ');
}

function smallStyle(text) {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,]) ?/g, '$1')
    .replace(/: /g, ':')
    .replace(/;}/g, '}');
}

function visit(node, look) {
  if (node === null || typeof node !== 'object') return;
  if (Array.isArray(node)) {
    for (const each of node) visit(each, look);
    return;
  }
  if (typeof node.type === 'string') look(node);
  for (const value of Object.values(node)) visit(value, look);
}
