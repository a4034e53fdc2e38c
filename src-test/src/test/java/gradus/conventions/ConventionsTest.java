package gradus.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.DType;
import gradus.autodiff.Gradients;
import gradus.autodiff.Indices;
import gradus.autodiff.Tensor;
import gradus.laws.Operators;
import java.lang.reflect.Method;
import java.util.List;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.set.SetIterable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Computes the tables of {@code docs/conventions.md}: value and gradient of every row, in both element types. */
class ConventionsTest {
    /** So many rows the tables had when they were last counted. */
    private static final int ROWS = 113;

    /** So many of the operators without settings they named. */
    private static final int ELEMENTWISE = 27;

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void theRowHolds(Row row) {
        for (DType dtype : DType.values()) {
            ImmutableList<Tensor> x =
                    row.at().collect(operand -> Row.vector(operand, dtype).asVariable());
            Tensor y = Functions.byName().get(row.operator()).apply(x);
            requireEqual(row + ", value", y, row.value());
            Gradients gradients =
                    y.gradients(Indices.of(0).oneHot(y.shape().size(), dtype).reshape(y.shape()));
            x.forEachWithIndex((operand, i) -> requireEqual(
                    row + ", gradient " + i,
                    gradients.of(operand),
                    row.gradient().get(i)));
        }
    }

    /** Bit for bit, except that an expected 0 stands for either zero. */
    private static void requireEqual(String what, Tensor actual, String expected) {
        double[] wanted = Row.vector(expected, actual.dtype()).toDoubleArray();
        double[] found = actual.toDoubleArray();
        assertThat(found).as(what).hasSameSizeAs(wanted);
        for (int i = 0; i < found.length; i++) {
            found[i] = Double.compare(wanted[i], 0.0) == 0 ? found[i] + 0.0 : found[i];
        }
        assertThat(found).as("%s in %s", what, actual.dtype()).isEqualTo(wanted);
    }

    @Test
    void theTablesNameEachFunctionAndNoOther() {
        SetIterable<String> named = Row.all().collect(Row::operator).toSet();
        assertThat(named).containsAll(Functions.told().keysView());
        assertThat(Functions.byName().keysView()).containsAll(named);
        assertThat(Row.all().size()).isGreaterThanOrEqualTo(ROWS);
    }

    /** The operators at whose edges, kinks or limits something is to be known; they go by their own names. */
    @Test
    void noElementwiseOperatorHasLostItsRows() {
        assertThat(Row.all().collect(Row::operator).toSet().count(Operators.elementwise()::containsKey))
                .isGreaterThanOrEqualTo(ELEMENTWISE);
    }

    @Test
    void noRowStandsTwice() {
        assertThat(Row.all().collect(Row::toString)).doesNotHaveDuplicates();
    }

    @Test
    void theLastTableNamesEachTestBesideThisClass() {
        ImmutableList<String> named = Row.lines()
                .select(line -> line.startsWith("| "))
                .collect(Row::cells)
                .select(cells -> cells.size() == 2)
                .flatCollect(cells -> Lists.immutable.with(cells.getLast().split(", ")))
                .reject("Test"::equals);
        ImmutableList<String> tests = Lists.immutable
                .with(NumberConventionsTest.class, EngineConventionsTest.class, IndexConventionsTest.class)
                .flatCollect(type -> Lists.immutable.with(type.getDeclaredMethods()))
                .select(method -> method.isAnnotationPresent(Test.class))
                .collect(Method::getName);
        assertThat(named).containsExactlyInAnyOrderElementsOf(tests);
    }

    static List<Row> rows() {
        return Row.all().castToList();
    }
}
