/** Modules of Node that a dependency loads at its start and needs in one rare function, and what it takes of them. */
const rarelyNeeded = [
  { importer: /[\\/]node_modules[\\/]commander[\\/]/, module: 'node:child_process', names: ['spawn'] },
];

/** Lets such a module be loaded when it is first used: `node:child_process` takes a tenth of the start of Node. */
export const lazyBuiltins = {
  name: 'lazy-builtins',
  setup(build) {
    for (const { importer, module, names } of rarelyNeeded) {
      build.onResolve({ filter: new RegExp(`^${module}$`) }, ({ importer: from, path }) =>
        importer.test(from) ? { path, namespace: 'lazy-builtin' } : undefined,
      );
      build.onLoad({ filter: new RegExp(`^${module}$`), namespace: 'lazy-builtin' }, () => ({
        contents: `module.exports = {${names.map((name) => `get ${name}() { return require('${module}').${name}; }`)}};`,
        loader: 'js',
      }));
    }
  },
};
