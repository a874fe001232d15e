package io.headwater.support;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Moves of a state are told in order, and under no lock.
 */
class StateHolderTests {

	private static final int MOVES = 2_000;

	@AutoClose("shutdownNow")
	private final ExecutorService threads = Executors.newFixedThreadPool(4);

	@Test
	void refusesAMoveThatIsNotLegalAndKeepsTheState() {
		StateHolder<Integer> holder = new StateHolder<>(0, (from, to) -> to == from + 1, (change, reason) -> {
		});
		assertThatIllegalStateException().isThrownBy(() -> holder.moveTo(2, "too far"))
			.withMessage("A stream does not move from 0 to 2");
		assertThat(holder.get()).isZero();
	}

	@Test
	void tellsMovesOfManyThreadsOneByOneEachFromWhereTheLastOneLed() throws Exception {
		List<StateHolder.Change<Integer>> told = Collections.synchronizedList(new ArrayList<>());
		StateHolder<Integer> holder = new StateHolder<>(0, (from, to) -> true, (change, reason) -> told.add(change));
		List<Future<?>> movers = new ArrayList<>();
		for (int mover = 1; mover <= 4; mover++) {
			int first = mover;
			movers.add(this.threads.submit(() -> {
				for (int move = 0; move < MOVES; move++) {
					holder.moveTo(first + 4 * move, "a test");
				}
			}));
		}
		for (Future<?> mover : movers) {
			mover.get(30, TimeUnit.SECONDS);
		}
		assertThat(told).hasSize(4 * MOVES);
		int state = 0;
		for (StateHolder.Change<Integer> change : told) {
			assertThat(change.from()).isEqualTo(state);
			state = change.to();
		}
		assertThat(holder.get()).isEqualTo(state);
	}

	@Test
	void aListenerThatWaitsHoldsUpNeitherMovesNorReaders() throws Exception {
		CountDownLatch told = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		List<Integer> heard = Collections.synchronizedList(new ArrayList<>());
		StateHolder<Integer> holder = new StateHolder<>(0, (from, to) -> true, (change, reason) -> {
			told.countDown();
			await(end);
			heard.add(change.to());
		});
		Future<?> first = this.threads.submit(() -> holder.moveTo(1, "a test"));
		await(told);
		holder.moveTo(2, "a test");
		assertThat(holder.get()).isEqualTo(2);
		assertThat(heard).isEmpty();
		end.countDown();
		first.get(30, TimeUnit.SECONDS);
		assertThat(heard).containsExactly(1, 2);
	}

	@Test
	void aListenerThatFailsIsToldOfTheNextMove() {
		AtomicBoolean fails = new AtomicBoolean(true);
		List<Integer> heard = new ArrayList<>();
		StateHolder<Integer> holder = new StateHolder<>(0, (from, to) -> true, (change, reason) -> {
			if (fails.getAndSet(false)) {
				throw new IllegalStateException("expected by a test");
			}
			heard.add(change.to());
		});
		holder.moveTo(1, "a test");
		holder.moveTo(2, "a test");
		assertThat(heard).containsExactly(2);
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
