package gradus.bits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Gradus;
import org.eclipse.collections.api.factory.Lists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the kernels and threads are chosen, and what is said about it. */
class KernelChoiceTest {
    private static final String ADVICE = "start java with --add-modules jdk.incubator.vector";

    private static final String WRONG_THREADS =
            "ArgumentException: gradus.threads: needs a number from 1 to 9999, got 'zero'";

    private static ChildJvm.Outcome run(String... options) {
        return ChildJvm.run(Lists.immutable.with(options), HelperProgram.class, "describe");
    }

    private static String description(String... options) {
        return ChildJvm.outputOf(Lists.immutable.with(options), HelperProgram.class, "describe")
                .getOnly();
    }

    private static void assertRefused(String message, String... options) {
        ChildJvm.Outcome outcome = run(options);
        assertThat(outcome.exit()).isNotZero();
        assertThat(outcome.errors()).contains(message);
        assertThat(outcome.output()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "", "VECTOR", "vector64", "vector1024"})
    void unknownKernelsAreRefused(String kernels) {
        assertRefused(
                "gradus.kernels: needs auto, scalar, vector, vector128, vector256 or vector512, got '" + kernels + "'",
                ChildJvm.VECTOR_MODULE,
                "-Dgradus.kernels=" + kernels);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "many", "", "10000", "2.5"})
    void numbersOfThreadsThatAreNoneAreRefused(String threads) {
        assertRefused(
                "gradus.threads: needs a number from 1 to 9999, got '" + threads + "'", "-Dgradus.threads=" + threads);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-5", "x", ""})
    void grainsThatAreNoneAreRefused(String grain) {
        assertRefused(
                "gradus.grain: needs a number from 1 to 999999999, got '" + grain + "'", "-Dgradus.grain=" + grain);
    }

    @Test
    void everyOperationRefusesAWrongSettingInTheSameWords() {
        ChildJvm.Outcome outcome =
                ChildJvm.run(Lists.immutable.with("-Dgradus.threads=zero"), HelperProgram.class, "operations");
        assertThat(outcome.output()).containsExactly(WRONG_THREADS, WRONG_THREADS, WRONG_THREADS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"vector", "vector128", "vector256", "vector512"})
    void vectorKernelsNeedTheModule(String kernels) {
        assertRefused(
                "gradus.kernels: needs the Vector API for " + kernels + ", got a JVM without it; " + ADVICE,
                "-Dgradus.kernels=" + kernels);
    }

    @Test
    void withoutTheModuleOneLineTellsHowToGetTheFastKernels() {
        ChildJvm.Outcome outcome = run("-Dgradus.threads=2");
        assertThat(outcome.output().getOnly()).startsWith("scalar kernels; up to 2 threads; Java ");
        assertThat(outcome.errors()).containsOnlyOnce(ADVICE);
    }

    @Test
    void whoAsksForScalarKernelsIsToldNothing() {
        assertThat(run("-Dgradus.kernels=scalar").errors()).isEmpty();
    }

    @Test
    void theChoiceIsDescribed() {
        assertThat(description("-Dgradus.kernels=scalar", "-Dgradus.threads=1"))
                .isEqualTo("scalar kernels; up to 1 thread; Java " + Runtime.version());
        assertThat(description(ChildJvm.VECTOR_MODULE, "-Dgradus.kernels=vector256", "-Dgradus.threads=7"))
                .isEqualTo("vector kernels, 8 float or 4 double lanes; up to 7 threads; Java " + Runtime.version());
        assertThat(description(ChildJvm.VECTOR_MODULE, "-Dgradus.kernels=auto"))
                .startsWith("vector kernels, ")
                .contains("up to " + Runtime.getRuntime().availableProcessors() + " thread");
    }

    @Test
    void theNumberOfThreadsCanBeSet() {
        int before = Gradus.threads();
        try {
            Gradus.setThreads(3);
            assertThat(Gradus.threads()).isEqualTo(3);
            assertThat(Gradus.describe()).contains("; up to 3 threads; ");
            assertThatThrownBy(() -> Gradus.setThreads(0))
                    .isInstanceOf(ArgumentException.class)
                    .hasMessage("Gradus.setThreads: needs a number from 1 to 9999, got 0");
            assertThatThrownBy(() -> Gradus.setThreads(10_000))
                    .hasMessage("Gradus.setThreads: needs a number from 1 to 9999, got 10000");
        } finally {
            Gradus.setThreads(before);
        }
    }

    @Test
    void oneThreadStartsNoHelper() {
        assertThat(helpers("large", "-Dgradus.threads=1")).isZero();
    }

    @Test
    void smallLoopsStartNoHelper() {
        assertThat(helpers("small", "-Dgradus.threads=4")).isZero();
    }

    /**
     * Also that the JVM ends while helpers are there, and that there are never more of them than
     * the threads beside the caller.
     */
    @Test
    void largeLoopsStartHelpersThatDoNotKeepTheProgramAlive() {
        assertThat(helpers("large", "-Dgradus.threads=3")).isBetween(1, 2);
        assertThat(helpers("crowd", "-Dgradus.threads=3")).isBetween(0, 2);
    }

    @Test
    void manySmallProductsAreSharedAmongThreads() {
        assertThat(helpers("batches", "-Dgradus.threads=3")).isBetween(1, 2);
        assertThat(helpers("batches", "-Dgradus.threads=1")).isZero();
    }

    private static int helpers(String scenario, String... options) {
        return Integer.parseInt(ChildJvm.outputOf(Lists.immutable.with(options), HelperProgram.class, scenario)
                .getOnly());
    }
}
