/** Returns a word as a shell takes it: as it is where nothing in it means anything, else in quotes. */
export function shellWord(word: string, platform: NodeJS.Platform = process.platform): string {
  if (platform === 'win32') return /^[\w+=:,./\\@-]+$/.test(word) ? word : `"${word.replaceAll('"', '\\"')}"`;
  return /^[\w%+=:,./@-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
