import { WebSocketProvider } from 'ethers';
import { head } from './probe.mjs';

const provider = new WebSocketProvider(process.argv[2]);
provider.on('block', head);
