/**
 * Answers the browser's list of devices for one page. `pick` gets the addresses in the list and returns one of them, null
 * to close the list, or undefined to wait for a longer list.
 */
export async function answerChooser(pageSession, pick) {
  await pageSession.send('DeviceAccess.enable');
  // A list is reported again whenever it changes, and the browser process dies of a second answer.
  const answered = new Set();
  pageSession.on('DeviceAccess.deviceRequestPrompted', async ({ id, devices }) => {
    if (answered.has(id)) return;
    const choice = pick(devices.map((device) => device.id));
    if (choice === undefined) return;
    answered.add(id);
    const [command, parameters] =
      choice === null ? ['cancelPrompt', { id }] : ['selectPrompt', { id, deviceId: choice }];
    await pageSession.send(`DeviceAccess.${command}`, parameters).catch((error) => {
      console.error(`chooser: ${error.message}`);
    });
  });
}
