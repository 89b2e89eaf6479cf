const wrapper = 'native:import-analysis-build';

/**
 * Leaves `import()` as it is written. Vite would wrap each in a loader that fetches styles and what the chunk imports;
 * there are no styles in chunks, and the loader alone is larger than the element that must be small.
 */
export const plainImports = {
  name: 'esp-prov-plain-imports',
  configResolved({ plugins }) {
    const at = plugins.findIndex(({ name }) => name === wrapper);
    if (at < 0) throw new Error(`Vite has no plugin ${wrapper} any more: look for what wraps import() now`);
    plugins.splice(at, 1);
  },
};
