package gradus.laws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/** Prints the table at the end of a test run that held all laws; with {@code -Dgradus.table=write} renews the page as well. */
public class OperatorTablePrinter implements TestExecutionListener {
    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        if (!OperatorTable.isComplete()) {
            return;
        }
        System.out.println("\nThe worst errors met in this run:\n" + OperatorTable.table());
        if ("write".equals(System.getProperty("gradus.table"))) {
            try {
                Files.writeString(OperatorTable.PAGE, OperatorTable.page());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
