import { spawnSync } from 'node:child_process';

/** What lintian complains of and has to stay: the project has no address of its own yet. */
const known = ['bogus-mail-host', 'bogus-mail-host-in-debian-changelog'];

/** Lets lintian judge the package, where it is installed, and returns how it went. Throws for what is not known. */
export function judgePackage(file) {
  const { error, stdout } = spawnSync('lintian', ['--allow-root', '--suppress-tags', known.join(','), file], {
    encoding: 'utf8',
  });
  if (error) return 'lintian is not installed, so it has not judged the package.';
  const complaints = stdout.split('\n').filter((line) => /^[EW]: /.test(line));
  if (complaints.length > 0) throw new Error(`lintian complains:\n${complaints.join('\n')}`);
  return 'lintian finds no fault.';
}
