package gradus.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.CustomOp;
import gradus.autodiff.Op;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;

/** No operator without a derivation: each stands by its name in a page of {@code docs/derivations}. */
class DerivationsTest {
    private static final Path FOLDER = Path.of("..", "docs", "derivations");

    @Test
    void everyOperatorHasItsDerivation() throws IOException {
        String pages;
        try (var files = Files.list(FOLDER)) {
            pages = Lists.immutable
                    .fromStream(files)
                    .collect(DerivationsTest::text)
                    .makeString("\n");
        }
        ImmutableList<String> operators = records(Op.class).collect(Class::getSimpleName);
        assertThat(operators.size()).isGreaterThan(50);
        assertThat(operators.reject(operator -> pages.contains('`' + operator + '`')))
                .as("operators to be derived in docs/derivations")
                .isEmpty();
    }

    private static ImmutableList<Class<?>> records(Class<?> type) {
        if (type.equals(CustomOp.class)) {
            return Lists.immutable.empty();
        }
        return type.isRecord()
                ? Lists.immutable.with(type)
                : Lists.immutable
                        .<Class<?>>with(type.getPermittedSubclasses())
                        .flatCollect(DerivationsTest::records)
                        .distinct();
    }

    private static String text(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }
}
