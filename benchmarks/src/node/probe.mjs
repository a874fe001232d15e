// Counts heads and answers the bench, line by line, as the Java contenders do.
import { createInterface } from 'node:readline';
import { writeFileSync } from 'node:fs';

const now = () => process.hrtime.bigint();
const say = (line) => process.stdout.write(`@bench ${line}\n`);

let delivered = 0;
let disordered = 0;
let last = 0;
let awaited = Infinity;
let arrivals = null;
let noted = 0;

export function head(number) {
	if (arrivals !== null && noted < arrivals.length) {
		arrivals[noted++] = now();
	}
	if (delivered++ === 0) {
		say(`first ${now()} ${number}`);
	} else if (number !== last + 1) {
		disordered++;
	}
	last = number;
	if (number >= awaited) {
		awaited = Infinity;
		say(`reached ${now()}`);
	}
}

const commands = {
	await(number) {
		awaited = Number(number);
		say('awaiting');
	},
	record(heads) {
		arrivals = new BigInt64Array(Number(heads));
		noted = 0;
		say('recording');
	},
	recorded(file) {
		writeFileSync(file, new Uint8Array(arrivals.buffer, 0, noted * 8));
		arrivals = null;
		say('written');
	},
	counts() {
		say(`delivered=${delivered} disordered=${disordered} fetched=0`);
	},
	memory() {
		globalThis.gc();
		say(`heap=${process.memoryUsage().heapUsed}`);
	},
};

createInterface({ input: process.stdin })
	.on('line', (line) => {
		const [name, argument] = line.split(' ');
		commands[name](argument);
	})
	.on('close', () => process.exit(0));
