package io.headwater.testing;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.AfterClassTemplateInvocationCallback;
import org.junit.jupiter.api.extension.BeforeClassTemplateInvocationCallback;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Sets the property for {@link EachClient}.
 */
final class EachClientProvider implements ClassTemplateInvocationContextProvider {

	@Override
	public boolean supportsClassTemplate(ExtensionContext context) {
		return true;
	}

	@Override
	public Stream<ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(ExtensionContext context) {
		return Stream.of(EachClient.OWN, "standard").map(Invocation::new);
	}

	private record Invocation(String client) implements ClassTemplateInvocationContext {

		@Override
		public String getDisplayName(int invocationIndex) {
			return EachClient.PROPERTY + "=" + this.client;
		}

		@Override
		public List<Extension> getAdditionalExtensions() {
			BeforeClassTemplateInvocationCallback set = (context) -> System.setProperty(EachClient.PROPERTY,
					this.client);
			AfterClassTemplateInvocationCallback clear = (context) -> System.clearProperty(EachClient.PROPERTY);
			return List.of(set, clear);
		}

	}

}
