import { transform } from 'esbuild';
import { fileUrlBanner } from './bundle-options.mjs';

/**
 * A chunk of a split bundle as CommonJS. Chunks that it loads on demand are required then; packages that the user
 * installs go on being imported, as they may be ES modules.
 *
 * A chunk that stands for a CommonJS package exports nothing but its `default`; as Node's own `import()` would, it then
 * exports the members of that too.
 *
 * @param {string} text
 * @param {{ name: string, loaded: readonly string[], isPackage: boolean }} options `loaded`: chunks that it loads on
 *   demand; `isPackage`: it stands for a CommonJS package
 */
export async function asCommonJs(text, { name, loaded, isPackage }) {
  const options = { platform: 'node', target: 'node20.19', legalComments: 'none' };
  // Without white space means without comments too; the second pass puts the white space back.
  const bare = await transform(text, { ...options, format: 'cjs', minifyWhitespace: true });
  let { code } = await transform(bare.code, options);
  for (const chunk of new Set(loaded)) {
    const found = `import("./${chunk}")`;
    if (!code.includes(found)) throw new Error(`${name} does not load ${chunk} in the form that is known: ${found}`);
    code = code.replaceAll(found, `Promise.resolve().then(() => require("./${chunk}"))`);
  }
  if (isPackage) code += 'module.exports = { ...module.exports.default, default: module.exports.default };\n';
  return code.includes('__fileUrl') ? `${fileUrlBanner}\n${code}` : code;
}
