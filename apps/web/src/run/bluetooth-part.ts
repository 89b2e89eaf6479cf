export { connectBle } from '@esp-prov/client';
