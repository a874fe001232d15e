package io.headwater.stream;

import java.util.List;
import java.util.stream.LongStream;

import io.headwater.BlockRef;
import io.headwater.ConfirmedHeadEvent;
import io.headwater.FinalizedHeadEvent;
import io.headwater.Head;
import io.headwater.NewHeadEvent;
import io.headwater.RecordedEvents;
import io.headwater.ReorgEvent;
import io.headwater.SafeHeadEvent;
import io.headwater.test.SimulatedChain;
import io.headwater.test.SimulatedNode;
import io.headwater.testing.FailureMode;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a stream tells of the chain of its node.
 */
class HeadStreamTests {

	@AutoClose
	private final StreamFixture fixture = new StreamFixture();

	private final SimulatedNode node = this.fixture.node;

	private final ApplicationContextRunner runner = this.fixture.runner;

	@Test
	void deliversTheCurrentHeadRightAfterSubscribing() {
		this.node.mine(3);
		this.fixture.run((events) -> {
			events.awaitHead(3);
			assertThat(events.numbers()).containsExactly(3L);
		});
	}

	@Test
	void deliversEachAnnouncedHeadInOrderAndOnce() {
		this.fixture.run((events) -> {
			events.awaitHead(0);
			this.node.mine(200);
			events.awaitHead(200);
			this.fixture.assertFollowsTheNode(events);
		});
	}

	@Test
	@FailureMode({ 3, 28 })
	void fillsTheGapWhereOnlyTheLastHeadIsAnnounced() {
		this.fixture.run((events) -> {
			events.awaitHead(0);
			this.node.announceOnlyLast(true);
			this.node.mine(10);
			events.awaitHead(10);
			this.node.mine(300);
			events.awaitHead(310);
			this.fixture.assertFollowsTheNode(events);
		});
	}

	@Test
	void fetchesHeadersAloneWhereTheNodeServesThem() {
		this.node.serveHeaders(true);
		this.fixture.run((events) -> {
			events.awaitHead(0);
			this.node.announceOnlyLast(true);
			this.node.mine(100);
			events.awaitHead(100);
			this.fixture.assertFollowsTheNode(events);
			assertThat(this.node.requests()).extracting("method").contains("eth_getHeaderByNumber");
		});
	}

	@Test
	void beginsWhereItIsTold() {
		this.node.mine(50);
		this.runner.withPropertyValues("headwater.chains.main.start=20").run((context) -> {
			RecordedEvents events = context.getBean(RecordedEvents.class);
			events.awaitHead(50);
			assertThat(events.numbers()).isEqualTo(LongStream.rangeClosed(20, 50).boxed().toList());
		});
	}

	@Test
	void followsSeveralChainsApart() {
		try (SimulatedNode other = SimulatedNode.create(new SimulatedChain(10)).start()) {
			this.runner.withPropertyValues("headwater.chains.other.nodes[0].url=" + other.url()).run((context) -> {
				RecordedEvents events = context.getBean(RecordedEvents.class);
				events.await("both", (all) -> all.heads().size() == 2);
				other.mine(7);
				events.awaitHead(7);
				assertThat(events.of(NewHeadEvent.class)).filteredOn((event) -> event.chain().equals("other"))
					.hasSize(8)
					.allSatisfy((event) -> assertThat(event.chainId()).isEqualTo(10));
			});
		}
	}

	@Test
	void tellsAReorgExactly() {
		this.fixture.run((events) -> {
			events.awaitHead(0);
			this.node.mine(5);
			events.awaitHead(5);
			List<BlockRef> delivered = events.heads().stream().map(Head::ref).toList();
			this.node.reorg(3);
			this.fixture.awaitTip(events);
			ReorgEvent reorg = events.of(ReorgEvent.class).get(0);
			assertThat(events.of(ReorgEvent.class)).hasSize(1);
			assertThat(reorg.commonAncestor()).isEqualTo(delivered.get(2));
			assertThat(reorg.reverted()).containsExactly(delivered.get(5), delivered.get(4), delivered.get(3));
		});
	}

	@Test
	void tellsConfirmedHeads() {
		this.runner.withPropertyValues("headwater.chains.main.confirmations=2").run((context) -> {
			RecordedEvents events = context.getBean(RecordedEvents.class);
			events.awaitHead(0);
			this.node.mine(5);
			events.awaitHead(5);
			events.await("confirmed", (all) -> all.of(ConfirmedHeadEvent.class).size() == 4);
			assertThat(events.of(ConfirmedHeadEvent.class)).extracting((event) -> event.head().number())
				.containsExactly(0L, 1L, 2L, 3L);
		});
	}

	@Test
	void tellsSafeAndFinalizedHeadsThatWereDelivered() {
		this.node.chain().finality(2, 4);
		this.runner.withPropertyValues("headwater.chains.main.finality.interval=1ms").run((context) -> {
			RecordedEvents events = context.getBean(RecordedEvents.class);
			events.awaitHead(0);
			events.await("safe and finalized heads", (all) -> {
				this.node.mine();
				return all.of(SafeHeadEvent.class).size() > 1 && all.of(FinalizedHeadEvent.class).size() > 1;
			});
			assertThat(events.of(FinalizedHeadEvent.class)).extracting((event) -> event.head().number()).isSorted();
		});
	}

	@Test
	void doesNotAskForFinalityWhenItIsSwitchedOff() {
		this.runner.withPropertyValues("headwater.chains.main.finality.enabled=false").run((context) -> {
			RecordedEvents events = context.getBean(RecordedEvents.class);
			events.awaitHead(0);
			this.node.mine(3);
			events.awaitHead(3);
			assertThat(this.node.requests()).extracting("params")
				.noneMatch((params) -> params.toString().contains("safe"));
		});
	}

}
