/** Folders of programs that only root has in its path on some systems, although anybody may run them. */
const systemFolders = ['/usr/local/sbin', '/usr/sbin', '/sbin', '/usr/local/bin', '/usr/bin', '/bin'];

/** Returns the environment of a program: where programs are, the language in which output can be parsed, and `extra`. */
export function programEnvironment(
  extra: Readonly<Record<string, string>> = {},
  path: string = process.env['PATH'] ?? '',
): Record<string, string> {
  const folders = [...path.split(':').filter((folder) => folder.startsWith('/')), ...systemFolders];
  return { PATH: [...new Set(folders)].join(':'), LC_ALL: 'C.UTF-8', ...extra };
}
