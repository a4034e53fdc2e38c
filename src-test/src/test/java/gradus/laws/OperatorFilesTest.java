package gradus.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.map.ImmutableMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * How many files a new operator touches: those in which the name of an operator stands that no
 * other operator uses. The number may only fall. {@code docs/add-an-operator.md} goes through them.
 */
class OperatorFilesTest {
    private static final Path PROJECT = Path.of("..");
    private static final String AUTODIFF = "autodiff/src/main/java/gradus/autodiff/";
    private static final String KERNEL = AUTODIFF + "kernel/";
    private static final String TESTS = "src-test/src/test/java/gradus/";

    private static final int ELEMENTWISE_LIMIT = 4;
    private static final int STRUCTURAL_LIMIT = 5;

    /**
     * Written by a command, never by hand: one line of digests for each operator and element type.
     */
    private static final String RECORDED = "src-test/src/test/resources/gradus/bits/golden.txt";

    /**
     * Who uses operators but need not know all of them: files, the files of a folder (*), and
     * whatever is below a folder (**).
     */
    private static final ImmutableMap<String, String> USERS = Maps.immutable
            .with("nn/**", "layers and random numbers are made of operators and functions")
            .newWithKeyValue("docs/conventions.md", "says what happens at kinks and edges, where there are some")
            .newWithKeyValue("docs/derivations.md", "shows pairs of linear operators as examples")
            .newWithKeyValue("docs/elementary-functions.md", "measures a choice of formulas")
            .newWithKeyValue("docs/from-*.md", "translate what others have")
            .newWithKeyValue("docs/tables.md", "says how dates become numbers")
            .newWithKeyValue("examples/**", "programs are made of operators")
            .newWithKeyValue("src-test/src/test/resources/gradus/docs/*", "values that NumPy gave")
            .newWithKeyValue(
                    AUTODIFF + "ReductionDerivatives.java", "operators of their own, which are counted by themselves")
            .newWithKeyValue(AUTODIFF + "Standardization.java", "is made of operators")
            .newWithKeyValue(KERNEL + "scalar/SoftmaxF32.java", "is made of functions of one number")
            .newWithKeyValue(TESTS + "architecture/*", "names the functions of Math that kernels must not call")
            .newWithKeyValue(TESTS + "autodiff/*", "second opinions and examples about operators chosen by hand")
            .newWithKeyValue(TESTS + "autodiff/check/*", "examples of functions to check")
            .newWithKeyValue(TESTS + "autodiff/kernel/math/ElementaryAccuracyTest.java", "places of great errors")
            .newWithKeyValue(TESTS + "autodiff/kernel/math/ElementaryFunction.java", "measures a choice of formulas")
            .newWithKeyValue(TESTS + "autodiff/kernel/math/ElementaryFunctionsTest.java", "the same choice")
            .newWithKeyValue(TESTS + "autodiff/kernel/math/PreciseFunctions.java", "the same choice, to sixty digits")
            .newWithKeyValue(TESTS + "autodiff/kernel/LongSumsTest.java", "the order of all long sums")
            .newWithKeyValue(TESTS + "laws/LongSumErrorTest.java", "the error of all long sums")
            .newWithKeyValue(TESTS + "conventions/EngineConventionsTest.java", "examples")
            .newWithKeyValue(TESTS + "conventions/IndexConventionsTest.java", "the same")
            .newWithKeyValue(TESTS + "conventions/Functions.java", "kinks and edges, where there are some")
            .newWithKeyValue(TESTS + "conventions/NumberConventionsTest.java", "the same")
            .newWithKeyValue(TESTS + "graph/*", "examples of graphs, and flops of some operators by hand")
            .newWithKeyValue(TESTS + "laws/Composites.java", "reductions over no axis, where that is a special case")
            .newWithKeyValue(TESTS + "laws/ElementwiseReference.java", "definitions call Hipparchus' functions")
            .newWithKeyValue(TESTS + "laws/ReductionReference.java", "definitions call Hipparchus' functions")
            .newWithKeyValue(TESTS + "laws/KinkTest.java", "kinks and edges, where there are some")
            .newWithKeyValue(TESTS + "laws/StabilityTest.java", "functions that must not overflow on the way");

    /** An operator that no other is made of, and the files that had to be written for it. */
    private record Counted(String operator, ImmutableList<String> files) {
        private static Counted elementwise(String operator, String family, String formula) {
            return of(operator, family, "elementwise", Lists.immutable.with(KERNEL + "math/" + formula + ".java"));
        }

        private static Counted reduction(String operator, String contract, String loop) {
            return of(
                    operator,
                    "Reduction",
                    "reductions",
                    Lists.immutable.with(KERNEL + contract + ".java", KERNEL + loop + ".java"));
        }

        private static Counted of(String operator, String family, String page, ImmutableList<String> kernels) {
            return new Counted(
                    operator,
                    kernels.newWith(AUTODIFF + family + ".java")
                            .newWith(TESTS + "laws/" + family + "Proofs.java")
                            .newWith("docs/derivations/" + page + ".md"));
        }

        /** Whether a text has the operator's own name, its method's, or both as constants are written. */
        private Predicate<String> names() {
            String words = operator.replaceAll("(?<=[a-z])(?=[A-Z])", "_");
            String method = Character.toLowerCase(operator.charAt(0)) + operator.substring(1);
            return Pattern.compile("\\b(" + operator + '|' + method + '|' + words.toUpperCase(Locale.ROOT) + '|'
                            + words.toLowerCase(Locale.ROOT) + ")\\b")
                    .asPredicate();
        }

        @Override
        public String toString() {
            return operator;
        }
    }

    static List<Counted> elementwise() {
        return List.of(
                Counted.elementwise("Log1p", "Elementary", "ElementaryF32"),
                Counted.elementwise("Rsqrt", "Elementary", "ElementaryF32"),
                Counted.elementwise("Tan", "Elementary", "TrigonometryF32"),
                Counted.elementwise("Silu", "Activations", "ElementaryF32"),
                Counted.elementwise("LogSigmoid", "Activations", "ElementaryF32"));
    }

    static List<Counted> structural() {
        return List.of(
                Counted.reduction("CumulativeSum", "ReductionKernels", "scalar/ReductionF32"),
                Counted.reduction("Prod", "ReductionKernels", "scalar/ReductionF32"),
                Counted.of(
                        "TakeAlongAxis", "Indexing", "movement", Lists.immutable.with(TESTS + "laws/Reference.java")),
                Counted.of("AdaptiveMaxPool", "Pooling", "windows", Lists.immutable.empty()));
    }

    @ParameterizedTest
    @MethodSource({"elementwise", "structural"})
    void anOperatorStandsInItsFilesAndInNoOther(Counted counted) {
        ImmutableList<String> found = found(counted);
        assertThat(found.reject(RECORDED::equals).reject(file -> userOf(file) != null))
                .containsExactlyInAnyOrderElementsOf(counted.files);
        assertThat(found).contains(RECORDED);
    }

    @Test
    void theNumberOfFilesOnlyFalls() {
        assertThat(elementwise())
                .allSatisfy(counted -> assertThat(counted.files.size()).isLessThanOrEqualTo(ELEMENTWISE_LIMIT));
        assertThat(structural())
                .allSatisfy(counted -> assertThat(counted.files.size()).isLessThanOrEqualTo(STRUCTURAL_LIMIT));
    }

    @Test
    void whoIsCalledAUserIsOne() {
        ImmutableList<String> users = Lists.immutable
                .withAll(elementwise())
                .newWithAll(structural())
                .flatCollect(OperatorFilesTest::found)
                .collectIf(file -> userOf(file) != null, OperatorFilesTest::userOf);
        assertThat(users.toSet()).containsExactlyInAnyOrderElementsOf(USERS.keysView());
    }

    @Test
    void namesAreFoundAsWords() {
        Predicate<String> names = elementwise().getLast().names();
        assertThat(Lists.immutable.with("new LogSigmoid()", "x.logSigmoid()", "case LOG_SIGMOID ->", "`log_sigmoid`"))
                .allMatch(names);
        assertThat(Lists.immutable.with("sigmoid", "logSigmoidal", "theLogSigmoid"))
                .noneMatch(names);
    }

    private static ImmutableList<String> found(Counted counted) {
        Predicate<String> names = counted.names();
        return TEXTS.keyValuesView()
                .select(file -> names.test(file.getTwo()))
                .collect(file -> file.getOne())
                .toImmutableList();
    }

    /** The entry that covers a file, or null. */
    private static @Nullable String userOf(String file) {
        return USERS.keysView()
                .detect(user -> Path.of(file)
                        .getFileSystem()
                        .getPathMatcher("glob:" + user)
                        .matches(Path.of(file)));
    }

    /** The texts of the project, but not what was built, nor this class. */
    private static final ImmutableMap<String, String> TEXTS = Lists.immutable
            .with("autodiff", "nn", "examples", "src-test", "docs", "README.md")
            .flatCollect(OperatorFilesTest::files)
            .reject(file -> file.contains("/target/") || file.endsWith("/OperatorFilesTest.java"))
            .reject(file -> file.equals("docs/add-an-operator.md"))
            .toImmutableMap(file -> file, OperatorFilesTest::text);

    private static ImmutableList<String> files(String root) {
        try (Stream<Path> files = Files.walk(PROJECT.resolve(root))) {
            return Lists.immutable.fromStream(
                    files.map(file -> PROJECT.relativize(file).toString().replace('\\', '/'))
                            .filter(file -> file.matches(".*\\.(java|md|txt)")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(String file) {
        try {
            return Files.readString(PROJECT.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
