/**
 * Returns in words why a file or folder cannot be used: the system's own text repeats the call and the path, and its
 * code says nothing to most people. Of an error that is not of the system it is the message.
 */
export function fileFailure(cause: unknown): string {
  const code = systemCode(cause);
  if (code !== undefined) return reasons[code] ?? `the system reports ${code}`;
  return cause instanceof Error ? cause.message : String(cause);
}

/** Returns the file or folder that an error of the system is about; undefined for other errors. */
export function failedPath(cause: unknown): string | undefined {
  if (systemCode(cause) === undefined) return undefined;
  const { path, syscall } = cause as { readonly path?: unknown; readonly syscall?: unknown };
  return typeof path === 'string' && typeof syscall === 'string' && fileCalls.test(syscall) ? path : undefined;
}

function systemCode(cause: unknown): string | undefined {
  if (!(cause instanceof Error) || !('code' in cause) || typeof cause.code !== 'string') return undefined;
  return /^E[A-Z0-9]+$/.test(cause.code) ? cause.code : undefined;
}

/** Calls about files; those about programs and sockets carry a path too. */
const fileCalls =
  /^(access|chmod|chown|copyfile|link|lstat|mkdtemp|mkdir|open|opendir|readlink|realpath|rename|rmdir|rm|scandir|stat|symlink|truncate|unlink|utime)$/;

const noPermission = 'permission for it, or for its folder, is missing';

const reasons: Readonly<Record<string, string>> = {
  EACCES: noPermission,
  EBUSY: 'it is in use',
  EDQUOT: 'the disk quota is used up',
  EEXIST: 'it is already there',
  EFBIG: 'the file would be too large',
  EINVAL: 'its name or its kind is not usable',
  EIO: 'the disk reports an error',
  EISDIR: 'it is a folder, not a file',
  ELOOP: 'its links lead in a circle',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'its name is too long',
  ENFILE: 'too many files are open on this machine',
  ENODEV: 'its device is gone',
  ENOENT: 'there is no such file or folder',
  ENOMEM: 'the memory of this machine is used up',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'part of its path is a file, not a folder',
  ENOTEMPTY: 'the folder is not empty',
  ENOTSUP: 'its file system cannot do this',
  ENXIO: 'it is a socket, not a file',
  EOPNOTSUPP: 'its file system cannot do this',
  EPERM: noPermission,
  EROFS: 'its file system is read-only',
  ESTALE: 'its network drive has lost it',
  ETXTBSY: 'it is a program that runs',
  EXDEV: 'it is on another disk',
};
