package gradus.bits;

import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * A way to run the same computation.
 *
 * @param kernels the value of {@code gradus.kernels}
 * @param threads the value of {@code gradus.threads}
 * @param grain the value of {@code gradus.grain}; 0 leaves each loop its own
 * @param options further options of the JVM
 */
record Setting(String kernels, int threads, int grain, ImmutableList<String> options) {
    private static final ImmutableList<String> NONE = Lists.immutable.empty();

    /** All others are compared with it. */
    static final Setting PLAIN = of("scalar", 1);

    static Setting of(String kernels, int threads) {
        return new Setting(kernels, threads, 0, NONE);
    }

    /** Everything that can be split is split, in parts of a few elements. */
    Setting split(int elements) {
        return new Setting(kernels, threads, elements, options);
    }

    /** In a JVM with further options. */
    Setting with(String... more) {
        return new Setting(kernels, threads, grain, options.newWithAll(Lists.immutable.with(more)));
    }

    /** The settings of every test run: each kernel, each number of threads, each of the JVM's compilers. */
    static ImmutableList<Setting> some() {
        return Lists.immutable.with(
                of("scalar", 3).split(3),
                of("vector128", 2),
                of("vector256", 7).split(5),
                of("vector512", 3),
                of("vector", 1),
                of("vector", 2).with("-XX:TieredStopAtLevel=1"),
                of("vector", 3).split(17).with("-XX:+IgnoreUnrecognizedVMOptions", "-XX:UseAVX=2"),
                of("auto", 7));
    }

    /** Every kernel with every number of threads, split as usual and in small parts. */
    static ImmutableList<Setting> all() {
        return some().newWithAll(Lists.immutable
                .with("scalar", "vector128", "vector256", "vector512")
                .flatCollect(kernels -> Lists.immutable
                        .with(1, 2, 3, 7)
                        .collect(threads -> of(kernels, threads))
                        .flatCollect(setting -> Lists.immutable.with(setting, setting.split(7)))));
    }

    /** The JVM's options. */
    ImmutableList<String> jvm() {
        return Lists.immutable
                .with("-Dgradus.kernels=" + kernels, "-Dgradus.threads=" + threads, "-Dgradus.grain=" + grain)
                .newWithAll(kernels.startsWith("vector") ? Lists.immutable.with(ChildJvm.VECTOR_MODULE) : NONE)
                .newWithAll(options);
    }

    /** How {@code Gradus.describe()} starts, as a regular expression. */
    String description() {
        String lanes = switch (kernels) {
            case "vector128" -> "vector kernels, 4 float or 2 double lanes";
            case "vector256" -> "vector kernels, 8 float or 4 double lanes";
            case "vector512" -> "vector kernels, 16 float or 8 double lanes";
            case "vector" -> "vector kernels, \\d+ float or \\d+ double lanes";
            default -> "scalar kernels";
        };
        return lanes + "; up to " + threads + (threads == 1 ? " thread" : " threads");
    }

    @Override
    public String toString() {
        return kernels + " kernels, " + threads + (threads == 1 ? " thread" : " threads")
                + (grain == 0 ? "" : ", parts of " + grain)
                + options.makeString(" ", " ", "").stripTrailing();
    }
}
