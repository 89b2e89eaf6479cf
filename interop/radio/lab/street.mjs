import { openAccessPoint } from './wifi.mjs';

/** Networks around the board, by their kind; `authMode` as ESP-IDF numbers it. */
export const networks = {
  wpa2: { ssid: 'lab-wpa2', key: 'correct-horse', security: 'wpa2', channel: 1, authMode: 3 },
  wpa3: { ssid: 'lab-wpa3', key: 'battery-staple', security: 'wpa3', channel: 11, authMode: 6 },
  both: { ssid: 'lab-both', key: 'either-of-them', security: 'wpa2wpa3', channel: 3, authMode: 7 },
  open: { ssid: 'lab-open', channel: 6, authMode: 0, heardAt: -50 },
  hidden: { ssid: 'lab-hidden', key: 'nobody-sees-me', channel: 1, hidden: true, authMode: 3 },
};

let opening;

/**
 * Opens all of them and returns them by their kind. They stay open until the guest is switched off, as opening takes a
 * second each; a case that wants to close one opens one of its own.
 */
export function openStreet() {
  opening ??= openAll();
  return opening;
}

async function openAll() {
  const points = {};
  for (const [kind, network] of Object.entries(networks)) {
    points[kind] = { ...network, ...(await openAccessPoint(network)) };
    if (network.heardAt !== undefined) await points[kind].hearAt(network.heardAt);
  }
  return points;
}
