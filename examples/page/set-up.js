const button = document.querySelector('esp-provision-button');
const report = document.getElementById('report');

button.addEventListener('provisioned', ({ detail }) => {
  report.textContent += `on ${detail.ssid}, at ${detail.ip}\n`;
});
button.addEventListener('failed', ({ detail }) => {
  report.textContent += `failed: ${detail.code}\n`;
});
button.addEventListener('closed', ({ detail }) => {
  report.textContent += `closed at the screen ${detail.screen}\n`;
});

// index.html#virtual: a virtual ESP32 in this page takes the place of the lamp.
if (location.hash === '#virtual') {
  const device = import('./esp-prov/esp-prov-web.js').then(({ virtualDevice }) => virtualDevice());
  button.transport = async (...given) => (await device)(...given);
}
