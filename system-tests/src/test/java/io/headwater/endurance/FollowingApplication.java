package io.headwater.endurance;

import io.headwater.autoconfigure.HeadwaterAutoConfiguration;
import io.headwater.checkpoint.Checkpoint;
import io.headwater.stream.HeadStreams;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Follows the chains that its arguments name, and tells each head and each breach of the
 * contract.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration(HeadwaterAutoConfiguration.class)
@Import(WalkTeller.class)
class FollowingApplication {

	public static void main(String[] args) {
		run(FollowingApplication.class, args);
	}

	/** Run this or another application that tells its heads, and answer the test. */
	static void run(Class<?> configuration, String[] args) {
		SpringApplication application = new SpringApplication(configuration);
		application.setWebApplicationType(WebApplicationType.NONE);
		HeapPeaks peaks = HeapPeaks.watch();
		ApplicationContext context = application.run(args);
		Parent.answer((question) -> {
			String[] words = question.split(" ");
			return switch (words[0]) {
				case "restart" -> restart(context, words[1]);
				case "checkpoint" -> checkpoint(context, words[1]);
				case "state" -> context.getBean(HeadStreams.class).get(words[1]).deliveryState().name();
				case "figures" -> JvmFigures.taken().toLine();
				case "threads" -> JvmFigures.threadNames();
				case "peaks" -> peaks.toLineAndForget();
				default -> throw new IllegalArgumentException(question);
			};
		});
	}

	private static String checkpoint(ApplicationContext context, String chain) {
		Checkpoint checkpoint = context.getBean(HeadStreams.class).get(chain).checkpoint();
		return (checkpoint != null) ? checkpoint.block().hash().toString() : "none";
	}

	private static String restart(ApplicationContext context, String chain) {
		HeadStreams streams = context.getBean(HeadStreams.class);
		streams.get(chain).stop();
		streams.get(chain).start();
		return "";
	}

}
