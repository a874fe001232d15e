package io.headwater.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

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
			return result
				.withSuppliedValue(() -> context.getBinder().bindOrCreate(DEFAULTS, withoutValue(target), null));
		}

		private static <T> Bindable<T> withoutValue(Bindable<T> target) {
			return Bindable.of(target.getType());
		}

	}

}
