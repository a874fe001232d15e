package io.headwater;

import java.math.BigInteger;

/**
 * Heads for tests.
 */
public final class TestHeads {

	private TestHeads() {
	}

	/**
	 * Return a hash that differs from those of other numbers.
	 */
	public static Hash hash(long number) {
		return Hash.of("0x" + "%064x".formatted(number));
	}

	/**
	 * Return a head with the required fields alone: its hash is {@link #hash} of the
	 * number, and its parent's of the number before.
	 */
	public static Head required(long number) {
		return required(number, 1_700_000_000 + number);
	}

	public static Head required(long number, long timestamp) {
		return Head.builder()
			.number(number)
			.hash(hash(number))
			.parentHash(hash(number - 1))
			.timestamp(timestamp)
			.build();
	}

	/**
	 * Return a builder with every field set, no two of them to the same value.
	 */
	public static HeadBuilder full() {
		return Head.builder()
			.number(11)
			.hash(hash(12))
			.parentHash(hash(13))
			.timestamp(14)
			.sha3Uncles(hash(15))
			.miner(Address.of("0x" + "%040x".formatted(16)))
			.stateRoot(hash(17))
			.transactionsRoot(hash(18))
			.receiptsRoot(hash(19))
			.logsBloom(Bytes.of("0x" + "20".repeat(256)))
			.difficulty(BigInteger.ONE.shiftLeft(256).subtract(BigInteger.valueOf(21)))
			.totalDifficulty(BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(22)))
			.gasLimit(Long.MAX_VALUE)
			.gasUsed(0L)
			.extraData(Bytes.of("0x"))
			.mixHash(hash(26))
			.nonce(Bytes.of("0x0000000000000027"))
			.size(28L)
			.baseFeePerGas(BigInteger.ZERO)
			.withdrawalsRoot(hash(30))
			.blobGasUsed(31L)
			.excessBlobGas(32L)
			.parentBeaconBlockRoot(hash(33))
			.requestsHash(hash(34))
			.blockAccessListHash(hash(35))
			.slotNumber(36L)
			.otherField("b", "37")
			.otherField("a", "text \"quoted\"");
	}

}
