/**
 * Has braces on pages mean nothing: Vue, which renders what Markdown becomes, would run what stands between two pairs of
 * them, wherever a page has it from.
 *
 * @param {{ renderer: { render: (...args: any[]) => string } }} md markdown-it
 */
export function keepBracesPlain(md) {
  const render = md.renderer.render.bind(md.renderer);
  md.renderer.render = (...args) => render(...args).replaceAll('{{', '&#123;&#123;');
}
