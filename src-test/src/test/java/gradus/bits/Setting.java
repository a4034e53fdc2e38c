package gradus.bits;

import gradus.autodiff.Gradus;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * A way to run the same computation.
 *
 * @param kernels the value of {@code gradus.kernels}
 * @param threads the value of {@code gradus.threads}
 * @param grain the value of {@code gradus.grain}; 0 leaves each loop its own
 * @param parts what is computed
 * @param options further options of the JVM
 */
record Setting(String kernels, int threads, int grain, ImmutableList<Part> parts, ImmutableList<String> options) {
    /** All others are compared with it. */
    static final Setting PLAIN = of("scalar", 1, Part.FEW, Part.OPERATORS, Part.PRODUCTS, Part.OTHERS, Part.TRAINING);

    /** A grain that splits what a network computes, but not into crumbs. */
    private static final int SMALL_GRAIN = 1000;

    private static Setting of(String kernels, int threads, Part... parts) {
        return new Setting(kernels, threads, 0, Lists.immutable.with(parts), Lists.immutable.empty());
    }

    /** Everything that can be split is split, in parts of so many elements at most. */
    private Setting split(int elements) {
        return new Setting(kernels, threads, elements, parts, options);
    }

    /** In a JVM with further options. */
    private Setting with(String... more) {
        return new Setting(kernels, threads, grain, parts, options.newWithAll(Lists.immutable.with(more)));
    }

    /**
     * The settings of every test run: each kernel, each number of threads, each of the JVM's
     * compilers; at first plain and then vector kernels, as usual; a processor without 512-bit
     * vectors and masks; trainings at the same time.
     */
    static ImmutableList<Setting> some() {
        return Lists.immutable.with(
                of("scalar", 3, Part.OPERATORS).split(3),
                of("vector128", 7, Part.FEW, Part.PRODUCTS, Part.OTHERS, Part.TRAINING, Part.CROWD)
                        .split(SMALL_GRAIN),
                of("vector256", 2, Part.OPERATORS, Part.PRODUCTS, Part.OTHERS).split(5),
                widest().split(SMALL_GRAIN),
                of("auto", 2, Part.PRODUCTS, Part.TRAINING).with(ChildJvm.VECTOR_MODULE),
                of("auto", 7, Part.FEW, Part.TRAINING),
                of("vector", 2, Part.FEW, Part.TRAINING).with("-XX:TieredStopAtLevel=1"),
                of("vector", 3, Part.FEW, Part.PRODUCTS).with("-XX:+IgnoreUnrecognizedVMOptions", "-XX:UseAVX=2"));
    }

    /**
     * Vectors of 512 bits. Where the processor has none, the JVM makes them of plain objects, at
     * twenty times the time: there it is asked for less, and for all of it in {@link #all()}.
     */
    private static Setting widest() {
        return Gradus.describe().contains("16 float")
                ? of("vector512", 3, Part.OPERATORS, Part.PRODUCTS, Part.OTHERS, Part.TRAINING)
                : of("vector512", 3, Part.FEW, Part.PRODUCTS, Part.OTHERS);
    }

    /**
     * Every kernel with every number of threads, split as usual and in small parts; and without a
     * compiler.
     */
    static ImmutableList<Setting> all() {
        return some().newWith(of("scalar", 1, Part.FEW).with("-Xint"))
                .newWithAll(Lists.immutable
                        .with("scalar", "vector128", "vector256", "vector512")
                        .flatCollect(kernels -> Lists.immutable
                                .with(1, 2, 3, 7)
                                .collect(threads ->
                                        of(kernels, threads, Part.OPERATORS, Part.PRODUCTS, Part.OTHERS, Part.TRAINING))
                                .flatCollect(setting -> Lists.immutable.with(setting, setting.split(17)))));
    }

    private boolean hasVectorModule() {
        return kernels.startsWith("vector") || options.contains(ChildJvm.VECTOR_MODULE);
    }

    /** The JVM's options. */
    ImmutableList<String> jvm() {
        return Lists.immutable
                .with("-Dgradus.kernels=" + kernels, "-Dgradus.threads=" + threads)
                .newWithAll(Lists.immutable.with("-Dgradus.grain=" + grain).reject(_ -> grain == 0))
                .newWithAll(Lists.immutable.with(ChildJvm.VECTOR_MODULE).select(_ -> hasVectorModule()))
                .newWithAll(options)
                .distinct();
    }

    /** How {@code Gradus.describe()} starts, as a regular expression. */
    String description() {
        String lanes = switch (kernels) {
            case "vector128" -> "vector kernels, 4 float or 2 double lanes";
            case "vector256" -> "vector kernels, 8 float or 4 double lanes";
            case "vector512" -> "vector kernels, 16 float or 8 double lanes";
            default -> hasVectorModule() ? "vector kernels, \\d+ float or \\d+ double lanes" : "scalar kernels";
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
