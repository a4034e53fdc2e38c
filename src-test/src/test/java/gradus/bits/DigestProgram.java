package gradus.bits;

import gradus.autodiff.Gradus;
import java.util.Locale;
import org.eclipse.collections.api.factory.Lists;

/** Prints the parts that its arguments name, each under its heading. What runs is named on the error stream. */
public final class DigestProgram {
    private DigestProgram() {}

    public static void main(String[] parts) {
        System.err.println(Gradus.describe());
        Lists.immutable
                .with(parts)
                .collect(name -> Part.valueOf(name.toUpperCase(Locale.ROOT)))
                .flatCollect(part -> Lists.immutable.with(part.heading()).newWithAll(part.lines()))
                .forEach(System.out::println);
    }
}
