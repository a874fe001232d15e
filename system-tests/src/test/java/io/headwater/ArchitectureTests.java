package io.headwater;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.headwater.testing.FailureMode;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packages are a one-way street: who may import whom, as {@code ARCHITECTURE.md}
 * says.
 */
class ArchitectureTests {

	/** Through these an application uses Headwater, beside events and values. */
	private static final Set<String> API_DOORS = Set.of("HeadStream", "HeadStreamBuilder", "HeadStreams",
			"ListenerConfiguration", "CheckpointSchema", "JdbcCheckpointStore", "CheckpointStore",
			"LeasedCheckpointStore", "NodeClientFactory", "HandshakeHeadersProvider", "NodeConnectionDetails",
			"DeliveryObservationConvention", "ListenerObservationConvention");

	/** What these take and give. */
	private static final Set<String> API_VALUES = Set.of("Checkpoint", "CheckpointKey", "CheckpointUpdate",
			"StoredCheckpoint", "LeaseAttempt", "LeaseHolder", "StreamCounts", "NodeStatus", "ConnectionEnd",
			"NodeEndpoint", "NodeIdentity", "TransportSettings", "KeepAlive", "DeliveryObservationContext",
			"ListenerObservationContext", "ListenerOutcome", "FailurePolicy", "InvalidSettingException");

	/**
	 * Public only because who calls it is in another package: the builder and the
	 * auto-configuration, which plug in meters, journals, and Boot's threads and
	 * transactions.
	 */
	private static final Set<String> INTERNAL = Set.of("HeadStream.<init>", "HeadStreams.<init>",
			"HeadStreamBuilder.streamObserver", "HeadStreamBuilder.dispatchObserver",
			"HeadStreamBuilder.checkpointObserver", "HeadStreamBuilder.threads", "HeadStreamBuilder.transactions");

	private static final JavaClasses MAIN = new ClassFileImporter()
		.withImportOption(new ImportOption.DoNotIncludeTests())
		.withImportOption((location) -> !location.contains("-tests.jar") && !location.contains("simulated-node"))
		.importPackages("io.headwater");

	@ParameterizedTest
	@CsvSource(delimiter = ';',
			textBlock = """
					io.headwater            ; com.fasterxml.jackson.annotation, org.springframework.context
					io.headwater.support    ; java..
					io.headwater.websocket  ; org.springframework.web.socket.., org.springframework.web.util, org.springframework.http
					io.headwater.transport  ; io.headwater.websocket, io.headwater.support, org.springframework.web.socket.., org.springframework.http
					io.headwater.jsonrpc    ; io.headwater.transport, tools.jackson.core..
					io.headwater.chain      ; io.headwater
					io.headwater.ethereum   ; io.headwater, io.headwater.jsonrpc, io.headwater.chain, tools.jackson.core..
					io.headwater.dispatch   ; io.headwater, io.headwater.support, org.springframework.context.., org.springframework.core.., org.springframework.util.backoff
					io.headwater.checkpoint ; io.headwater, io.headwater.support, org.springframework.util.backoff
					io.headwater.checkpoint.jdbc ; io.headwater, io.headwater.checkpoint, javax.sql, org.springframework.aot.hint, org.springframework.core.io, org.springframework.jdbc.., org.springframework.dao, org.springframework.transaction..
					io.headwater.node       ; io.headwater, io.headwater.support, io.headwater.ethereum, io.headwater.jsonrpc, io.headwater.transport, io.headwater.websocket, org.springframework.format.., org.springframework.util.backoff
					io.headwater.stream     ; io.headwater, io.headwater.support, io.headwater.node, io.headwater.ethereum, io.headwater.chain, io.headwater.checkpoint, io.headwater.dispatch, io.headwater.jsonrpc, io.headwater.transport, org.springframework.aot.hint, org.springframework.beans.., org.springframework.context.., org.springframework.core.., org.springframework.scheduling.., org.springframework.util..
					io.headwater.journal    ; io.headwater, io.headwater.chain, io.headwater.node, io.headwater.stream, io.headwater.checkpoint, io.headwater.dispatch, io.headwater.jsonrpc
					io.headwater.observability ; io.headwater, io.headwater.chain, io.headwater.node, io.headwater.stream, io.headwater.checkpoint, io.headwater.dispatch, io.headwater.jsonrpc, io.micrometer..
					io.headwater.endpoint   ; io.headwater, io.headwater.node, io.headwater.stream, io.headwater.checkpoint, io.headwater.journal, org.springframework.boot.actuate..
					io.headwater.health     ; io.headwater, io.headwater.node, io.headwater.stream, io.headwater.checkpoint, io.headwater.journal, org.springframework.boot.health.contributor
					""")
	void importsOnlyWhatItMay(String name, String allowed) {
		List<String> packages = new ArrayList<>(
				List.of(name, "java..", "javax.net.ssl", "org.jspecify.annotations", "org.apache.commons.logging"));
		packages.addAll(List.of(allowed.split(",\\s*")));
		ArchRule rule = classes().that()
			.resideInAPackage(name)
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage(packages.toArray(String[]::new));
		rule.check(MAIN);
	}

	@Test
	void coreKnowsNothingOfSpringBoot() {
		noClasses().that()
			.resideOutsideOfPackages("io.headwater.autoconfigure", "io.headwater.endpoint", "io.headwater.health")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework.boot..")
			.check(MAIN);
	}

	@Test
	void nobodyImportsTheAutoConfiguration() {
		noClasses().that()
			.resideOutsideOfPackage("io.headwater.autoconfigure")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("io.headwater.autoconfigure")
			.check(MAIN);
	}

	@Test
	void packagesHaveNoCycles() {
		slices().matching("io.(headwater..)").should().beFreeOfCycles().check(MAIN);
	}

	@Test
	void everyPackageIsNullMarked() {
		assertThat(MAIN.stream().map((type) -> type.getPackage().getName()).distinct()).allSatisfy(
				(name) -> assertThat(Class.forName(name + ".package-info").isAnnotationPresent(NullMarked.class))
					.as(name)
					.isTrue());
	}

	@Test
	void nothingSleepsOrSpins() {
		noClasses().should().callMethod(Thread.class, "sleep", long.class).check(MAIN);
		noClasses().should().callMethod(Thread.class, "onSpinWait").check(MAIN);
		noClasses().should()
			.callMethodWhere(JavaCall.Predicates
				.target(HasName.Predicates.nameMatching("scheduleAtFixedRate|scheduleWithFixedDelay|parkNanos")))
			.check(MAIN);
	}

	/**
	 * On two cores the common pool has one thread: a task that blocks holds up every
	 * other.
	 */
	@Test
	void nothingUsesTheCommonPool() {
		noClasses().should()
			.callMethod(CompletableFuture.class, "runAsync", Runnable.class)
			.orShould()
			.callMethod(CompletableFuture.class, "supplyAsync", Supplier.class)
			.check(new ClassFileImporter().importPackages("io.headwater"));
	}

	/**
	 * Deadlines and delays go by the monotonic clock, since the other one may jump. A
	 * {@code Retry-After} may name a moment, so its reader must know the time, and a
	 * head's age is told by its block's timestamp. A lease is measured by the monotonic
	 * clock, too, but that one stands still while a machine is suspended: where the wall
	 * clock alone says that the lease has run out, the store is asked.
	 */
	@Test
	@FailureMode(38)
	void theWallClockTellsTheTimeOfEventsOnly() {
		noClasses().should().callMethod(System.class, "currentTimeMillis").check(MAIN);
		noClasses().should().callMethod(Instant.class, "now").check(MAIN);
		noClasses().that().doNotHaveSimpleName("LeaseKeeper").should().callMethod(Clock.class, "millis").check(MAIN);
		noClasses().that()
			.doNotHaveSimpleName("RefusedUpgrade")
			.and()
			.doNotHaveSimpleName("HeadMeters")
			.and()
			.doNotHaveSimpleName("StreamJournal")
			.should()
			.callMethod(Clock.class, "instant")
			.check(MAIN);
	}

	/**
	 * What an application can call must not lead it to a type that the next release may
	 * take away.
	 */
	@Test
	void theApiNamesNoTypeOfOursThatIsNotApi() {
		List<JavaClass> api = MAIN.stream().filter(ArchitectureTests::isApi).toList();
		assertThat(api).extracting(JavaClass::getSimpleName).containsAll(API_DOORS);
		List<String> foreign = new ArrayList<>();
		for (JavaClass type : api) {
			type.getMembers()
				.stream()
				.filter((member) -> member.getModifiers().contains(JavaModifier.PUBLIC)
						|| member.getModifiers().contains(JavaModifier.PROTECTED))
				.filter((member) -> !INTERNAL.contains(type.getSimpleName() + "." + member.getName()))
				.forEach((member) -> named(member).filter((used) -> isOurs(used) && !isApi(used))
					.forEach((used) -> foreign.add(member.getFullName() + " names " + used.getName())));
			Stream.concat(type.getAllRawInterfaces().stream(), type.getAllRawSuperclasses().stream())
				.filter((above) -> isOurs(above) && !isApi(above))
				.forEach((above) -> foreign.add(type.getName() + " extends " + above.getName()));
		}
		assertThat(foreign).isEmpty();
	}

	private static Stream<JavaClass> named(JavaMember member) {
		if (member instanceof JavaCodeUnit unit) {
			return Stream.concat(unit.getReturnType().getAllInvolvedRawTypes().stream(),
					unit.getParameterTypes().stream().flatMap((type) -> type.getAllInvolvedRawTypes().stream()));
		}
		return ((JavaField) member).getType().getAllInvolvedRawTypes().stream();
	}

	private static boolean isOurs(JavaClass type) {
		return type.getPackageName().startsWith("io.headwater");
	}

	private static boolean isApi(JavaClass type) {
		JavaClass outer = type.getEnclosingClass().orElse(null);
		if (outer != null) {
			return type.getModifiers().contains(JavaModifier.PUBLIC) && isApi(outer);
		}
		return type.getModifiers().contains(JavaModifier.PUBLIC) && isOurs(type)
				&& (type.getPackageName().equals("io.headwater") || API_DOORS.contains(type.getSimpleName())
						|| API_VALUES.contains(type.getSimpleName()));
	}

	@Test
	void nobodyKnowsAnotherWebSocketClient() {
		noClasses().should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.apache.tomcat..", "jakarta.websocket..", "java.net.http..")
			.check(MAIN);
	}

}
