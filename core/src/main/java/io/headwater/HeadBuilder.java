package io.headwater;

import java.math.BigInteger;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link Head} field by field. For one thread; it may be used again after
 * {@link #build()}, with the fields kept. The fields are described at {@link Head}.
 */
public final class HeadBuilder {

	private long number = -1;

	private @Nullable Hash hash;

	private @Nullable Hash parentHash;

	private long timestamp = -1;

	private @Nullable Hash sha3Uncles;

	private @Nullable Address miner;

	private @Nullable Hash stateRoot;

	private @Nullable Hash transactionsRoot;

	private @Nullable Hash receiptsRoot;

	private @Nullable Bytes logsBloom;

	private @Nullable BigInteger difficulty;

	private @Nullable BigInteger totalDifficulty;

	private @Nullable Long gasLimit;

	private @Nullable Long gasUsed;

	private @Nullable Bytes extraData;

	private @Nullable Hash mixHash;

	private @Nullable Bytes nonce;

	private @Nullable Long size;

	private @Nullable BigInteger baseFeePerGas;

	private @Nullable Hash withdrawalsRoot;

	private @Nullable Long blobGasUsed;

	private @Nullable Long excessBlobGas;

	private @Nullable Hash parentBeaconBlockRoot;

	private @Nullable Hash requestsHash;

	private @Nullable Hash blockAccessListHash;

	private @Nullable Long slotNumber;

	private @Nullable Map<String, String> otherFields;

	HeadBuilder() {
	}

	public HeadBuilder number(long number) {
		this.number = number;
		return this;
	}

	public HeadBuilder hash(Hash hash) {
		this.hash = hash;
		return this;
	}

	public HeadBuilder parentHash(Hash parentHash) {
		this.parentHash = parentHash;
		return this;
	}

	public HeadBuilder timestamp(long timestamp) {
		this.timestamp = timestamp;
		return this;
	}

	public HeadBuilder sha3Uncles(@Nullable Hash sha3Uncles) {
		this.sha3Uncles = sha3Uncles;
		return this;
	}

	public HeadBuilder miner(@Nullable Address miner) {
		this.miner = miner;
		return this;
	}

	public HeadBuilder stateRoot(@Nullable Hash stateRoot) {
		this.stateRoot = stateRoot;
		return this;
	}

	public HeadBuilder transactionsRoot(@Nullable Hash transactionsRoot) {
		this.transactionsRoot = transactionsRoot;
		return this;
	}

	public HeadBuilder receiptsRoot(@Nullable Hash receiptsRoot) {
		this.receiptsRoot = receiptsRoot;
		return this;
	}

	public HeadBuilder logsBloom(@Nullable Bytes logsBloom) {
		this.logsBloom = logsBloom;
		return this;
	}

	public HeadBuilder difficulty(@Nullable BigInteger difficulty) {
		this.difficulty = difficulty;
		return this;
	}

	public HeadBuilder totalDifficulty(@Nullable BigInteger totalDifficulty) {
		this.totalDifficulty = totalDifficulty;
		return this;
	}

	public HeadBuilder gasLimit(@Nullable Long gasLimit) {
		this.gasLimit = gasLimit;
		return this;
	}

	public HeadBuilder gasUsed(@Nullable Long gasUsed) {
		this.gasUsed = gasUsed;
		return this;
	}

	public HeadBuilder extraData(@Nullable Bytes extraData) {
		this.extraData = extraData;
		return this;
	}

	public HeadBuilder mixHash(@Nullable Hash mixHash) {
		this.mixHash = mixHash;
		return this;
	}

	public HeadBuilder nonce(@Nullable Bytes nonce) {
		this.nonce = nonce;
		return this;
	}

	public HeadBuilder size(@Nullable Long size) {
		this.size = size;
		return this;
	}

	public HeadBuilder baseFeePerGas(@Nullable BigInteger baseFeePerGas) {
		this.baseFeePerGas = baseFeePerGas;
		return this;
	}

	public HeadBuilder withdrawalsRoot(@Nullable Hash withdrawalsRoot) {
		this.withdrawalsRoot = withdrawalsRoot;
		return this;
	}

	public HeadBuilder blobGasUsed(@Nullable Long blobGasUsed) {
		this.blobGasUsed = blobGasUsed;
		return this;
	}

	public HeadBuilder excessBlobGas(@Nullable Long excessBlobGas) {
		this.excessBlobGas = excessBlobGas;
		return this;
	}

	public HeadBuilder parentBeaconBlockRoot(@Nullable Hash parentBeaconBlockRoot) {
		this.parentBeaconBlockRoot = parentBeaconBlockRoot;
		return this;
	}

	public HeadBuilder requestsHash(@Nullable Hash requestsHash) {
		this.requestsHash = requestsHash;
		return this;
	}

	public HeadBuilder blockAccessListHash(@Nullable Hash blockAccessListHash) {
		this.blockAccessListHash = blockAccessListHash;
		return this;
	}

	public HeadBuilder slotNumber(@Nullable Long slotNumber) {
		this.slotNumber = slotNumber;
		return this;
	}

	/**
	 * Add a field that is none of the known ones.
	 * @param name the field's name
	 * @param value the value: a string as it is, anything else as its JSON text
	 * @return this builder
	 */
	public HeadBuilder otherField(String name, String value) {
		if (this.otherFields == null) {
			this.otherFields = new TreeMap<>();
		}
		this.otherFields.put(name, value);
		return this;
	}

	/**
	 * Make the head.
	 * @return the head
	 * @throws IllegalStateException if number, hash, parent hash or timestamp is missing
	 */
	public Head build() {
		if (!isComplete()) {
			throw new IllegalStateException("A head's " + missing() + " is missing");
		}
		return new Head(this.number, Objects.requireNonNull(this.hash), Objects.requireNonNull(this.parentHash),
				this.timestamp, this.sha3Uncles, this.miner, this.stateRoot, this.transactionsRoot, this.receiptsRoot,
				this.logsBloom, this.difficulty, this.totalDifficulty, this.gasLimit, this.gasUsed, this.extraData,
				this.mixHash, this.nonce, this.size, this.baseFeePerGas, this.withdrawalsRoot, this.blobGasUsed,
				this.excessBlobGas, this.parentBeaconBlockRoot, this.requestsHash, this.blockAccessListHash,
				this.slotNumber, (this.otherFields != null) ? this.otherFields : Map.of());
	}

	/**
	 * Return whether there is all that a head must have.
	 * @return whether {@link #build()} returns a head
	 */
	public boolean isComplete() {
		return this.number >= 0 && this.timestamp >= 0 && this.hash != null && this.parentHash != null;
	}

	private String missing() {
		if (this.number < 0) {
			return "number";
		}
		if (this.hash == null) {
			return "hash";
		}
		return (this.parentHash == null) ? "parentHash" : "timestamp";
	}

}
