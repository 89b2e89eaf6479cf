import type { FirmwareWords } from '@esp-prov/device';

/** What ESP-IDF v5.3.0 says otherwise than v5.5.5, which checks more. esp-idf: protocomm/src and wifi_provisioning/src */
export const idf53Words: Partial<FirmwareWords> = {
  digits: ['debug', '', '%s '],
  'security1/scheme-mismatch': undefined,
  'security1/command0-misfit': undefined,
  'security1/command1-misfit': undefined,
  'security1/wrong-close': ['error', 'security1', 'Attempt to close invalid session'],
  'security2/scheme-mismatch': undefined,
  'security2/command0-misfit': undefined,
  'security2/command1-misfit': undefined,
  'security2/wrong-close': ['error', 'security2', 'Attempt to close invalid session'],
  'security2/username-length': ['error', 'security2', 'Invalid username'],
  'security2/proof-length': [
    'error',
    'security2',
    'handle_session_command1(207): The client proof length does not match',
  ],
  'security2/zero-key': undefined,
  'security2/counter-exhausted': undefined,
  'config/start-misfit': undefined,
  'scan/start-misfit': undefined,
  'scan/results-misfit': undefined,
  'scan/out-of-bounds': undefined,
  'nimble/keeping-on': undefined,
  'nimble/write-length': undefined,
  'nimble/answer-length': undefined,
  'bluedroid/keeping-on': undefined,
  'bluedroid/write-length': undefined,
  'bluedroid/answer-length': undefined,
  'http-server/long-target': ['warn', 'httpd_parse', 'parse_block: request URI/header too long'],
  'http-server/long-headers': ['warn', 'httpd_parse', 'parse_block: request URI/header too long'],
};
