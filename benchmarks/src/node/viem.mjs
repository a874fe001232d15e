// The subscription alone: watchBlocks would fetch each block once more.
import { createPublicClient, hexToNumber, webSocket } from 'viem';
import { head } from './probe.mjs';

const client = createPublicClient({ transport: webSocket(process.argv[2]) });
await client.transport.subscribe({
	params: ['newHeads'],
	onData: (data) => head(hexToNumber(data.result.number)),
	onError: (error) => {
		throw error;
	},
});
