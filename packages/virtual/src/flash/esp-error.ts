/** Error numbers that the firmware prints by number and name. esp-idf: esp_err.h, nvs.h */
const numbers = {
  ESP_ERR_INVALID_ARG: 0x102,
  ESP_ERR_NOT_FOUND: 0x105,
  ESP_ERR_NVS_NOT_INITIALIZED: 0x1101,
  ESP_ERR_NVS_NOT_ENOUGH_SPACE: 0x1105,
  ESP_ERR_NVS_NO_FREE_PAGES: 0x110d,
  ESP_ERR_NVS_NEW_VERSION_FOUND: 0x1110,
  ESP_ERR_NVS_KEYS_NOT_INITIALIZED: 0x1116,
  ESP_ERR_NVS_CORRUPT_KEY_PART: 0x1117,
} as const;

/** An error of ESP-IDF by its name. */
export type EspError = keyof typeof numbers;

/** Returns the text `[0x1117] (ESP_ERR_NVS_CORRUPT_KEY_PART)` of a log line. */
export function logged(error: EspError): string {
  return `[0x${numbers[error].toString(16).toUpperCase()}] (${error})`;
}

/**
 * Returns what `ESP_ERROR_CHECK` prints before the chip restarts, without address and line, which depend on the build.
 */
export function abortLines(error: EspError, expression: string): readonly string[] {
  return [
    `ESP_ERROR_CHECK failed: esp_err_t 0x${numbers[error].toString(16)} (${error})`,
    'file: "./main/app_main.c"',
    'func: app_main',
    `expression: ${expression}`,
    '',
    'abort() was called',
    'Rebooting...',
  ];
}
