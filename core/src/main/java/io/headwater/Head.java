package io.headwater;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.TreeMap;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The header of a block, as a node announces it. Only {@code number}, {@code hash},
 * {@code parentHash} and {@code timestamp} are always there: older forks, rollups and
 * other chains leave out what they do not have. In JSON the numbers are numbers, those of
 * 256 bits decimal strings, and the values hexadecimal strings. A later version may add
 * components, so make one with {@link #builder()}, not with the constructor.
 *
 * @param number the block's number, 0 for genesis
 * @param hash the block's hash, as the node tells it (it is not computed anew)
 * @param parentHash the hash of the block before
 * @param timestamp when the block was made, in seconds since 1970-01-01 UTC, or whatever
 * the node tells
 * @param sha3Uncles the hash of the list of ommers
 * @param miner who receives the fees, on proof of stake the fee recipient
 * @param stateRoot the root of the state after this block
 * @param transactionsRoot the root of the transactions
 * @param receiptsRoot the root of the receipts
 * @param logsBloom the bloom filter over the logs, 256 bytes
 * @param difficulty the difficulty, 0 on proof of stake
 * @param totalDifficulty the difficulty of the chain up to here, where the node still
 * tells it
 * @param gasLimit the most gas that the block may use
 * @param gasUsed the gas that its transactions used
 * @param extraData what the block's maker wrote into it
 * @param mixHash on proof of stake the beacon chain's randomness (EIP-4399)
 * @param nonce the proof-of-work nonce, 8 bytes
 * @param size the encoded block's length in bytes
 * @param baseFeePerGas the base fee in wei per gas (EIP-1559)
 * @param withdrawalsRoot the root of the withdrawals (EIP-4895)
 * @param blobGasUsed the blob gas that its transactions used (EIP-4844)
 * @param excessBlobGas the running total of blob gas above the target (EIP-4844)
 * @param parentBeaconBlockRoot the root of the parent beacon block (EIP-4788)
 * @param requestsHash the hash of the execution layer's requests (EIP-7685)
 * @param blockAccessListHash the hash of the block's access list (EIP-7928)
 * @param slotNumber the number of the beacon chain's slot (EIP-7843)
 * @param otherFields what the node sent beside these, by name: a field that this version
 * does not know, or a value that does not follow the specification; strings as they are,
 * anything else as its JSON text
 * @see <a href="https://github.com/ethereum/execution-apis">The execution API's
 * specification, schema Block</a>
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Head(long number, Hash hash, Hash parentHash, long timestamp, @Nullable Hash sha3Uncles,
		@Nullable Address miner, @Nullable Hash stateRoot, @Nullable Hash transactionsRoot, @Nullable Hash receiptsRoot,
		@Nullable Bytes logsBloom, @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable BigInteger difficulty,
		@JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable BigInteger totalDifficulty, @Nullable Long gasLimit,
		@Nullable Long gasUsed, @Nullable Bytes extraData, @Nullable Hash mixHash, @Nullable Bytes nonce,
		@Nullable Long size, @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable BigInteger baseFeePerGas,
		@Nullable Hash withdrawalsRoot, @Nullable Long blobGasUsed, @Nullable Long excessBlobGas,
		@Nullable Hash parentBeaconBlockRoot, @Nullable Hash requestsHash, @Nullable Hash blockAccessListHash,
		@Nullable Long slotNumber, Map<String, String> otherFields) {

	/** In the year 5138. Since 1973 there have been more milliseconds. */
	private static final long MOST_SECONDS = 99_999_999_999L;

	public Head {
		Objects.requireNonNull(hash, "hash");
		Objects.requireNonNull(parentHash, "parentHash");
		if (number < 0 || timestamp < 0) {
			throw new IllegalArgumentException("A head's number and timestamp are not negative");
		}
		otherFields = (otherFields != null && !otherFields.isEmpty())
				? Collections.unmodifiableMap(new TreeMap<>(otherFields)) : Map.of();
	}

	/**
	 * Start a head that has no field yet.
	 * @return a builder for one thread
	 */
	public static HeadBuilder builder() {
		return new HeadBuilder();
	}

	/**
	 * Return what names this block.
	 * @return its number and hash
	 */
	public BlockRef ref() {
		return new BlockRef(this.number, this.hash);
	}

	/**
	 * Return when the block was made.
	 * @return the timestamp as a time, or {@code null} if it cannot be in seconds: some
	 * chains count milliseconds or nanoseconds
	 */
	public @Nullable Instant time() {
		return (this.timestamp <= MOST_SECONDS) ? Instant.ofEpochSecond(this.timestamp) : null;
	}

	/**
	 * Return whether this block is the next one above the given block.
	 * @param block the block that may be the parent
	 * @return whether both the number and the parent hash say so
	 */
	public boolean isChildOf(BlockRef block) {
		return this.number == block.number() + 1 && this.parentHash.equals(block.hash());
	}

	/**
	 * Return what there is, to be read by people: of the bloom filter its length only.
	 */
	@Override
	public String toString() {
		StringJoiner text = new StringJoiner(", ", "Head[", "]");
		add(text, "number", this.number);
		add(text, "hash", this.hash);
		add(text, "parentHash", this.parentHash);
		add(text, "timestamp", this.timestamp);
		add(text, "sha3Uncles", this.sha3Uncles);
		add(text, "miner", this.miner);
		add(text, "stateRoot", this.stateRoot);
		add(text, "transactionsRoot", this.transactionsRoot);
		add(text, "receiptsRoot", this.receiptsRoot);
		add(text, "logsBloom", (this.logsBloom != null) ? this.logsBloom.size() + " bytes" : null);
		add(text, "difficulty", this.difficulty);
		add(text, "totalDifficulty", this.totalDifficulty);
		add(text, "gasLimit", this.gasLimit);
		add(text, "gasUsed", this.gasUsed);
		add(text, "extraData", this.extraData);
		add(text, "mixHash", this.mixHash);
		add(text, "nonce", this.nonce);
		add(text, "size", this.size);
		add(text, "baseFeePerGas", this.baseFeePerGas);
		add(text, "withdrawalsRoot", this.withdrawalsRoot);
		add(text, "blobGasUsed", this.blobGasUsed);
		add(text, "excessBlobGas", this.excessBlobGas);
		add(text, "parentBeaconBlockRoot", this.parentBeaconBlockRoot);
		add(text, "requestsHash", this.requestsHash);
		add(text, "blockAccessListHash", this.blockAccessListHash);
		add(text, "slotNumber", this.slotNumber);
		add(text, "otherFields", this.otherFields.isEmpty() ? null : this.otherFields);
		return text.toString();
	}

	private static void add(StringJoiner text, String name, @Nullable Object value) {
		if (value != null) {
			text.add(name + "=" + value);
		}
	}

}
