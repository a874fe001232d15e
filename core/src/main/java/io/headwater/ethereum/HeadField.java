package io.headwater.ethereum;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.function.BiConsumer;

import io.headwater.Address;
import io.headwater.Bytes;
import io.headwater.Hash;
import io.headwater.HeadBuilder;
import io.headwater.jsonrpc.MalformedResultException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.sym.PropertyNameMatcher;
import tools.jackson.core.util.Named;

/**
 * A field of a header that is read as what it means, by its name in the execution API.
 */
enum HeadField implements Named {

	NUMBER("number", true, Form.QUANTITY, HeadBuilder::number),

	HASH("hash", true, Form.HASH, HeadBuilder::hash),

	PARENT_HASH("parentHash", true, Form.HASH, HeadBuilder::parentHash),

	TIMESTAMP("timestamp", true, Form.QUANTITY, HeadBuilder::timestamp),

	SHA3_UNCLES("sha3Uncles", Form.HASH, HeadBuilder::sha3Uncles),

	MINER("miner", Form.ADDRESS, HeadBuilder::miner),

	STATE_ROOT("stateRoot", Form.HASH, HeadBuilder::stateRoot),

	TRANSACTIONS_ROOT("transactionsRoot", Form.HASH, HeadBuilder::transactionsRoot),

	RECEIPTS_ROOT("receiptsRoot", Form.HASH, HeadBuilder::receiptsRoot),

	LOGS_BLOOM("logsBloom", Form.BLOOM, HeadBuilder::logsBloom),

	DIFFICULTY("difficulty", Form.BIG_QUANTITY, HeadBuilder::difficulty),

	TOTAL_DIFFICULTY("totalDifficulty", Form.BIG_QUANTITY, HeadBuilder::totalDifficulty),

	GAS_LIMIT("gasLimit", Form.QUANTITY, HeadBuilder::gasLimit),

	GAS_USED("gasUsed", Form.QUANTITY, HeadBuilder::gasUsed),

	EXTRA_DATA("extraData", Form.DATA, HeadBuilder::extraData),

	MIX_HASH("mixHash", Form.HASH, HeadBuilder::mixHash),

	NONCE("nonce", Form.DATA, HeadBuilder::nonce),

	SIZE("size", Form.QUANTITY, HeadBuilder::size),

	BASE_FEE_PER_GAS("baseFeePerGas", Form.BIG_QUANTITY, HeadBuilder::baseFeePerGas),

	WITHDRAWALS_ROOT("withdrawalsRoot", Form.HASH, HeadBuilder::withdrawalsRoot),

	BLOB_GAS_USED("blobGasUsed", Form.QUANTITY, HeadBuilder::blobGasUsed),

	EXCESS_BLOB_GAS("excessBlobGas", Form.QUANTITY, HeadBuilder::excessBlobGas),

	PARENT_BEACON_BLOCK_ROOT("parentBeaconBlockRoot", Form.HASH, HeadBuilder::parentBeaconBlockRoot),

	REQUESTS_HASH("requestsHash", Form.HASH, HeadBuilder::requestsHash),

	BLOCK_ACCESS_LIST_HASH("blockAccessListHash", Form.HASH, HeadBuilder::blockAccessListHash),

	SLOT_NUMBER("slotNumber", Form.QUANTITY, HeadBuilder::slotNumber);

	private static final HeadField[] FIELDS = values();

	private static final PropertyNameMatcher NAMES = new JsonFactory()
		.constructNameMatcher(Arrays.asList((Named[]) FIELDS), true);

	private final String name;

	private final boolean required;

	private final Slot<?> slot;

	<T> HeadField(String name, Form<T> form, BiConsumer<HeadBuilder, T> setter) {
		this(name, false, form, setter);
	}

	<T> HeadField(String name, boolean required, Form<T> form, BiConsumer<HeadBuilder, T> setter) {
		this.name = name;
		this.required = required;
		this.slot = new Slot<>(form, setter);
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
		this.slot.set(head, value);
	}

	/**
	 * Read the field from digits.
	 * @param cursor stands behind the {@code 0x}
	 * @return whether the value has the usual form; the cursor then stands behind it
	 */
	boolean scan(HeadBuilder head, HexCursor cursor) {
		return this.slot.scan(head, cursor);
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

	/**
	 * Where a value goes.
	 */
	private record Slot<T>(Form<T> form, BiConsumer<HeadBuilder, T> setter) {

		void set(HeadBuilder head, CharSequence value) throws MalformedResultException {
			this.setter.accept(head, this.form.read(value));
		}

		boolean scan(HeadBuilder head, HexCursor cursor) {
			T value = this.form.scan(cursor);
			if (value != null) {
				this.setter.accept(head, value);
			}
			return value != null;
		}

	}

	/**
	 * What a field means, and how it is read from text of any form and from digits of the
	 * usual one.
	 */
	private record Form<T>(TextReader<T> text, DigitsReader<T> digits) {

		/** The bound is ours: no specification has one for all data. */
		private static final int MAX_DATA = 16 * 1024;

		static final Form<Hash> HASH = new Form<>(Hash::of, HexCursor::hash);

		static final Form<Address> ADDRESS = new Form<>(Address::of, HexCursor::address);

		static final Form<Bytes> BLOOM = new Form<>((text) -> bytes(text, 256), (digits) -> digits.bytes(256));

		static final Form<Bytes> DATA = new Form<>((text) -> bytes(text, MAX_DATA),
				(digits) -> digits.bytesUpTo(MAX_DATA));

		static final Form<Long> QUANTITY = new Form<>(Quantities::toLong, HexCursor::quantity);

		static final Form<BigInteger> BIG_QUANTITY = new Form<>(Quantities::toBigInteger, HexCursor::bigQuantity);

		T read(CharSequence value) throws MalformedResultException {
			return this.text.read(value);
		}

		@Nullable T scan(HexCursor cursor) {
			return this.digits.read(cursor);
		}

		private static Bytes bytes(CharSequence value, int longest) {
			if (value.length() > 2 + 2 * longest) {
				throw new IllegalArgumentException("longer than " + longest + " bytes");
			}
			return Bytes.of(value);
		}

	}

	/**
	 * Reads a value from its text.
	 */
	private interface TextReader<T> {

		T read(CharSequence text) throws MalformedResultException;

	}

	/**
	 * Reads a value from its digits.
	 */
	private interface DigitsReader<T> {

		@Nullable T read(HexCursor digits);

	}

}
