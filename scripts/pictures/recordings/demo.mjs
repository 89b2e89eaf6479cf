/** The demo, of which the README shows how it begins, how it fails where it should, and how it ends. */
export const recording = {
  steps: [{ run: 'npm run demo' }],
  without: {
    you: [
      [/^$/, /^──/],
      [/esp-prov device/, /^client .*passphrase|--ssid myssid$/],
      [/Connecting/, /Provisioning was successful/],
      [/Received Wi-Fi/, /^── Erased/],
      [/flash erase/, /error: The device/],
      [/Provisioning with myssid/, /^✓/],
    ],
  },
};
