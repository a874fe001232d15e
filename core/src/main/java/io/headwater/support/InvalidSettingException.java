package io.headwater.support;

/**
 * A setting has a value with which no stream can start. Its texts show no value that may
 * be secret.
 */
public final class InvalidSettingException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	private final String setting;

	private final String problem;

	private final String remedy;

	/**
	 * Create an exception.
	 * @param setting the name of the setting, such as {@code retry.delay}
	 * @param problem what is wrong with it, to be read after its name
	 * @param remedy what to do, as a sentence
	 */
	public InvalidSettingException(String setting, String problem, String remedy) {
		super("The setting '" + setting + "' " + problem + ". " + remedy);
		this.setting = setting;
		this.problem = problem;
		this.remedy = remedy;
	}

	/**
	 * Return the same fault of a setting that is a part of another one.
	 * @param whole the name of the other one
	 * @return the exception with the longer name
	 */
	public InvalidSettingException within(String whole) {
		return new InvalidSettingException(whole + "." + this.setting, this.problem, this.remedy);
	}

	/**
	 * Return which setting is wrong.
	 * @return its name, which is that of the property without its prefix
	 */
	public String setting() {
		return this.setting;
	}

	/**
	 * Return what is wrong.
	 * @return words that follow the name of the setting
	 */
	public String problem() {
		return this.problem;
	}

	/**
	 * Return what to do about it.
	 * @return a sentence
	 */
	public String remedy() {
		return this.remedy;
	}

}
