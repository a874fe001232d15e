package io.headwater.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.core.ResolvableType;

/**
 * Lets each chain start from the defaults: an entry of {@code headwater.chains} is bound
 * over what {@code headwater.defaults} says, so that its own properties win.
 */
final class ChainDefaultsBindHandlerAdvisor implements ConfigurationPropertiesBindHandlerAdvisor {

	private static final ConfigurationPropertyName CHAINS = ConfigurationPropertyName.of("headwater.chains");

	private static final ConfigurationPropertyName DEFAULTS = ConfigurationPropertyName.of("headwater.defaults");

	@Override
	public BindHandler apply(BindHandler bindHandler) {
		return new ChainDefaultsBindHandler(bindHandler);
	}

	private static final class ChainDefaultsBindHandler extends AbstractBindHandler {

		ChainDefaultsBindHandler(BindHandler parent) {
			super(parent);
		}

		@Override
		public <T> @Nullable Bindable<T> onStart(ConfigurationPropertyName name, Bindable<T> target,
				BindContext context) {
			Bindable<T> result = super.onStart(name, target, context);
			if (result == null || !CHAINS.isParentOf(name) || target.getType().resolve() != ChainProperties.class) {
				return result;
			}
			return result.withSuppliedValue(() -> defaults(target.getType(), context));
		}

		/** A binder looks for each property in each source, even where there is none. */
		@SuppressWarnings("unchecked")
		private static <T> T defaults(ResolvableType type, BindContext context) {
			return areWritten(context) ? context.getBinder().bindOrCreate(DEFAULTS, Bindable.<T>of(type), null)
					: (T) new ChainProperties();
		}

		private static boolean areWritten(BindContext context) {
			for (ConfigurationPropertySource source : context.getSources()) {
				if (source.containsDescendantOf(DEFAULTS) != ConfigurationPropertyState.ABSENT) {
					return true;
				}
			}
			return false;
		}

	}

}
