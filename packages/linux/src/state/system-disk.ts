import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import type { Disk } from './disk.ts';

/** Rights of a folder and of a file that hold secrets. */
const privateFolder = 0o700;
const privateFile = 0o600;
const rightsOfOthers = 0o077;

/** The disk of this machine. */
export const systemDisk: Disk = {
  async makeFolder(path) {
    await mkdir(path, { recursive: true, mode: privateFolder });
    const folder = await open(path, constants.O_RDONLY | constants.O_DIRECTORY);
    try {
      const { mode } = await folder.stat();
      if ((mode & rightsOfOthers) !== 0) await folder.chmod(privateFolder);
    } finally {
      await folder.close();
    }
  },
  async read(path, maxBytes) {
    let file: FileHandle | undefined;
    try {
      // Neither another file by way of a link, nor a pipe that never ends.
      file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
      const stats = await file.stat();
      if (!stats.isFile()) throw new RangeError('it is not a file');
      if (stats.size > maxBytes) throw new RangeError(`it is larger than ${maxBytes} bytes`);
      return await file.readFile();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    } finally {
      await file?.close();
    }
  },
  async create(path) {
    const file = await open(path, 'wx', privateFile);
    return {
      write: (content) => file.writeFile(content),
      sync: () => file.sync(),
      close: () => file.close(),
    };
  },
  rename,
  remove: (path) => rm(path, { force: true }),
  async syncFolder(path) {
    const folder = await open(path, constants.O_RDONLY | constants.O_DIRECTORY);
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  },
};
