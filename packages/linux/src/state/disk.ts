/** A new file that is being written. */
export interface NewFile {
  write(content: string): Promise<void>;
  /** Returns when its content is on the disk. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** The system calls by which a board keeps its state, so that tests can cut the power between any two of them. */
export interface Disk {
  /** Makes a folder, and those above it, that only its owner enters; takes the rights of others from one that is there. */
  makeFolder(path: string): Promise<void>;
  /** Returns the content of a regular file; undefined where there is none. @throws of a file of more than `maxBytes` */
  read(path: string, maxBytes: number): Promise<Uint8Array | undefined>;
  /** Makes a file that only its owner reads. @throws where there is something of that name */
  create(path: string): Promise<NewFile>;
  rename(from: string, to: string): Promise<void>;
  /** Removes a file; nothing happens where there is none. */
  remove(path: string): Promise<void>;
  /** Returns when the names in a folder are on the disk. */
  syncFolder(path: string): Promise<void>;
}
