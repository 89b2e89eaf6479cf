import type { FirmwareLine } from './firmware-line.ts';

/** What happens over Bluetooth, whatever stack carries it. */
export type BleFact =
  | 'waiting'
  | 'connected'
  | 'disconnected'
  | 'stopped'
  | 'keeping-on'
  | 'write'
  | 'write-whole'
  | 'empty-write'
  | 'write-length'
  | 'answer-length'
  | 'answer'
  | 'refused'
  | 'read'
  | 'read-first'
  | 'read-before-write';

/** Lines of the Bluetooth transports. */
export type BleLine = `${'nimble' | 'bluedroid'}/${BleFact}` | 'nimble/host-started';

const nimble = 'protocomm_nimble';
const bluedroid = 'protocomm_ble';

/** As ESP-IDF v5.5.5 says it. esp-idf: protocomm/src/transports/protocomm_nimble.c and protocomm_ble.c */
export const bleWords: Readonly<Record<BleLine, FirmwareLine | undefined>> = {
  'nimble/host-started': ['info', nimble, 'BLE Host Task Started'],
  'nimble/waiting': ['verbose', nimble, 'Waiting for client to connect ......'],
  'nimble/connected': ['debug', nimble, 'Inside BLE connect w/ conn_id - %s'],
  'nimble/disconnected': ['debug', nimble, 'Inside disconnect w/ session - %s'],
  'nimble/stopped': ['debug', nimble, 'protocomm_ble_stop called here...'],
  'nimble/keeping-on': ['debug', nimble, 'Keeping BLE stack running after protocomm stop'],
  'nimble/write': ['debug', nimble, 'Write attempt for uuid = %s, attr_handle = %s, data_len = %s'],
  'nimble/write-whole': undefined,
  'nimble/empty-write': ['debug', nimble, 'Empty packet'],
  'nimble/write-length': ['error', nimble, 'Invalid write length: %s'],
  'nimble/answer-length': ['error', nimble, 'Invalid protocomm response length: %s'],
  'nimble/answer': undefined,
  'nimble/refused': ['error', nimble, 'Invalid content received, killing connection'],
  'nimble/read': ['debug', nimble, 'Read attempted for characteristic UUID = %s, attr_handle = %s'],
  'nimble/read-first': undefined,
  'nimble/read-before-write': ['error', nimble, 'Characteristic with attr_handle = %s is not added to the list'],
  'bluedroid/waiting': ['debug', bluedroid, 'Waiting for client to connect ......'],
  'bluedroid/connected': ['debug', bluedroid, 'Inside BLE connect w/ conn_id - %s'],
  'bluedroid/disconnected': ['debug', bluedroid, 'Inside disconnect w/ session - %s'],
  'bluedroid/stopped': undefined,
  'bluedroid/keeping-on': ['debug', bluedroid, 'Keeping BLE stack running after protocomm stop'],
  'bluedroid/write': ['debug', bluedroid, 'Inside write with session - %s on attr handle = %s \nlen = %s, is_prep = 0'],
  'bluedroid/write-whole': ['debug', bluedroid, 'is_prep not set'],
  'bluedroid/empty-write': undefined,
  'bluedroid/write-length': ['error', bluedroid, 'Invalid write length %s for handle %s'],
  'bluedroid/answer-length': ['error', bluedroid, 'Invalid response length %s for handle %s'],
  'bluedroid/answer': ['debug', bluedroid, 'Response from  write:'],
  'bluedroid/refused': ['error', bluedroid, 'Invalid content received, killing connection'],
  'bluedroid/read': ['debug', bluedroid, 'Inside read w/ session - %s on param %s %s'],
  'bluedroid/read-first': ['debug', bluedroid, 'Reading attr value first time'],
  'bluedroid/read-before-write': undefined,
};
