/** Vite builds such a module as a worker of its own, and gives its address. */
declare module '*?worker&url' {
  const address: string;
  // biome-ignore lint/style/noDefaultExport: that is how Vite gives it.
  export default address;
}
