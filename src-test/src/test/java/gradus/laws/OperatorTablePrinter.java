package gradus.laws;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Prints the table after the laws: at the end of a plan that held all of them, be it of one class,
 * as in the build, or of many. With {@code -Dgradus.table=write} renews the pages as well, of {@linkplain
 * ChosenOperators chosen} operators their rows.
 */
public class OperatorTablePrinter implements TestExecutionListener {
    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        if (!holdsTheLaws(plan) || !OperatorTable.isComplete()) {
            return;
        }
        System.out.println("\nThe worst errors met in this run:\n" + OperatorTable.table());
        if ("write".equals(System.getProperty("gradus.table"))) {
            try {
                OperatorTable.write();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static boolean holdsTheLaws(TestPlan plan) {
        return plan.getRoots().stream()
                .flatMap(root -> plan.getDescendants(root).stream())
                .anyMatch(OperatorTablePrinter::isOfTheLaws);
    }

    private static boolean isOfTheLaws(TestIdentifier test) {
        return test.getSource().orElse(null) instanceof ClassSource source
                && source.getClassName().equals(OperatorLaws.class.getName());
    }
}
