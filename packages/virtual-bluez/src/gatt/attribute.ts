/** What a central has to have done to be allowed something. */
export type Access = 'never' | 'always' | 'encrypted' | 'authenticated';

/** A value of a program that centrals may read and write. */
export interface LocalAttribute {
  readonly uuid: string;
  readonly handle: number;
  /** Unique bus name of the program. */
  readonly owner: string;
  readonly path: string;
  readonly interface: string;
  readonly read: Access;
  readonly write: Access;
  /** Whether a write is answered before the program has taken it. */
  readonly answersAtOnce: boolean;
}

/** A characteristic of a program. `handle` is that of its value. */
export interface LocalCharacteristic extends LocalAttribute {
  /** Handle of its declaration, one before that of its value. */
  readonly declaration: number;
  /** What centrals may do with it, in the words of the flags. */
  readonly properties: readonly string[];
  readonly descriptors: readonly LocalAttribute[];
}

/** A service of a program. */
export interface LocalService {
  readonly uuid: string;
  readonly handle: number;
  readonly primary: boolean;
  readonly path: string;
  readonly characteristics: readonly LocalCharacteristic[];
}
