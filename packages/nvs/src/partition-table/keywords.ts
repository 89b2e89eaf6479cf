/** A word of a project for a subtype, which the official tool takes as `--extra-partition-subtypes`. */
export interface ExtraSubtype {
  /** Type to which it belongs. */
  readonly type: number;
  /** Words of CSV files. */
  readonly word: string;
  readonly subtype: number;
}

type Keywords = Readonly<Record<string, number>>;

/** Types of partition by the word that CSV files use. */
export const partitionTypes = { app: 0x00, data: 0x01, bootloader: 0x02, partition_table: 0x03 } as const;

const numbered = (word: string, first: number, count: number): Keywords =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`${word}_${i}`, first + i]));

/** Subtypes by type and word. esp-idf: components/partition_table/gen_esp32part.py */
export const partitionSubtypes: Readonly<Record<keyof typeof partitionTypes, Keywords>> = {
  app: { factory: 0x00, ...numbered('ota', 0x10, 16), test: 0x20, ...numbered('tee', 0x30, 2) },
  data: {
    ota: 0x00,
    phy: 0x01,
    nvs: 0x02,
    coredump: 0x03,
    nvs_keys: 0x04,
    efuse: 0x05,
    undefined: 0x06,
    esphttpd: 0x80,
    fat: 0x81,
    spiffs: 0x82,
    littlefs: 0x83,
    tee_ota: 0x90,
  },
  bootloader: { primary: 0, ota: 1, recovery: 2 },
  partition_table: { primary: 0, ota: 1 },
};

/**
 * Returns the subtypes that have a word in this type, with those of a project; without any, none for types of the
 * application.
 */
export function subtypesOf(type: number, extra: readonly ExtraSubtype[] = []): Keywords {
  const word = typeWord(type);
  const known = word === undefined ? {} : partitionSubtypes[word];
  const own = extra.filter((each) => each.type === type);
  return own.length === 0 ? known : { ...known, ...Object.fromEntries(own.map((each) => [each.word, each.subtype])) };
}

/** Returns the word for a type, where there is one. */
export function typeWord(type: number): keyof typeof partitionTypes | undefined {
  return (Object.keys(partitionTypes) as (keyof typeof partitionTypes)[]).find((word) => partitionTypes[word] === type);
}

/** Returns the word for a subtype within its type, where there is one. */
export function subtypeWord(type: number, subtype: number, extra: readonly ExtraSubtype[] = []): string | undefined {
  const words = subtypesOf(type, extra);
  return Object.keys(words).find((word) => words[word] === subtype);
}
