import { bleWords } from './ble-words.ts';
import { consoleWords } from './console-words.ts';
import { endpointWords } from './endpoint-words.ts';
import type { FirmwareWords } from './firmware-words.ts';
import { httpWords } from './http-words.ts';
import { managerWords } from './manager-words.ts';
import { protocommWords, securityWords } from './protocomm-words.ts';

/** What ESP-IDF v5.5.5 prints. Other releases are given by their differences. */
export const newestWords: FirmwareWords = {
  ...protocommWords,
  ...securityWords,
  ...httpWords,
  ...bleWords,
  ...consoleWords,
  ...endpointWords,
  ...managerWords,
};
