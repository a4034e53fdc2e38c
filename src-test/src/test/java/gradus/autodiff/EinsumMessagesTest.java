package gradus.autodiff;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What mistakes in a formula of {@code einsum} say. */
class EinsumMessagesTest {
    private static final Tensor MATRIX = Tensor.zeros(2, 3);

    private static void refused(Class<? extends GradusException> type, ThrowingCallable mistake, String message) {
        assertThatThrownBy(mistake).isInstanceOf(type).hasMessage(message);
    }

    private static void shapes(ThrowingCallable mistake, String message) {
        refused(ShapeException.class, mistake, message);
    }

    @Test
    void einsum() {
        refused(
                ArgumentException.class,
                () -> MATRIX.einsum("ij;jk", MATRIX),
                "einsum: needs a formula such as ij,jk->ik, got \"ij;jk\"; "
                        + "one letter an axis; ... stands for all other axes, once");
        refused(
                ArgumentException.class,
                () -> MATRIX.einsum("ij,jk->il", MATRIX),
                "einsum: needs letters of the result among those of the operands, got \"ij,jk->il\"");
        refused(
                ArgumentException.class,
                () -> MATRIX.einsum("ij,jk->ii", MATRIX),
                "einsum: needs each letter of the result once, got \"ij,jk->ii\"");
        refused(
                ArgumentException.class,
                () -> MATRIX.einsum("ij..jk"),
                "einsum: needs a formula such as ij,jk->ik, got \"ij..jk\"; "
                        + "one letter an axis; ... stands for all other axes, once");
        refused(
                ArgumentException.class,
                () -> MATRIX.einsum("...i...->i"),
                "einsum: needs a formula such as ij,jk->ik, got \"...i...->i\"; "
                        + "one letter an axis; ... stands for all other axes, once");
        refused(
                ArgumentException.class,
                () -> MATRIX.einsum("ij,jk->ik", MATRIX, MATRIX),
                "einsum: needs 2 operands for \"ij,jk->ik\", got 3");
        refused(
                ArgumentException.class,
                () -> MATRIX.einsum("ij,jk,kl->il", MATRIX),
                "einsum: needs 3 operands for \"ij,jk,kl->il\", got 2");
        refused(
                ArgumentException.class,
                () -> MATRIX.einsum("...i->i"),
                "einsum: needs ... in the result, as it stands for axes of the operands, got \"...i->i\"; "
                        + "a letter is summed over");
        refused(
                ElementTypeException.class,
                () -> MATRIX.einsum("ij,jk->ik", Tensor.zeros(DType.F64, Shape.of(3, 2))),
                "einsum: needs operands of one element type, got F32[2, 3] and F64[3, 2]; "
                        + "convert one with to(DType); Java literals: 1 and 1f make F32, 1.0 makes F64");
        shapes(
                () -> MATRIX.einsum("...ijk->...k"),
                "einsum: needs 3 axes or more for \"...ijk\" in \"...ijk->...k\", got [2, 3]");
        shapes(
                () -> MATRIX.einsum("...i,...i->...", Tensor.zeros(4, 3)),
                "einsum: needs axes that broadcast for ... in \"...i,...i->...\", got 2 and 4");
        shapes(
                () -> MATRIX.einsum("ij,jk->ik", MATRIX),
                "einsum: needs one length for the letter j in \"ij,jk->ik\", got 3 and 2");
        shapes(
                () -> MATRIX.einsum("ijk,jk->i", MATRIX),
                "einsum: needs 3 axes for \"ijk\" in \"ijk,jk->i\", got [2, 3]");
    }
}
