const button = document.getElementById('device');
const own = document.getElementById('own');
const report = document.getElementById('report');

for (const type of ['state', 'provisioned', 'failed', 'closed']) {
  button.addEventListener(type, ({ detail }) => {
    report.textContent += `${type} ${JSON.stringify(detail)}\n`;
  });
}

button.addEventListener('provisioned', (event) => {
  // The dialog closes at once; what comes next is the matter of this page.
  if (own.checked) event.preventDefault();
});
