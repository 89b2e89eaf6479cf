import { virtualDevice } from '../esp-prov-web.js';

// Any function that opens a transport of the client library does, such as one over a socket of your own program.
document.getElementById('device').transport = virtualDevice();
