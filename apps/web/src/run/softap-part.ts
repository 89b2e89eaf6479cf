export { fetchTransport } from '@esp-prov/client';
