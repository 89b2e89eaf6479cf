/** The animated terminals, each of a recording, and where they are kept. */
export const animations = [
  {
    recording: 'animated',
    file: 'docs/pictures/provisioning.svg',
    title: 'esp-prov provisions a virtual ESP32',
    description:
      'Two terminals. Above, a virtual ESP32 boots and prints its log. Below, esp-prov connects to it, shows the networks that the device hears, takes the password of one and reports that the device has joined it.',
    panes: [
      { part: 'device', name: 'Serial log of a virtual ESP32', rows: 8 },
      { part: 'you', name: 'esp-prov', rows: 17 },
    ],
  },
];
