/** What each kind of exit code means, as in the README of the command. */
export const exitWords = {
  ok: 'done: after provisioning, the device said that it is connected',
  provisioningFailed: 'the device could not join the network, or hears none',
  usage: 'the command line is wrong, or has a value that no device takes',
  outcomeUnknown: 'credentials were sent, and the outcome is unknown',
  link: 'no link: nothing answers, or the device has gone away',
  service: 'what answers is no provisioning service, or lacks the requested feature',
  session: 'no secure session: wrong secret, wrong scheme, a peer not to be trusted',
  message: 'the device answered with something that is not the expected message',
  refused: 'the device refused',
  host: 'this machine: a port, a file or a transport cannot be used',
  flash: 'a flash image is damaged, locked, full or encrypted',
  internal: 'a defect of esp-prov',
  interrupted: 'interrupted, for example by Ctrl-C',
};
