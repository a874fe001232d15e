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
 * Sets the property for {@link EachEngine}.
 */
final class EachEngineProvider implements ClassTemplateInvocationContextProvider {

	@Override
	public boolean supportsClassTemplate(ExtensionContext context) {
		return true;
	}

	@Override
	public Stream<ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(ExtensionContext context) {
		return Stream.of(EachEngine.NATIVE, "standard").map(Invocation::new);
	}

	private record Invocation(String engine) implements ClassTemplateInvocationContext {

		@Override
		public String getDisplayName(int invocationIndex) {
			return EachEngine.PROPERTY + "=" + this.engine;
		}

		@Override
		public List<Extension> getAdditionalExtensions() {
			BeforeClassTemplateInvocationCallback set = (context) -> System.setProperty(EachEngine.PROPERTY,
					this.engine);
			AfterClassTemplateInvocationCallback clear = (context) -> System.clearProperty(EachEngine.PROPERTY);
			return List.of(set, clear);
		}

	}

}
