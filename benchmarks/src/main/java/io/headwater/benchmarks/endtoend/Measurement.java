package io.headwater.benchmarks.endtoend;

/**
 * One number.
 *
 * @param round the round, from 1
 * @param contender who
 * @param setting under which load: {@code flood}, {@code 1000/s}, {@code 10 chains}
 * @param figure what
 * @param value the number, in the figure's unit
 */
record Measurement(int round, Contender contender, String setting, Figure figure, double value) {
}
