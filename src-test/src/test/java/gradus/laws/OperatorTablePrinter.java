package gradus.laws;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/** Prints the table at the end of a test run that held all laws; with {@code -Dgradus.table=write} renews the pages as well. */
public class OperatorTablePrinter implements TestExecutionListener {
    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        if (!OperatorTable.isComplete()) {
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
}
