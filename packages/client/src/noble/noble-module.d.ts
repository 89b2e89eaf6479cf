// The optional package is not there when this is compiled; what is used of it is told by NobleLibrary.
declare module '@stoprocent/noble' {
  const noble: import('./noble-library.ts').NobleLibrary & {
    /** Returns a noble that reaches its adapters in another way. */
    withBindings(kind: string): import('./noble-library.ts').NobleLibrary;
  };
  // biome-ignore lint/style/noDefaultExport: it is what the package has
  export default noble;
}
