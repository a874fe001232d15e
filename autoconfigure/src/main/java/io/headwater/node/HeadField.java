package io.headwater.node;

import java.util.Arrays;

import io.headwater.Address;
import io.headwater.Bytes;
import io.headwater.Hash;
import io.headwater.HeadBuilder;
import io.headwater.jsonrpc.MalformedResultException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.sym.PropertyNameMatcher;
import tools.jackson.core.util.Named;

/**
 * A field of a header that is read as what it means, by its name in the execution API.
 */
enum HeadField implements Named {

	NUMBER("number", true, (head, value) -> head.number(Quantities.toLong(value))),

	HASH("hash", true, (head, value) -> head.hash(Hash.of(value))),

	PARENT_HASH("parentHash", true, (head, value) -> head.parentHash(Hash.of(value))),

	TIMESTAMP("timestamp", true, (head, value) -> head.timestamp(Quantities.toLong(value))),

	SHA3_UNCLES("sha3Uncles", (head, value) -> head.sha3Uncles(Hash.of(value))),

	MINER("miner", (head, value) -> head.miner(Address.of(value))),

	STATE_ROOT("stateRoot", (head, value) -> head.stateRoot(Hash.of(value))),

	TRANSACTIONS_ROOT("transactionsRoot", (head, value) -> head.transactionsRoot(Hash.of(value))),

	RECEIPTS_ROOT("receiptsRoot", (head, value) -> head.receiptsRoot(Hash.of(value))),

	LOGS_BLOOM("logsBloom", (head, value) -> head.logsBloom(bytes(value, 256))),

	DIFFICULTY("difficulty", (head, value) -> head.difficulty(Quantities.toBigInteger(value))),

	TOTAL_DIFFICULTY("totalDifficulty", (head, value) -> head.totalDifficulty(Quantities.toBigInteger(value))),

	GAS_LIMIT("gasLimit", (head, value) -> head.gasLimit(Quantities.toLong(value))),

	GAS_USED("gasUsed", (head, value) -> head.gasUsed(Quantities.toLong(value))),

	EXTRA_DATA("extraData", (head, value) -> head.extraData(bytes(value, HeadField.MAX_DATA))),

	MIX_HASH("mixHash", (head, value) -> head.mixHash(Hash.of(value))),

	NONCE("nonce", (head, value) -> head.nonce(bytes(value, HeadField.MAX_DATA))),

	SIZE("size", (head, value) -> head.size(Quantities.toLong(value))),

	BASE_FEE_PER_GAS("baseFeePerGas", (head, value) -> head.baseFeePerGas(Quantities.toBigInteger(value))),

	WITHDRAWALS_ROOT("withdrawalsRoot", (head, value) -> head.withdrawalsRoot(Hash.of(value))),

	BLOB_GAS_USED("blobGasUsed", (head, value) -> head.blobGasUsed(Quantities.toLong(value))),

	EXCESS_BLOB_GAS("excessBlobGas", (head, value) -> head.excessBlobGas(Quantities.toLong(value))),

	PARENT_BEACON_BLOCK_ROOT("parentBeaconBlockRoot", (head, value) -> head.parentBeaconBlockRoot(Hash.of(value))),

	REQUESTS_HASH("requestsHash", (head, value) -> head.requestsHash(Hash.of(value))),

	BLOCK_ACCESS_LIST_HASH("blockAccessListHash", (head, value) -> head.blockAccessListHash(Hash.of(value))),

	SLOT_NUMBER("slotNumber", (head, value) -> head.slotNumber(Quantities.toLong(value)));

	/** Of any data, in bytes. */
	private static final int MAX_DATA = 16 * 1024;

	private static final HeadField[] FIELDS = values();

	private static final PropertyNameMatcher NAMES = new JsonFactory()
		.constructNameMatcher(Arrays.asList((Named[]) FIELDS), true);

	private final String name;

	private final boolean required;

	private final Setter setter;

	HeadField(String name, Setter setter) {
		this(name, false, setter);
	}

	HeadField(String name, boolean required, Setter setter) {
		this.name = name;
		this.required = required;
		this.setter = setter;
	}

	/**
	 * Return what finds a field's index by its name, in the parser's own buffer.
	 */
	static PropertyNameMatcher names() {
		return NAMES;
	}

	static HeadField at(int index) {
		return FIELDS[index];
	}

	/**
	 * Read the field.
	 * @throws MalformedResultException if the value does not follow the grammar, as
	 * {@link IllegalArgumentException} does
	 */
	void set(HeadBuilder head, CharSequence value) throws MalformedResultException {
		this.setter.set(head, value);
	}

	/**
	 * Whether the walk needs it.
	 */
	boolean isRequired() {
		return this.required;
	}

	@Override
	public String getName() {
		return this.name;
	}

	private static Bytes bytes(CharSequence value, int longest) {
		if (value.length() > 2 + 2 * longest) {
			throw new IllegalArgumentException("longer than " + longest + " bytes");
		}
		return Bytes.of(value);
	}

	/**
	 * Puts the value into the head.
	 */
	private interface Setter {

		void set(HeadBuilder head, CharSequence value) throws MalformedResultException;

	}

}
