import type { ErrorCode } from './error-table.ts';

/** Something that may be seen beside a failure, and what follows from it. */
export interface ErrorEvidence {
  /** What is seen, as the end of a sentence that begins with “If”. */
  readonly sign: string;
  /** What that shows, and what it does not prove. */
  readonly shows: string;
}

const silent = 'The firmware reports only the group. Its log has the number of the reason.';

/**
 * What the evidence around a failure shows, for failures that firmware reports as a group. Numbers are those of
 * `wifi_err_reason_t`. esp-idf: esp_wifi_types_generic.h
 */
export const errorEvidence: Readonly<Partial<Record<ErrorCode, readonly ErrorEvidence[]>>> = {
  'wifi/auth-error': [
    { sign: 'nothing else is known', shows: `A wrong password is likely, but not proven. ${silent}` },
    {
      sign: 'the log says 15 (4WAY_HANDSHAKE_TIMEOUT)',
      shows:
        'Most often the password is wrong. A weak signal, or an access point that wants WPA3 or protected frames, gives the same number.',
    },
    {
      sign: 'the log says 202 (AUTH_FAIL) or 204 (HANDSHAKE_TIMEOUT)',
      shows:
        'The access point refused the device, or broke off the handshake. The reason may be the password, the security mode or a filter of addresses.',
    },
    { sign: 'the log says 14 (MIC_FAILURE)', shows: 'A message was damaged or forged. The password may be right.' },
    {
      sign: 'the log says 2 (AUTH_EXPIRE) or 203 (ASSOC_FAIL)',
      shows: 'The access point did not answer in time, or has no room. That says nothing about the password.',
    },
    {
      sign: 'the device counted its attempts (ESP-IDF v5.4.1 and later)',
      shows:
        'Every reason but 201 may be reported as this one, for example a lost signal or an unsuitable security mode.',
    },
    {
      sign: 'the scan shows WPA3 or WPA2/WPA3',
      shows: 'Firmware without WPA3 or protected frames fails with the right password.',
    },
    {
      sign: 'the scan shows an enterprise network',
      shows: 'No password opens it. It takes a user name or a certificate.',
    },
    {
      sign: 'the scan shows −80 dBm or less',
      shows: 'Handshakes are lost in the noise. Try again nearer to the access point.',
    },
  ],
  'wifi/network-not-found': [
    {
      sign: 'the log says 201 (NO_AP_FOUND)',
      shows: 'No access point of this name answered on the channels of the device.',
    },
    {
      sign: 'the scan shows the network',
      shows: 'The name is right. It went away, or its security mode does not suit the device.',
    },
    {
      sign: 'the scan shows a name that differs in case or blanks',
      shows: 'Most likely that is the network. Give its name as the scan has it.',
    },
    {
      sign: 'the scan shows channels 1 to 14 alone',
      shows: 'The chip may have no 5 GHz, as all but ESP32-C5 have none. Switch on 2.4 GHz at the access point.',
    },
    { sign: 'the scan shows 16 networks', shows: 'Its list is full. A weak network may be missing from it.' },
    { sign: 'the network is hidden', shows: 'A scan never shows it. Its absence proves nothing.' },
    { sign: 'the access point is on channel 12, 13 or 14', shows: 'The country setting of the device may exclude it.' },
  ],
  'wifi/join-timeout': [
    {
      sign: 'the scan shows an open network, and a password was given',
      shows: 'Older firmware then looks for a protected one forever.',
    },
    {
      sign: 'the log shows the same reason again and again',
      shows: 'The firmware has no name for it and tries on: 203 and 205 to 212 are such numbers.',
    },
    {
      sign: 'the log says 210 or 211 (no access point with a suitable security mode)',
      shows: 'The name was heard. A password was given for an open network, or the network takes WPA3 alone.',
    },
    {
      sign: 'the log says that it is connected, and no address follows',
      shows: 'The DHCP server of the network does not answer.',
    },
  ],
};
