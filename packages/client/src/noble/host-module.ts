/** The script of the process that holds noble. */
export const hostModule: string | URL = new URL('./host-process.js', import.meta.url);
