package io.headwater.autoconfigure;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.util.ReflectionUtils;

/**
 * Lets each chain take from {@code headwater.defaults} what its own entry of
 * {@code headwater.chains} does not say.
 */
final class ChainDefaultsBindHandlerAdvisor implements ConfigurationPropertiesBindHandlerAdvisor {

	private static final ConfigurationPropertyName CHAINS = ConfigurationPropertyName.of("headwater.chains");

	private static final ConfigurationPropertyName DEFAULTS = ConfigurationPropertyName.of("headwater.defaults");

	@Override
	public BindHandler apply(BindHandler bindHandler) {
		return new ChainDefaultsBindHandler(bindHandler);
	}

	private static final class ChainDefaultsBindHandler extends AbstractBindHandler {

		private final Set<ConfigurationPropertyName> bound = new HashSet<>();

		ChainDefaultsBindHandler(BindHandler parent) {
			super(parent);
		}

		@Override
		public @Nullable Object onSuccess(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
				Object result) {
			Object own = super.onSuccess(name, target, context, result);
			this.bound.add(name);
			return (own instanceof ChainProperties && CHAINS.isParentOf(name) && areWritten(context)) ? over(name, own,
					context.getBinder().bindOrCreate(DEFAULTS, Bindable.of(ChainProperties.class), null)) : own;
		}

		/** A group that is bound in part takes the rest from the same group. */
		private @Nullable Object over(ConfigurationPropertyName name, @Nullable Object own,
				@Nullable Object inherited) {
			if (!this.bound.contains(name)) {
				return inherited;
			}
			if (!(own instanceof Record)) {
				return own;
			}
			Object[] values = Arrays.stream(own.getClass().getRecordComponents())
				.map((part) -> over(name.append(DataObjectPropertyName.toDashedForm(part.getName())),
						ReflectionUtils.invokeMethod(part.getAccessor(), own),
						ReflectionUtils.invokeMethod(part.getAccessor(), inherited)))
				.toArray();
			return BeanUtils.instantiateClass(BeanUtils.getResolvableConstructor(own.getClass()), values);
		}

		/** A binder looks for each property in each source, even where there is none. */
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
