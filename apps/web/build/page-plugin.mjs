import { contentSecurityPolicy, policyText } from './content-security-policy.mjs';

/** Puts the policy into the built page, and the address of the documentation or no link to it. */
export function pagePlugin({ docs }) {
  return {
    name: 'esp-prov-page',
    transformIndexHtml(html, { server }) {
      const linked = docs ? html.replace('__DOCS__', docs) : html.replace(/^.*href="__DOCS__".*\n/m, '');
      // While developing, Vite puts styles and scripts of its own into the page.
      if (server) return linked.replace('__VERSION__', '');
      const meta = `<meta http-equiv="Content-Security-Policy" content="${policyText(contentSecurityPolicy)}" />`;
      return linked.replace(/<meta charset="utf-8" \/>/, (found) => `${found}\n    ${meta}`);
    },
  };
}
