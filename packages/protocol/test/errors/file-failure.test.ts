import { describe, expect, test } from 'vitest';
import { failedPath, fileFailure } from '../../src/errors/file-failure.ts';

const systemError = (code: string, more: object = {}) =>
  Object.assign(new Error(`${code}: some text, open '/a'`), { code, syscall: 'open', path: '/a', ...more });

describe('why a file cannot be used', () => {
  test.each([
    ['ENOENT', 'there is no such file or folder'],
    ['EACCES', 'permission for it, or for its folder, is missing'],
    ['EPERM', 'permission for it, or for its folder, is missing'],
    ['EISDIR', 'it is a folder, not a file'],
    ['ENOTDIR', 'part of its path is a file, not a folder'],
    ['ENOSPC', 'the disk is full'],
    ['EROFS', 'its file system is read-only'],
    ['ELOOP', 'its links lead in a circle'],
    ['EMFILE', 'too many files are open'],
    ['ENAMETOOLONG', 'its name is too long'],
  ])('is said in words for %s', (code, words) => {
    expect(fileFailure(systemError(code))).toBe(words);
  });

  test('is the code of the system where there are no words for it', () => {
    expect(fileFailure(systemError('EBADMSG'))).toBe('the system reports EBADMSG');
  });

  test('is the message of an error that is not of the system', () => {
    expect(fileFailure(new RangeError('it is larger than 1 MB'))).toBe('it is larger than 1 MB');
    expect(fileFailure(Object.assign(new Error('no such module'), { code: 'ERR_MODULE_NOT_FOUND' }))).toBe(
      'no such module',
    );
    expect(fileFailure('nothing')).toBe('nothing');
  });
});

test('the path of an error is that of a file, and not that of a program or a socket', () => {
  expect(failedPath(systemError('ENOENT'))).toBe('/a');
  expect(failedPath(systemError('ENOENT', { syscall: 'spawn socat', path: 'socat' }))).toBeUndefined();
  expect(failedPath(systemError('ENOENT', { syscall: 'connect' }))).toBeUndefined();
  expect(failedPath(systemError('ENOSPC', { path: undefined }))).toBeUndefined();
  expect(failedPath(new Error('other'))).toBeUndefined();
});
