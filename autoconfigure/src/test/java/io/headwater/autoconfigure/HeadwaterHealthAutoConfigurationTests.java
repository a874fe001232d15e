package io.headwater.autoconfigure;

import java.time.Duration;

import io.headwater.journal.StreamJournals;
import io.headwater.stream.HeadStreams;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.health.actuate.endpoint.CompositeHealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where the health of streams shows.
 */
class HeadwaterHealthAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(HeadwaterAutoConfiguration.class, HeadwaterHealthAutoConfiguration.class,
						HealthContributorRegistryAutoConfiguration.class, HealthEndpointAutoConfiguration.class,
						ApplicationAvailabilityAutoConfiguration.class, AvailabilityProbesAutoConfiguration.class))
		.withBean(SilentNodes.class)
		.withPropertyValues("headwater.chains.main.nodes[0].url=ws://node.example",
				"headwater.chains.other.nodes[0].url=ws://node.example", "headwater.health.down-after=0s",
				"management.endpoint.health.probes.enabled=true", "management.endpoint.health.show-details=always");

	@Test
	void tellsEachChainUnderItsName() {
		this.runner.run((context) -> {
			HealthEndpoint endpoint = context.getBean(HealthEndpoint.class);
			CompositeHealthDescriptor health = (CompositeHealthDescriptor) endpoint.healthForPath("headwater");
			assertThat(health).isNotNull();
			assertThat(health.getComponents()).containsOnlyKeys("main", "other");
			assertThat(endpoint.healthForPath("headwater", "main")).isNotNull();
			assertThat(endpoint.health().getStatus()).isEqualTo(Status.DOWN);
		});
	}

	@Test
	void isInTheReadinessGroupOnlyIfTheUserPutsItThere() {
		this.runner.run((context) -> {
			AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
			AvailabilityChangeEvent.publish(context, LivenessState.CORRECT);
			HealthEndpoint endpoint = context.getBean(HealthEndpoint.class);
			awaitDown(endpoint);
			assertThat(status(endpoint, "readiness")).isEqualTo(Status.UP);
			assertThat(status(endpoint, "liveness")).isEqualTo(Status.UP);
		});
		this.runner.withPropertyValues("management.endpoint.health.group.readiness.include=readinessState,headwater")
			.run((context) -> {
				AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
				AvailabilityChangeEvent.publish(context, LivenessState.CORRECT);
				HealthEndpoint endpoint = context.getBean(HealthEndpoint.class);
				awaitDown(endpoint);
				assertThat(status(endpoint, "readiness")).isEqualTo(Status.DOWN);
				assertThat(status(endpoint, "liveness")).isEqualTo(Status.UP);
			});
	}

	private static void awaitDown(HealthEndpoint endpoint) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> Status.DOWN.equals(status(endpoint, "headwater")));
	}

	private static Status status(HealthEndpoint endpoint, String path) {
		HealthDescriptor health = endpoint.healthForPath(path);
		assertThat(health).isNotNull();
		return health.getStatus();
	}

	@Test
	void canBeSwitchedOff() {
		this.runner.withPropertyValues("management.health.headwater.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean("headwaterHealthContributor")
				.doesNotHaveBean(StreamJournals.class));
		this.runner.withPropertyValues("headwater.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("headwaterHealthContributor"));
	}

	@Test
	void leavesTheNameToTheUser() {
		this.runner.withBean("headwaterHealthIndicator", HealthIndicator.class, () -> () -> Health.up().build())
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("headwaterHealthContributor"));
	}

	@Test
	void hasNoComponentsWithoutChains() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(HeadwaterAutoConfiguration.class, HeadwaterHealthAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().hasBean("headwaterHealthContributor"));
	}

	@Test
	void refusesATimeThatIsNegative() {
		this.runner.withPropertyValues("headwater.health.down-after=-1s")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("headwater.health.down-after"));
	}

	@Test
	void followsWithoutTheHealthModule() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(HeadwaterAutoConfiguration.class))
			.withBean(SilentNodes.class)
			.withPropertyValues("headwater.chains.main.nodes[0].url=ws://node.example")
			.withClassLoader(
					new FilteredClassLoader("org.springframework.boot.health", "org.springframework.boot.actuate"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(HeadStreams.class));
	}

}
