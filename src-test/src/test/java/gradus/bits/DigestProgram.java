package gradus.bits;

import gradus.autodiff.Gradus;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/** Prints what has to be the same everywhere, a line each; the arguments choose the parts. What runs is named on the error stream. */
public final class DigestProgram {
    private DigestProgram() {}

    /** The lines of one part: {@code few} operators' samples, all of them, large ones too; the trainings, or all of them at once. */
    static ImmutableList<String> lines(String part) {
        return switch (part) {
            case "few" -> OperatorDigests.few();
            case "operators" -> OperatorDigests.all();
            case "training" -> TrainingDigests.oneByOne();
            case "crowd" -> TrainingDigests.atOnce();
            default -> throw new IllegalArgumentException(part);
        };
    }

    public static void main(String[] parts) {
        System.err.println(Gradus.describe());
        Lists.immutable.with(parts).flatCollect(DigestProgram::lines).forEach(System.out::println);
    }
}
