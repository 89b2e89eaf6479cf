import { ProvisioningError } from '@esp-prov/protocol';

/** Returns the error to report for a failure with an image file; errors of this project stay what they are. */
export function imageFileError(path: string, cause: unknown): unknown {
  if (cause instanceof ProvisioningError) return cause;
  const why = cause instanceof Error ? (reasons[(cause as NodeJS.ErrnoException).code ?? ''] ?? cause.message) : cause;
  return new ProvisioningError('host/file-unusable', `the file ${path} cannot be used: ${why}`, {
    cause,
    details: { path },
  });
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'the rights to read or write it, or its folder, are missing',
  EPERM: 'the rights to read or write it, or its folder, are missing',
  EROFS: 'its file system is read-only',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is not a folder',
  ENOSPC: 'the disk is full; nothing was changed',
  EDQUOT: 'the quota of the disk is used up; nothing was changed',
  EFBIG: 'the file would be too large; nothing was changed',
};
